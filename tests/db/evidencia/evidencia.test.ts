/** `egreso evidencia FOLIO` (20): la carpeta se verifica con openssl y xmllint, y cualquier cambio se nota. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recomprobarRevocacion } from '../../../bff/application/sellado/recomprobar-revocacion.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { enAmbasBases } from '../ambas.ts'
import { DIRECTOR_MEX, DIRECTOR_TOLUCA } from '../mesa-de-sellos.ts'
import {
	archivosDe,
	correr,
	DE_SELLO,
	hayJueces,
	ponerMesaDeEvidencia,
	verificar,
	type MesaDeEvidencia,
} from './mesa-de-evidencia.ts'

enAmbasBases('la evidencia de un certificado', (abrir) => {
	let mesa: MesaDeEvidencia
	let folio: string
	let carpeta: string
	beforeAll(async () => {
		mesa = await ponerMesaDeEvidencia(await abrir())
		folio = await mesa.emitido()
		carpeta = mesa.sacar(folio)
	})
	afterAll(() => mesa.recoger())

	const texto = (ruta: string): string => readFileSync(join(carpeta, ruta), 'utf8')

	test('trae todo, y sólo para quien la sacó', async () => {
		expect(archivosDe(carpeta)).toEqual(
			[
				...['LEEME.txt', 'MANIFIESTO', 'bitacora.jsonl', 'dec-enviado.xml', 'dec-sep.xml', 'esquema.xsd'],
				...['estatal', 'plantel'].flatMap((rol) => DE_SELLO.map((archivo) => `${rol}/${archivo}`)),
				'verificar.sh',
			].sort(),
		)
		expect(statSync(join(carpeta, 'plantel/dec.xml')).mode & 0o077).toBe(0)
		const sellos = await mesa.base.db
			.selectFrom('sello as s')
			.innerJoin('folio as f', 'f.tramiteId', 's.tramiteId')
			.selectAll('s')
			.where('f.folio', '=', folio)
			.execute()
		expect(sellos).toHaveLength(2)
		for (const sello of sellos) {
			expect(readFileSync(join(carpeta, sello.rol, 'cadena.txt'))).toEqual(Buffer.from(sello.cadena, 'utf8'))
			expect(readFileSync(join(carpeta, sello.rol, 'sello.bin')).toString('base64')).toBe(sello.sello)
			expect(readFileSync(join(carpeta, sello.rol, 'ocsp.der')).toString('base64')).toBe(sello.ocsp)
			expect(texto(`${sello.rol}/momentos.txt`)).toContain(`\nsellado=${sello.momento}\n`)
		}
	})

	test('es determinista: otra vez, los mismos bytes; y quedó anotado con la huella de su MANIFIESTO', async () => {
		const otra = mesa.sacar(folio)
		expect(correr('diff', ['-r', carpeta, otra])).toEqual({ codigo: 0, dicho: '' })
		const anotadas = await mesa.base.db
			.selectFrom('bitacora')
			.select(['quien', 'detalle'])
			.where('acto', '=', 'sacar-evidencia')
			.where('objeto', '=', `folio:${folio}`)
			.execute()
		const manifiesto = mesa.deps.huella(readFileSync(join(carpeta, 'MANIFIESTO')))
		expect(anotadas.map(({ quien, detalle }) => [quien, JSON.parse(detalle)])).toEqual([
			['operador', { manifiesto }],
			['operador', { manifiesto }],
		])
	})

	describe.runIf(hayJueces)('según openssl y xmllint', () => {
		test('verificar.sh: todo está bien, también desde otra carpeta y de sólo lectura', () => {
			const { codigo, dicho } = verificar(carpeta)
			expect(dicho).not.toContain('MAL')
			expect(dicho).toContain('Todo está bien.')
			expect(codigo).toBe(0)
			for (const rol of ['plantel', 'estatal']) {
				expect(dicho).toContain(`${rol}/sello.bin: es el sello de ${rol}/cadena.txt`)
				expect(dicho).toContain(`${rol}/dec.xml: lo que dice es lo sellado`)
				expect(dicho).toContain(`${rol}/ocsp.der: el SAT dice que no estaba revocado`)
				expect(dicho).toContain(`${rol}/ocsp.der: quien respondió estaba en vigor`)
			}
			expect(dicho).toContain('dec-sep.xml: lo que dice es lo sellado en estatal/cadena.txt')
		})

		test('las órdenes del LEEME, tal como están escritas, dicen lo que el LEEME promete', () => {
			const leeme = texto('LEEME.txt')
			const pasos = leeme.slice(leeme.indexOf('PASO POR PASO'))
			const ordenes = pasos
				.split('\n')
				.filter((renglon) => renglon.startsWith('    '))
				.join('\n')
			for (const rol of ['plantel', 'estatal']) {
				const guion = ordenes.replace(/D=\w+/, `D=${rol}`)
				const { codigo, dicho } = correr('sh', ['-eu', '-c', guion], { cwd: carpeta })
				expect([codigo, dicho]).toEqual([0, dicho])
				for (const dice of [
					'Verified OK',
					`${rol}/certificado.pem: OK`,
					'Response verify OK',
					`${rol}/certificado.pem: good`,
					`${rol}/dec.xml validates`,
				]) {
					expect(dicho).toContain(dice)
				}
			}
		})

		describe('cuando el SAT no contestó al sellar', () => {
			const despues = (horas: number): Instante =>
				new Date(Date.parse(mesa.deps.reloj()) + horas * 3_600_000).toISOString() as Instante
			const sinRespuesta = async () => {
				const [id = ''] = await mesa.confirmados(1)
				mesa.sat.fallas.modo = 'mas-tarde'
				await mesa.sellarYa(DIRECTOR_TOLUCA, [id])
				mesa.sat.fallas.modo = 'normal'
				const { noCertificado } = await mesa.base.db
					.selectFrom('sello')
					.select('noCertificado')
					.where('tramiteId', '=', id)
					.executeTakeFirstOrThrow()
				return { folio: await mesa.folioDe(id), noCertificado }
			}
			const recomprobar = async (noCertificado: string, revocado: Instante | null): Promise<void> => {
				const cuando = despues(5)
				if (revocado) mesa.sat.revocados.push({ serie: noCertificado, desde: new Date(revocado) })
				await recomprobarRevocacion({
					...mesa.deps,
					reloj: () => cuando,
					consultarRevocacion: mesa.consultarEn(cuando),
				})(noCertificado)
				mesa.sat.revocados.length = 0
			}

			test('y todavía no se sabe: se dice, y no es un mal', async () => {
				const { folio: suyo, noCertificado } = await sinRespuesta()
				const { codigo, dicho } = verificar(mesa.sacar(suyo))
				expect(dicho).toContain('aviso · plantel: al sellar, el SAT no contestó')
				expect(codigo).toBe(0)
				await recomprobar(noCertificado, null)
			})

			test.each([
				['seguía vigente', null, 0, 'el SAT dice que no estaba revocado'],
				['se revocó después de sellar', 1, 0, 'se revocó después de sellar'],
				['se revocó antes de sellar', -1, 1, 'se revocó ANTES de sellar'],
			] as const)('después se supo que %s', async (_, horas, codigo, dice) => {
				const { folio: suyo, noCertificado } = await sinRespuesta()
				await recomprobar(noCertificado, horas === null ? null : despues(horas))
				const corrida = verificar(mesa.sacar(suyo))
				expect(corrida.dicho).toContain(`plantel/ocsp-posterior.der: ${dice}`)
				expect(corrida.codigo).toBe(codigo)
			})
		})

		test('con un solo sello, y con los de un intento anterior aparte', async () => {
			const [id = ''] = await mesa.confirmados(1)
			await mesa.sellarYa(DIRECTOR_TOLUCA, [id])
			const suyo = await mesa.folioDe(id)
			const solo = mesa.sacar(suyo)
			expect(archivosDe(solo).filter((ruta) => ruta.startsWith('estatal/'))).toEqual([])
			expect(verificar(solo)).toMatchObject({ codigo: 0 })
			const otraVez = { intento: 2, estado: 'nombre-confirmado' } as const
			await mesa.base.db.updateTable('tramite').set(otraVez).where('id', '=', id).execute()
			await mesa.sellarYa(DIRECTOR_TOLUCA, [id])
			await mesa.sellarYa(DIRECTOR_MEX, [id])
			const dos = mesa.sacar(suyo)
			expect(archivosDe(dos)).toContain('anteriores/intento-1-plantel/sello.bin')
			const { codigo, dicho } = verificar(dos)
			expect(dicho).toContain('anteriores/intento-1-plantel/sello.bin: es el sello de')
			expect(codigo).toBe(0)
		})
	})
})
