import { AHORA } from '../../db/escena.ts'
import type { Caso, Ruta } from '../ruta.ts'

let usados = 0

/** El lote de un certificado de Toluca que quedó en cuarentena, con su archivo guardado. */
const apartado = async ({ mundo }: Caso): Promise<{ readonly lote: string; readonly id: string }> => {
	const { lotes } = mundo.mesa
	const { db } = lotes.base
	const [tramiteId = ''] = await lotes.agregarTramites(1, { estado: 'autorizado' })
	const id = `apartado-${(usados += 1)}`
	const { sha256, bytes } = await mundo.mesa.deps.almacen.guardar(new TextEncoder().encode(id))
	await db
		.insertInto('lote')
		.values({
			...{ id, entidadId: 'mex', estado: 'cerrado', nombreArchivo: `${id}.zip`, sha256: id, mensaje: null },
			...{ numeroLote: id, creado: AHORA, enviado: AHORA, actualizado: AHORA },
		})
		.execute()
	await db
		.insertInto('loteCertificado')
		.values({
			loteId: id,
			tramiteId,
			archivo: 'x.xml',
			xml: '',
			estado: 'cuarentena',
			descripcion: 'Cambió.',
		})
		.execute()
	await db
		.insertInto('cuarentena')
		.values({
			...{ id, loteId: id, tramiteId, numeroLote: id, archivo: 'x.xml', razon: 'Cambió.', sha256, bytes },
			...{ momento: AHORA, resuelta: null, resolucion: null },
		})
		.execute()
	return { lote: id, id }
}

/** Lo que SEP devolvió y no se creyó lo ve la nación (11). */
export const RUTAS_DE_CUARENTENA: readonly Ruta[] = [
	{
		metodo: 'GET',
		ruta: '/api/lotes/:id/cuarentena',
		actos: ['ver-cuarentena'],
		ajeno: 'sin-permiso',
		pedir: async (caso) => ({ ruta: `/api/lotes/${(await apartado(caso)).lote}/cuarentena` }),
	},
	{
		metodo: 'POST',
		ruta: '/api/lotes/:id/repedir',
		actos: ['repedir-lote'],
		ajeno: 'sin-permiso',
		pedir: async (caso) => ({
			ruta: `/api/lotes/${(await apartado(caso)).lote}/repedir`,
			cuerpo: { razon: 'SEP dice que ya lo corrigió.' },
		}),
	},
	{
		metodo: 'POST',
		ruta: '/api/cuarentena/:id',
		actos: ['bajar-cuarentena'],
		ajeno: 'sin-permiso',
		pedir: async (caso) => ({ ruta: `/api/cuarentena/${(await apartado(caso)).id}`, cuerpo: {} }),
	},
]
