import { expect, test } from 'vitest'
import { rutaPropia } from '../../src/lib/regreso.ts'

const ORIGEN = 'https://egreso.example'

test('se vuelve a una pantalla propia, con sus filtros', () => {
	expect(rutaPropia('/plantel/egresados?regla=g', ORIGEN)).toBe('/plantel/egresados?regla=g')
})

test.each([
	['otro sitio', 'https://malo.example/plantel'],
	['otro sitio sin esquema', '//malo.example/plantel'],
	['otro sitio con diagonal invertida', '/\\malo.example/plantel'],
	['otro sitio con salto de renglón', '/\n/malo.example'],
	['un programa', 'javascript:alert(1)'],
	['la misma entrada', '/entrar?volver=/plantel'],
	['nada', ''],
	['sin dato', null],
])('no se vuelve a %s', (_que, texto) => {
	expect(rutaPropia(texto, ORIGEN)).toBeNull()
})
