import { AHORA } from '../../db/escena.ts'
import type { Caso, Ruta } from '../ruta.ts'

let usados = 0

/** Un lote de Toluca en ese estado, con un certificado y un envío de hace un mes. */
const lote = async ({ mundo }: Caso, estado: string, enLote: string) => {
	const { lotes } = mundo.mesa
	const { db } = lotes.base
	const [tramiteId = ''] = await lotes.agregarTramites(1, { estado: 'enviado' })
	const id = `por-decidir-${(usados += 1)}`
	const salio = new Date(Date.parse(AHORA) - 30 * 24 * 3_600_000).toISOString()
	await db
		.insertInto('lote')
		.values({
			...{ id, entidadId: 'mex', estado, nombreArchivo: `${id}.zip`, sha256: id, mensaje: null },
			...{ numeroLote: null, creado: salio, enviado: salio, actualizado: salio },
		})
		.execute()
	await db
		.insertInto('loteCertificado')
		.values({
			loteId: id,
			tramiteId,
			archivo: `${id}.xml`,
			xml: '',
			estado: enLote,
			descripcion: 'Ya hay otro.',
		})
		.execute()
	await db
		.insertInto('envioLote')
		.values({
			...{ loteId: id, vez: 1, nombreArchivo: `${id}.zip`, sha256: id, salio, piso: null },
			...{ desenlace: 'saliendo', numeroLote: null, mensaje: null, sabido: null },
		})
		.execute()
	await db.updateTable('envioLote').set({ desenlace: 'desconocido' }).where('loteId', '=', id).execute()
	return { id, tramiteId }
}

const negada = async (caso: Caso): Promise<{ readonly id: string; readonly folioDigital: string }> => {
	const { id, tramiteId } = await lote(caso, 'comprobado', 'sobrante')
	const { db } = caso.mundo.mesa.base
	const folioDigital = `sobrante-${id}`
	await db
		.insertInto('cancelacionSep')
		.values({
			...{ folioDigital, tramiteId, intento: 1, loteId: id, numeroLote: '1', estado: 'pendiente', xml: '' },
			...{ razon: 'Sobra.', codigo: null, mensaje: null, pedida: AHORA, sabida: null },
		})
		.execute()
	await db
		.updateTable('cancelacionSep')
		.set({ estado: 'negada' })
		.where('folioDigital', '=', folioDigital)
		.execute()
	return { id, folioDigital }
}

const DECIDE: Pick<Ruta, 'metodo' | 'actos' | 'ajeno'> = {
	metodo: 'POST',
	actos: ['conciliar-lote'],
	ajeno: 'sin-permiso',
}

/** Lo que de un lote decide la DSE (11). */
export const RUTAS_DE_LOTES: readonly Ruta[] = [
	{
		...DECIDE,
		ruta: '/api/lotes/:id/numero',
		// Se le pregunta a COSFAC, que no lo tiene: no se cree lo que se diga.
		propio: 'lote-inexistente',
		pedir: async (caso) => ({
			ruta: `/api/lotes/${(await lote(caso, 'desconocido', 'enviado')).id}/numero`,
			cuerpo: { numero: '999999' },
		}),
	},
	{
		...DECIDE,
		ruta: '/api/lotes/:id/no-esta',
		pedir: async (caso) => ({
			ruta: `/api/lotes/${(await lote(caso, 'desconocido', 'enviado')).id}/no-esta`,
			cuerpo: { vez: 1, razon: 'Lo dijo COSFAC por teléfono.' },
		}),
	},
	{
		...DECIDE,
		ruta: '/api/lotes/:id/certificados/:tramiteId/rechazar',
		pedir: async (caso) => {
			const { id, tramiteId } = await lote(caso, 'cerrado', 'duplicado')
			return {
				ruta: `/api/lotes/${id}/certificados/${tramiteId}/rechazar`,
				cuerpo: { razon: 'El vigente es de papel.' },
			}
		},
	},
	{
		...DECIDE,
		ruta: '/api/lotes/:id/cancelaciones/:folioDigital/insistir',
		pedir: async (caso) => {
			const { id, folioDigital } = await negada(caso)
			return { ruta: `/api/lotes/${id}/cancelaciones/${folioDigital}/insistir` }
		},
	},
]
