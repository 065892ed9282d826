import { describe, expect, test } from 'vitest'
import { conConsulta, conFiltros, consulta } from '../../src/lib/egresados/direccion.ts'

const de = (texto: string) => new URLSearchParams(texto)

describe('la lista de egresados en la URL', () => {
	test('cambiar un filtro regresa a la primera página', () => {
		expect(conFiltros('/plantel/egresados', de('pagina=4&regla=g'), { busca: 'Núñez' })).toBe(
			'/plantel/egresados?regla=g&busca=N%C3%BA%C3%B1ez',
		)
	})

	test('cambiar de página conserva los filtros, y la primera no se escribe', () => {
		expect(conFiltros('/x', de('regla=g&pagina=2'), { pagina: '3' })).toBe('/x?regla=g&pagina=3')
		expect(conFiltros('/x', de('regla=g&pagina=2'), { pagina: '1' })).toBe('/x?regla=g')
	})

	test('un valor vacío quita el filtro, y sin filtros no queda signo de interrogación', () => {
		expect(conFiltros('/x', de('situacion=emitido'), { situacion: '' })).toBe('/x')
		expect(conConsulta('/api/egresados', de(''))).toBe('/api/egresados')
	})

	test('a la petición no pasa lo que no es filtro, ni lo que está en blanco', () => {
		expect(consulta(de('ficha=secreta&busca=%20%20&plantel=p1')).toString()).toBe('plantel=p1')
	})
})
