/** Carpetas de evidencia hechas para engañar: quien las verifica no debe leer «Todo está bien.» (20). */
import { X509Certificate } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enSqlite } from '../ambas.ts'
import { DIRECTOR_TOLUCA, firmar, type EfirmaAbierta } from '../mesa-de-sellos.ts'
import {
	hayJueces,
	ponerMesaDeEvidencia,
	rehacerManifiesto,
	verificar,
	type MesaDeEvidencia,
} from './mesa-de-evidencia.ts'

const CURP = 'TOLU700101HMCABC01'

enSqlite('una carpeta de evidencia falsificada', (abrir) => {
	let mesa: MesaDeEvidencia
	let carpeta: string
	beforeAll(async () => {
		mesa = await ponerMesaDeEvidencia(await abrir())
		const [id = ''] = await mesa.confirmados(1)
		mesa.sat.fallas.modo = 'mas-tarde'
		await mesa.sellarYa(DIRECTOR_TOLUCA, [id])
		mesa.sat.fallas.modo = 'normal'
		carpeta = mesa.sacar(await mesa.folioDe(id))
	})
	afterAll(() => mesa.recoger())

	let copias = 0
	const copia = (): string => {
		copias += 1
		const otra = join(mesa.temporal, `falsa-${copias}`)
		cpSync(carpeta, otra, { recursive: true })
		return otra
	}

	/** La carpeta como la haría otra persona con su propia e.firma, de la misma autoridad, diciendo que la CURP es `curp`. */
	const suplantada = ({ cer, llave }: EfirmaAbierta, curp: string): string => {
		const otra = copia()
		const en = (archivo: string) => join(otra, 'plantel', archivo)
		const cambiar = (archivo: string, cambio: (texto: string) => string) =>
			writeFileSync(en(archivo), cambio(readFileSync(en(archivo), 'utf8')))
		const x509 = new X509Certificate(cer)
		const cadena = readFileSync(en('cadena.txt'), 'utf8').replace(CURP, () => curp)
		const sello = firmar(cadena, llave)
		writeFileSync(en('cadena.txt'), cadena)
		writeFileSync(en('sello.b64'), sello)
		writeFileSync(en('sello.bin'), Buffer.from(sello, 'base64'))
		writeFileSync(en('certificado.cer'), cer)
		writeFileSync(en('certificado.pem'), x509.toString())
		writeFileSync(en('publica.pem'), x509.publicKey.export({ type: 'spki', format: 'pem' }))
		const numero = Buffer.from(x509.serialNumber, 'hex').toString('latin1')
		cambiar('momentos.txt', (texto) => texto.replace(/(?<=^numero_de_certificado=).*$/m, numero))
		cambiar('dec.xml', (texto) =>
			texto
				.replace(`curp="${CURP}"`, () => `curp="${curp}"`)
				.replace(/(?<= sello=")[^"]*/, sello)
				.replace(/(?<= certificadoResponsable=")[^"]*/, Buffer.from(cer).toString('base64')),
		)
		rehacerManifiesto(otra)
		return otra
	}

	describe.runIf(hayJueces)('según openssl y xmllint', () => {
		test('la buena, con la misma mano, sí pasa: sólo se juzga lo falso', async () => {
			const propia = suplantada(await mesa.efirmaDe('d-toluca'), CURP)
			const { codigo, dicho } = verificar(propia)
			expect(dicho).not.toContain('MAL')
			expect(codigo).toBe(0)
		})

		test.each([
			['la CURP del director', CURP],
			['una CURP que es además un patrón', `${CURP}|.*`],
			['una CURP con comodines', '.*'],
		])('el sello de otra persona, con %s, no pasa', async (_, curp) => {
			const { codigo, dicho } = verificar(suplantada(await mesa.efirmaDe('d-lerma'), curp))
			expect(dicho).toContain('MAL   · plantel/certificado.cer: no es de')
			expect(codigo).toBe(1)
		})

		test('el nombre de un certificado no hace de CURP', async () => {
			const efirma = await mesa.efirmaDe('d-lerma', {
				nombre: `DIRECTOR\n    serialNumber              = ${CURP}`,
			})
			const { codigo, dicho } = verificar(suplantada(efirma, CURP))
			expect(dicho).toContain('MAL   · plantel/certificado.cer: no es de')
			expect(codigo).toBe(1)
		})

		test('dos módulos escritos como uno, con el sello bueno y la misma cadena, no pasan', () => {
			const otra = copia()
			const ruta = join(otra, 'plantel/dec.xml')
			const dec = readFileSync(ruta, 'utf8')
			const modulo =
				/<UacdeFt [^>]*?nombre="([^"]*)"[^>]*?calificacion="([^"]*)"[^>]*?totalHorasUAC="([^"]*)"[^>]*?\/>\s*(<UacdeFt [^>]*?nombre=")/
			const unidos = dec.replace(
				modulo,
				(_, nombre: string, nota: string, horas: string, sigue: string) =>
					`${sigue}${nombre}|${nota}|${horas}|`,
			)
			expect(unidos.match(/<UacdeFt /g)?.length).toBe((dec.match(/<UacdeFt /g)?.length ?? 0) - 1)
			writeFileSync(ruta, unidos)
			rehacerManifiesto(otra)
			const { codigo, dicho } = verificar(otra)
			expect(dicho).toContain('bien  · plantel/dec.xml: lo que dice es lo sellado')
			expect(dicho).toContain('MAL   · plantel/dec.xml: un dato lleva una pleca')
			expect(codigo).toBe(1)
		})

		test('un enlace de más, a un archivo o a una carpeta, también sobra', () => {
			const archivo = copia()
			symlinkSync('/etc/hostname', join(archivo, 'plantel/otro.txt'))
			expect(verificar(archivo).dicho).toContain('MAL   · plantel/otro.txt: no está en el MANIFIESTO')
			const deCarpeta = copia()
			mkdirSync(join(deCarpeta, 'anteriores'))
			symlinkSync('../plantel', join(deCarpeta, 'anteriores/intento-9-plantel'))
			const { codigo, dicho } = verificar(deCarpeta)
			expect(dicho).toContain('MAL   · anteriores/intento-9-plantel: no está en el MANIFIESTO')
			expect(codigo).toBe(1)
		})

		test('un archivo cambiado por un enlace a lo mismo, fuera de la carpeta, se dice', () => {
			const otra = copia()
			const fuera = join(mesa.temporal, 'fuera.txt')
			rmSync(fuera, { force: true })
			renameSync(join(otra, 'plantel/cadena.txt'), fuera)
			symlinkSync(fuera, join(otra, 'plantel/cadena.txt'))
			const { codigo, dicho } = verificar(otra)
			expect(dicho).toContain('MAL   · plantel/cadena.txt: es un enlace')
			expect(codigo).toBe(1)
		})
	})
})
