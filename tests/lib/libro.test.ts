import { expect, test } from 'vitest'
import { direccionDeFoja, filtrosDeLibro, soloFiltros } from '../../src/lib/folios/libro.ts'

test('de la dirección sólo pasa lo conocido y con valor', () => {
	const filtros = filtrosDeLibro(new URLSearchParams('plantel=toluca&volumen=&foja=2&otro=x&q= ana '))
	expect(filtros.toString()).toBe('plantel=toluca&foja=2&q=ana')
	expect(soloFiltros(filtros, ['plantel', 'volumen', 'foja']).toString()).toBe('plantel=toluca&foja=2')
	expect(soloFiltros(filtros, ['plantel', 'q']).toString()).toBe('plantel=toluca&q=ana')
})

test('la dirección de una foja lleva su plantel y, si se busca, el asiento', () => {
	expect(direccionDeFoja('/plantel/libro', { volumen: 2, foja: 3 })).toBe('/plantel/libro?volumen=2&foja=3')
	const hallado = { plantel: 'a&b', volumen: 1, foja: 1, folio: 'CE20180000001' }
	expect(direccionDeFoja('/nacional/libro', hallado)).toBe(
		'/nacional/libro?plantel=a%26b&volumen=1&foja=1&folio=CE20180000001',
	)
})
