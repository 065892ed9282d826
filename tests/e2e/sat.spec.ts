import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import Database from 'better-sqlite3'
import { entrar, type EgresoEnMarcha, ponerEnMarcha, salir } from './egreso.ts'
import { sellarTodo } from './pasos.ts'

/*
 * Las e.firmas públicas de prueba del SAT sellan de verdad, con el reloj puesto en una fecha en que valían; y lo que
 * queda guardado lo juzgan openssl y xmllint, que no son nuestros.
 */

const REFERENCIA = resolve('../shared/reference')
const SAT = join(REFERENCIA, 'efirma/sat-test')
const EN_2022 = '2022-05-10T15:00:00.000Z'

let egreso: EgresoEnMarcha

test.skip(
	!existsSync(SAT),
	'Falta ../shared/reference: sin las e.firmas de prueba del SAT esta historia no corre.',
)
test.beforeAll(async () => {
	if (!existsSync(SAT)) return
	egreso = await ponerEnMarcha({ RELOJ_INICIO: EN_2022, ANCLAS_DIR: join(REFERENCIA, 'efirma/ca-test') })
	// Los directores de la demostración toman la identidad de las personas de prueba del SAT.
	const base = new Database(join(egreso.carpeta, 'egreso.sqlite'))
	const cambiar = base.prepare(
		'update persona set nombre = ?, primer_apellido = ?, segundo_apellido = ?, curp = ? where id = ?',
	)
	cambiar.run('Oscar', 'Kala', 'Haak', 'KAHO641101HNTLKS06', 'mex-garzas-direccion')
	cambiar.run('Alba', 'Xkarajam', 'Méndez', 'XAMA620210MSLKNL04', 'mex-direccion')
	base.close()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

test('una e.firma de prueba del SAT sella en 2022, openssl verifica y COSFAC timbra', async ({ page }) => {
	test.setTimeout(180_000)
	const { origen, carpeta } = egreso
	await entrar(page, origen, /Beatriz Olmedo/)
	const par = (nombre: string) => [join(SAT, `${nombre}.cer`), join(SAT, `${nombre}.key`)] as const
	expect(await sellarTodo(page, [...par('pf-KAHO641101B39-fiel')])).toBe(12)
	await salir(page)
	await entrar(page, origen, /Armando Zepeda/)
	expect(await sellarTodo(page, [...par('pf-XAMA620210DQ5-fiel')])).toBe(12)

	const base = new Database(join(carpeta, 'egreso.sqlite'), { readonly: true })
	const sellos = base
		.prepare('select rol, certificado, cadena, sello from sello order by tramite_id, rol')
		.all() as Sello[]
	expect(sellos).toHaveLength(24)
	for (const uno of [sellos[0], sellos[1], sellos.at(-1)]) await verificarConOpenssl(uno)

	await expect(() => {
		const cuenta = base.prepare("select count(*) as n from tramite where estado = 'emitido'").get() as {
			n: number
		}
		expect(cuenta.n).toBe(12)
	}).toPass({ timeout: 60_000 })

	const [enviado] = base.prepare('select xml from lote_certificado limit 1').all() as { xml: string }[]
	const archivo = join(carpeta, 'enviado.xml')
	await writeFile(archivo, enviado?.xml ?? '')
	execFileSync('xmllint', ['--noout', '--schema', join(REFERENCIA, 'sep/DecTerminacion-3.0.xsd'), archivo])
	base.close()
})

type Sello = { rol: string; certificado: string; cadena: string; sello: string }

const verificarConOpenssl = async (sello: Sello | undefined): Promise<void> => {
	if (!sello) throw new Error('No hay sello que verificar')
	const carpeta = await mkdtemp(join(tmpdir(), 'egreso-sello-'))
	const en = (nombre: string) => join(carpeta, nombre)
	await writeFile(en('cer.der'), Buffer.from(sello.certificado, 'base64'))
	await writeFile(en('cadena.txt'), sello.cadena)
	await writeFile(en('sello.bin'), Buffer.from(sello.sello, 'base64'))
	execFileSync('openssl', [
		'x509',
		'-inform',
		'DER',
		'-in',
		en('cer.der'),
		'-pubkey',
		'-noout',
		'-out',
		en('publica.pem'),
	])
	const dicho = execFileSync('openssl', [
		...['dgst', '-sha256', '-verify', en('publica.pem')],
		...['-signature', en('sello.bin'), en('cadena.txt')],
	]).toString()
	expect(dicho.trim()).toBe('Verified OK')
	await rm(carpeta, { recursive: true })
}
