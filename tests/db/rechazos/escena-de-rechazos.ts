/** Lo que las pruebas de rechazos comparten: la DSE, y rechazos puestos tal cual, sin pasar por COSFAC. */
import type { Almacen, Base } from '../../../bff/application/ports.ts'
import { AHORA, type Escena } from '../escena.ts'

/** Aquí nadie adjunta nada. */
export const SIN_ARCHIVOS: Almacen = {
	guardar: () => Promise.reject(new Error('Esta prueba no guarda archivos.')),
	leer: () => Promise.reject(new Error('Esta prueba no lee archivos.')),
	borrar: () => Promise.reject(new Error('Esta prueba no borra archivos.')),
}

export const sembrarDse = async ({ db }: Base): Promise<void> => {
	await db
		.insertInto('persona')
		.values({
			...{ id: 'p-dse', tid: null, oid: null, correo: 'dse@conalep.edu.mx', nombre: 'Irma', perfil: 'dse' },
			...{ primerApellido: 'Inventada', segundoApellido: null, curp: null, idCargo: null, cargo: null },
			...{ entidadId: null, plantelId: null },
		})
		.execute()
}

let lotes = 0

/** Un lote de Toluca con un certificado rechazado por cada texto; los trámites quedan rechazados. Devuelve sus ids. */
export const rechazarCon = async (
	escena: Escena,
	textos: readonly string[],
	enviado: string = AHORA,
): Promise<string[]> => {
	const { db } = escena.base
	const ids = await escena.agregarTramites(textos.length)
	const loteId = `rechazado-${(lotes += 1)}`
	await db
		.insertInto('lote')
		.values({
			...{ id: loteId, entidadId: 'mex', estado: 'cerrado', nombreArchivo: `${loteId}.zip`, sha256: loteId },
			...{ numeroLote: null, mensaje: null, creado: enviado, enviado, actualizado: enviado },
		})
		.execute()
	for (const [i, descripcion] of textos.entries()) {
		const tramiteId = ids[i] ?? ''
		await db
			.insertInto('loteCertificado')
			.values({ loteId, tramiteId, archivo: `${tramiteId}.xml`, xml: '', estado: 'rechazado', descripcion })
			.execute()
		await db
			.updateTable('tramite')
			.set({ estado: 'rechazado', razon: descripcion })
			.where('id', '=', tramiteId)
			.execute()
	}
	return ids
}
