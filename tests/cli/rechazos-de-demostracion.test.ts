import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { RECHAZOS } from '../../bff/cli/demo/rechazos.ts'
import { interpretarRechazo, leerPatronDeRechazo } from '#core/domain/lotes/rechazo.ts'
import { exigir } from '#core/domain/result.ts'

const REGLAS = RECHAZOS.map(([clave = '', patron = '', , , , , orden = '']) => ({
	...{ clave, orden: Number(orden) },
	patron: exigir(leerPatronDeRechazo(patron)),
}))
const clave = (texto: string): string | undefined => interpretarRechazo(texto, REGLAS)?.clave

/** Todo lo que el COSFAC local dice al rechazar, sacado de donde lo dice. */
const DICHOS = ['revisar.ts', 'cosfac.ts'].flatMap((archivo) =>
	[
		...readFileSync(`bff/simuladores/cosfac/${archivo}`, 'utf8').matchAll(
			/(?:no\(|return |descripcion = )['`]((?:El|La|Un) [^'`]+)['`]/g,
		),
	].map(([, dicho = '']) => dicho.replace(/\$\{[^}]*\}/g, 'cualquier cosa')),
)

test('la demostración interpreta todo lo que el COSFAC local sabe decir', () => {
	expect(DICHOS.length).toBeGreaterThanOrEqual(12)
	// El nombre del archivo lo ponemos nosotros: eso no pasa.
	expect(DICHOS.filter((dicho) => dicho !== 'El archivo no es XML.' && clave(dicho) === undefined)).toEqual(
		[],
	)
})

test.each([
	["El XML no cumple con el esquema DecTerminacion 3.0: línea 1: attribute 'curp' no vale", 'esquema-curp'],
	["El XML no cumple con el esquema DecTerminacion 3.0: línea 1: attribute 'promedio'", 'esquema'],
	['El número de certificado del responsable no coincide con su certificado.', 'firma-certificado'],
	['El certificado del responsable no se encuentra vigente.', 'firma-no-vigente'],
])('«%s»: %s', (dicho, esperada) => {
	expect(clave(dicho)).toBe(esperada)
})
