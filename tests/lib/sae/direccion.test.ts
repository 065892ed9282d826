import { expect, test } from 'vitest'
import { direccionDe, grupoMirado, leerVista, rutaDe } from '../../../src/lib/sae/direccion.ts'
import { NADA } from './importaciones.ts'

const leer = (texto: string) => leerVista(new URLSearchParams(texto))

test('lo que la URL dice mal no se pide', () => {
	expect(leer('efecto=otro&cambios=-3&clase=<script>&errores=1e9')).toEqual({
		efecto: null,
		cambios: 1,
		clase: null,
		errores: 1,
	})
})

test('cambiar de grupo o de clase regresa a su primera página y deja lo otro donde estaba', () => {
	const vista = leer('efecto=reabre&cambios=3&clase=dato&errores=4')
	expect(direccionDe('/x', vista, { efecto: 'requisitos' })).toBe('/x?efecto=requisitos&clase=dato&errores=4')
	expect(direccionDe('/x', vista, { clase: null })).toBe('/x?efecto=reabre&cambios=3')
	expect(direccionDe('/x', vista, { efecto: 'reabre', cambios: 4 })).toContain('cambios=4')
	expect(direccionDe('/x', leer(''), {})).toBe('/x')
})

test('se mira el grupo pedido si tiene a alguien; si no, el que más pesa', () => {
	const cuentas = { ...NADA, cambios: 5, requisitos: 2 }
	expect(grupoMirado(cuentas, 'sin-tramite')).toBe('sin-tramite')
	expect(grupoMirado(cuentas, 'reabre')).toBe('requisitos')
	expect(grupoMirado(cuentas, null)).toBe('requisitos')
	expect(grupoMirado(NADA, null)).toBeNull()
})

test('la petición lleva su página y sólo el filtro que hay', () => {
	expect(rutaDe('a/b', 'errores', { pagina: 2, clase: null })).toBe(
		'/api/sae/importaciones/a%2Fb/errores?pagina=2',
	)
	expect(rutaDe('a', 'cambios', { pagina: 1, efecto: 'reabre' })).toMatch(/pagina=1&efecto=reabre$/)
})
