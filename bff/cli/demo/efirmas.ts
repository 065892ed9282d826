import { join } from 'node:path'
import { curpDe, llano } from './catalogo.ts'
import { type Autoridad, crearAutoridad } from '../../simuladores/autoridad/autoridad.ts'
import { emitirEfirma } from '../../simuladores/autoridad/efirma.ts'
import { PERSONAS } from '../../simuladores/mundo/catalogo.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'

/** La contraseña de todas las e.firmas de la demostración: la misma que la de las públicas de prueba del SAT. */
export const CONTRASENA = '12345678a'

const ANIO_MS = 365 * 86_400_000

/**
 * La autoridad de la demostración y una e.firma por director, por quien puede suplirlo y por quien resguarda los archivos, con la
 * forma exacta del SAT. También las que deben
 * negarse: vencida, de facturar (CSD) y la de otra persona es la de cualquier otro director.
 */
export const emitirEfirmas = async (opciones: {
	readonly carpeta: string
	readonly momento: Date
}): Promise<{ autoridad: Autoridad; carpetaEfirmas: string }> => {
	const autoridad = await crearAutoridad({
		carpeta: join(opciones.carpeta, 'autoridad'),
		momento: opciones.momento,
	})
	const carpetaEfirmas = join(opciones.carpeta, 'efirma')
	const firmantes = [
		...PERSONAS.filter((persona) => persona.idCargo !== null),
		// Quien resguarda los archivos firma la carta responsiva (14).
		...PERSONAS.filter((persona) => persona.perfil === 'escolares-estatal'),
	]
	const desde = new Date(opciones.momento.getTime() - ANIO_MS)
	const hasta = new Date(opciones.momento.getTime() + 3 * ANIO_MS)
	for (const [i, persona] of firmantes.entries()) {
		const curp = curpDe(persona)
		if (curp === null) continue
		const comun = {
			autoridad,
			carpeta: carpetaEfirmas,
			nombre: llano(nombreCompleto(persona)),
			rfc: `${curp.slice(0, 10)}AB${i}`,
			curp,
			contrasena: CONTRASENA,
			correo: persona.correo,
		}
		await emitirEfirma({
			...comun,
			nombreArchivo: persona.id,
			tipo: 'fiel',
			desde,
			hasta,
			serie: serie(1, i),
		})
		if (i > 0) continue
		await emitirEfirma({
			...comun,
			nombreArchivo: `${persona.id}-csd`,
			tipo: 'csd',
			desde,
			hasta,
			serie: serie(2, i),
		})
		await emitirEfirma({
			...comun,
			nombreArchivo: `${persona.id}-vencida`,
			tipo: 'fiel',
			desde: new Date(opciones.momento.getTime() - 5 * ANIO_MS),
			hasta: new Date(opciones.momento.getTime() - ANIO_MS),
			serie: serie(3, i),
		})
	}
	return { autoridad, carpetaEfirmas }
}

const serie = (clase: number, i: number): string => `9000100000090${clase}${String(i).padStart(6, '0')}`
