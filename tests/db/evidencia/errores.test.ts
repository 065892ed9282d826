/** Lo que `egreso evidencia` dice cuando no puede, y que no deja nada a medias. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enSqlite } from '../ambas.ts'
import { DIRECTOR_TOLUCA } from '../mesa-de-sellos.ts'
import { ponerMesaDeEvidencia, type MesaDeEvidencia } from './mesa-de-evidencia.ts'

enSqlite('evidencia que no se puede sacar', (abrir) => {
	let mesa: MesaDeEvidencia
	let folio: string
	let sinSellos: string
	beforeAll(async () => {
		mesa = await ponerMesaDeEvidencia(await abrir())
		const [sellado = '', confirmado = ''] = await mesa.confirmados(2)
		await mesa.sellarYa(DIRECTOR_TOLUCA, [sellado])
		folio = await mesa.folioDe(sellado)
		sinSellos = await mesa.folioDe(confirmado)
	})
	afterAll(() => mesa.recoger())

	let cuenta = 0
	const lugar = (): string => {
		cuenta += 1
		const ruta = join(mesa.temporal, `lugar-${cuenta}`)
		mkdirSync(ruta)
		return ruta
	}

	test.each(['CE2018', 'XX20180000001', '../../etc/passwd', ''])('un folio mal formado: «%s»', (malo) => {
		const salida = lugar()
		const { codigo, dicho } = mesa.evidencia(malo, '--salida', salida)
		expect([codigo, dicho]).toEqual([
			1,
			`«${malo}» no es un folio: se escribe CE, el modelo (2008 o 2018) y siete cifras, como CE20180000001.\n`,
		])
		expect(readdirSync(salida)).toEqual([])
	})

	test('uno que no se ha dado', () => {
		const { codigo, dicho } = mesa.evidencia('CE20089999999', '--salida', lugar())
		expect(codigo).toBe(1)
		expect(dicho).toContain('El folio CE20089999999 no se ha dado en esta base.')
	})

	test('uno sin sellos dice en qué va', () => {
		const { codigo, dicho } = mesa.evidencia(sinSellos, '--salida', lugar())
		expect(codigo).toBe(1)
		expect(dicho).toContain('todavía no tiene sellos: su trámite está «nombre-confirmado»')
	})

	test('la carpeta ya existe: no se toca', () => {
		const salida = lugar()
		mkdirSync(join(salida, `evidencia-${folio}`))
		writeFileSync(join(salida, `evidencia-${folio}`, 'mio.txt'), 'mío')
		const { codigo, dicho } = mesa.evidencia(folio, '--salida', salida)
		expect(codigo).toBe(1)
		expect(dicho).toContain('Muévala o bórrela')
		expect(readdirSync(join(salida, `evidencia-${folio}`))).toEqual(['mio.txt'])
		expect(readdirSync(salida)).toEqual([`evidencia-${folio}`])
	})

	test('donde no se puede escribir', () => {
		const salida = lugar()
		writeFileSync(join(salida, 'archivo'), '')
		const { codigo, dicho } = mesa.evidencia(folio, '--salida', join(salida, 'archivo', 'dentro'))
		expect(codigo).toBe(1)
		expect(dicho).toMatch(
			/No se pudo escribir .*: un tramo de la ruta no es una carpeta\. Diga otro lugar con --salida\./,
		)
		for (const ruta of [join(salida, 'no', 'existe'), '/proc/no-se-puede']) {
			const negada = mesa.evidencia(folio, '--salida', ruta)
			expect(negada.codigo).toBe(1)
			expect(negada.dicho).toContain('no existe la carpeta que la contiene. Diga otro lugar con --salida.')
		}
	})

	test('sin las autoridades de quien selló', () => {
		const salida = lugar()
		const ninguna = mesa.evidencia(folio, '--salida', salida, '--anclas', join(salida, 'no'))
		expect(ninguna.dicho).toMatch(
			/^No se pudieron leer las autoridades de .*: no existe\. Diga otra con --anclas\./,
		)
		const vacia = mesa.evidencia(folio, '--salida', salida, '--anclas', salida)
		expect(vacia.codigo).toBe(1)
		expect(vacia.dicho).toContain('no tiene certificados')
		writeFileSync(join(salida, 'raiz.cer'), mesa.autoridad.raiz)
		const aMedias = mesa.evidencia(folio, '--salida', salida, '--anclas', salida)
		expect(aMedias.codigo).toBe(1)
		expect(aMedias.dicho).toContain(
			'no están todas las autoridades del sello plantel: lo emitió «AC Egreso Demo»',
		)
		expect(readdirSync(salida)).toEqual(['raiz.cer'])
	})
})
