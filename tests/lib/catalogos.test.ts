import { describe, expect, test } from 'vitest'
import { direccionDe, leerDireccion } from '../../src/lib/catalogos/direccion.ts'
import { etiqueta } from '../../src/lib/catalogos/etiquetas.ts'
import { CATALOGOS } from '../../bff/application/catalogos/definiciones.ts'

describe('la dirección de un catálogo', () => {
	test('ida y vuelta; lo de omisión no se escribe', () => {
		for (const vista of [
			{ busca: '', rige: 'hoy', pagina: 1 },
			{ busca: 'peña & cía', rige: 'todas', pagina: 7 },
		] as const) {
			const direccion = direccionDe('/nacional/catalogos/cargo', vista)
			expect(leerDireccion(new URL(direccion, 'http://x').searchParams)).toEqual(vista)
		}
		expect(direccionDe('/a', { busca: '', rige: 'hoy', pagina: 1 })).toBe('/a')
	})

	test('lo que no se entiende es lo de omisión', () => {
		const rara = new URLSearchParams({ pagina: '-3', rige: 'ayer', busca: 'x'.repeat(500) })
		expect(leerDireccion(rara)).toEqual({ busca: 'x'.repeat(100), rige: 'hoy', pagina: 1 })
	})
})

test('ningún encabezado se enseña con guiones bajos ni en mayúsculas corridas', () => {
	for (const { columnas } of Object.values(CATALOGOS)) {
		for (const { nombre } of columnas) {
			if (['CCT', 'IEMS'].includes(nombre)) continue
			expect(etiqueta(nombre)).toMatch(/^[A-ZÁÉÍÓÚÑ][a-záéíóúñ ]+$/)
		}
	}
})
