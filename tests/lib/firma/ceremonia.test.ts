import { describe, expect, test } from 'vitest'
import { crearCeremonia, type Trabajador } from '../../../src/lib/firma/ceremonia.svelte.ts'
import type { AlWorker, DelWorker } from '../../../src/lib/firma/protocolo.ts'
import type { Sellar } from '../../../src/core/contract/sellado.ts'
import type { ResultadoLote } from '../../../src/core/contract/problema.ts'
import type { Desenlace } from '../../../src/lib/offline/cola.ts'
import { decDe, documentoDe, porSellar } from './certificados.ts'

const { mostrado: MOSTRADO } = documentoDe(porSellar(decDe()))
const DOCUMENTOS = ['t1', 't2', 't3'].map((tramiteId) => ({ tramiteId, xml: '', mostrado: MOSTRADO }))
const EFIRMA: DelWorker = {
	tipo: 'efirma',
	certificado: {
		archivo: 'a.cer',
		titular: 'Oscar Kala Haak',
		rfc: 'KAHO641101B39',
		noCertificado: '30001000000400002305',
		hasta: '2023-05-27T21:52:23.000Z',
		sirve: true,
	},
	llave: { archivo: 'a.key' },
	fallos: [],
	advertencias: [],
}

/** Un worker que la prueba mueve a mano, por la misma puerta por la que entra el de verdad. */
const preparar = (
	subir: (cuerpo: Sellar) => Promise<Desenlace<ResultadoLote>> = async ({ sellos }) => ({
		tipo: 'hecho',
		respuesta: { filas: sellos.map(({ tramiteId: id }) => ({ id, hecho: true })) },
	}),
) => {
	const recibidos: AlWorker[] = []
	const guardados: Sellar[] = []
	let muertos = 0
	let vivo: Trabajador | null = null
	const ceremonia = crearCeremonia({
		crearTrabajador: () =>
			(vivo = {
				postMessage: (mensaje) => void recibidos.push(mensaje),
				terminate: () => (muertos += 1),
				onmessage: null,
				onerror: null,
			}),
		curp: 'KAHO641101HNTLKS06',
		ahora: () => 0,
		traerAnclas: async () => null,
		ensayo: () => DOCUMENTOS.slice(0, 2),
		subir,
		guardar: async (cuerpo) => void guardados.push(cuerpo),
	})
	return {
		ceremonia,
		recibidos,
		guardados,
		decir: (mensaje: DelWorker) => vivo?.onmessage?.(new MessageEvent('message', { data: mensaje })),
		muertos: () => muertos,
	}
}
const unMomento = () => new Promise((seguir) => setTimeout(seguir, 5))
const llave = new File(['llave'], 'a.key')

describe('ceremonia del sellado', () => {
	test('elegir, escribir la contraseña, sellar y subir; al final el worker muere', async () => {
		const { ceremonia, decir, recibidos, muertos } = preparar()
		ceremonia.elegir([llave])
		await unMomento()
		decir(EFIRMA)
		ceremonia.sellar('secreta', DOCUMENTOS)
		expect(ceremonia.fase).toBe('abriendo')
		decir({ tipo: 'abierta', certificado: 'cer' })
		decir({ tipo: 'sellados', filas: [{ tramiteId: 't1', sello: 's1' }] })
		decir({ tipo: 'sellados', filas: [{ tramiteId: 't2', motivo: 'documento-alterado' }] })
		decir({ tipo: 'sellados', filas: [{ tramiteId: 't3', sello: 's3' }] })
		decir({ tipo: 'terminado' })
		await unMomento()
		expect(ceremonia.fase).toBe('terminada')
		expect(ceremonia.avance.cuenta).toEqual({ espera: 0, sellado: 0, recibido: 2, guardado: 0, fallo: 1 })
		expect(ceremonia.avance.fallos[0]?.frase).toMatch(/no coincide con los datos revisados/)
		expect(muertos()).toBe(1)
		expect(recibidos.map(({ tipo }) => tipo)).toEqual(['ensayar', 'archivos', 'sellar'])
		expect(recibidos[0]).toEqual({ tipo: 'ensayar', documentos: DOCUMENTOS.slice(0, 2) })
	})

	test('una contraseña incorrecta se dice y se puede intentar de nuevo sin elegir archivos', async () => {
		const { ceremonia, decir, muertos } = preparar()
		ceremonia.elegir([llave])
		await unMomento()
		decir(EFIRMA)
		ceremonia.sellar('mala', DOCUMENTOS)
		decir({ tipo: 'no-abre', motivo: 'contrasena-incorrecta', datos: {} })
		expect(ceremonia.fase).toBe('eligiendo')
		expect(ceremonia.falloDeContrasena).toMatch(/no abre esta llave/)
		expect(ceremonia.efirma?.llave?.archivo).toBe('a.key')
		expect(muertos()).toBe(0)
	})

	test('soltar a la mitad destruye el worker; lo sellado se sube y lo demás sigue en espera', async () => {
		const { ceremonia, decir, muertos } = preparar()
		ceremonia.elegir([llave])
		await unMomento()
		ceremonia.sellar('secreta', DOCUMENTOS)
		decir({ tipo: 'abierta', certificado: 'cer' })
		decir({ tipo: 'sellados', filas: [{ tramiteId: 't1', sello: 's1' }] })
		ceremonia.pausar()
		expect(ceremonia.fase).toBe('pausada')
		ceremonia.soltar('Por seguridad.')
		expect(muertos()).toBe(1)
		expect(ceremonia.efirma).toBe(null)
		await unMomento()
		expect(ceremonia.fase).toBe('terminada')
		expect(ceremonia.avance.cuenta).toMatchObject({ recibido: 1, espera: 2 })
	})

	test('sin red los sellos se guardan para después', async () => {
		const { ceremonia, decir, guardados } = preparar(async () => ({ tipo: 'despues' }))
		ceremonia.elegir([llave])
		ceremonia.sellar('secreta', DOCUMENTOS)
		decir({ tipo: 'abierta', certificado: 'cer' })
		decir({ tipo: 'sellados', filas: [{ tramiteId: 't1', sello: 's1' }] })
		decir({ tipo: 'terminado' })
		await unMomento()
		expect(guardados).toEqual([{ certificado: 'cer', sellos: [{ tramiteId: 't1', sello: 's1' }] }])
		expect(ceremonia.avance.cuenta.guardado).toBe(1)
	})

	test('un no a todo el grupo detiene el sellado: los demás tendrían el mismo', async () => {
		const { ceremonia, decir, recibidos } = preparar(async () => ({
			tipo: 'rechazado',
			frase: 'El SAT informa que este certificado está revocado.',
		}))
		ceremonia.sellar('secreta', DOCUMENTOS)
		decir({ tipo: 'abierta', certificado: 'cer' })
		decir({ tipo: 'sellados', filas: [{ tramiteId: 't1', sello: 's1' }] })
		await unMomento()
		expect(recibidos.at(-1)).toEqual({ tipo: 'cancelar' })
		expect(ceremonia.avance.fallos).toEqual([
			{ tramiteId: 't1', frase: 'El SAT informa que este certificado está revocado.' },
		])
	})

	test('si el worker falla, la llave se suelta y se dice qué hacer', () => {
		const { ceremonia, decir, muertos } = preparar()
		ceremonia.elegir([llave])
		decir({ tipo: 'falla' })
		expect(muertos()).toBe(1)
		expect(ceremonia.aviso).toMatch(/elija de nuevo sus archivos/)
		expect(ceremonia.fase).toBe('eligiendo')
	})
})
