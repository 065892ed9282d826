import { expect, test } from 'vitest'
import { fraseDeLugar } from '../../src/lib/egresados/reglas.ts'
import { carreraCorta, cuantos, fecha, fechaCorta, momento, tamano } from '../../src/lib/formato.ts'

test('los días no se recorren con la zona horaria', () => {
	expect(fecha('2026-01-01')).toBe('1 de enero de 2026')
	expect(fechaCorta('2026-12-31T23:59:59')).toContain('31')
})

test('los momentos se leen en hora del centro', () => {
	expect(momento('2026-07-16T05:30:00.000Z')).toMatch(/^15 jul 2026, 11:30/)
})

test('lo que no es fecha se muestra como vino', () => {
	expect([fecha('sin dato'), momento('ayer')]).toEqual(['sin dato', 'ayer'])
})

test('las cuentas llevan su plural y los tamaños su unidad', () => {
	expect([cuantos(1, 'folio', 'folios'), cuantos(1234, 'folio', 'folios')]).toEqual([
		'1 folio',
		'1,234 folios',
	])
	expect([tamano(12), tamano(1536), tamano(3 * 1024 * 1024)]).toEqual(['12 B', '1.5 KB', '3 MB'])
})

test('la carrera se abrevia sin perder su nombre', () => {
	expect(carreraCorta('Profesional Técnico-Bachiller en Informática')).toBe('PT-B en Informática')
	expect(carreraCorta('Informática')).toBe('Informática')
})

test('dónde se corrige, cuando hay varios lugares', () => {
	expect([fraseDeLugar('SAE'), fraseDeLugar('aquí'), fraseDeLugar('')]).toEqual([
		'Se corrige en SAE',
		'Se corrige aquí',
		'',
	])
	expect(fraseDeLugar('SAE, aquí')).toBe('Se corrige aquí o en SAE')
})
