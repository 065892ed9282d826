import { bytes, csv, fila } from '../../application/sae/archivo.ts'
import type { Caso, Ruta } from '../ruta.ts'

const SAE = '/api/sae/importaciones'

/** Una importación de Toluca ya revisada, con un renglón malo y un cambio. */
const revisada = async ({ mundo, recursos }: Caso): Promise<string> => {
	const { base, azar } = mundo.mesa.deps
	const id = azar.id()
	const encabezado = Object.keys(fila())
	await base.db
		.insertInto('importacion')
		.values({
			...{ id, archivo: 'sae.csv', sha256: '0'.repeat(64), momento: '2026-07-16T03:00:00.000Z' },
			...{ personaId: 'p-escolares-plantel', entidadId: 'mex', plantelId: 'toluca', estado: 'revisada' },
			...{ filas: 2, altas: 0, cambios: 1, conError: 1, errores: 1, vence: '2026-07-23T03:00:00.000Z' },
			columnas: JSON.stringify({ encabezado, muestra: [], propuesta: [] }),
			mapeo: '{}',
		})
		.execute()
	const { matriculaVista: matricula } = recursos
	await base.db
		.insertInto('importacionError')
		.values({
			...{ importacionId: id, orden: 0, linea: 2, clase: 'dato' },
			...{ columna: 'CURP', valor: 'X', razon: 'No es una CURP.' },
		})
		.execute()
	await base.db
		.insertInto('importacionCambio')
		.values({
			...{ importacionId: id, linea: 3, matricula, datos: '[]', efecto: 'sin-tramite', reconfronta: 0 },
			...{ tramiteId: null, estado: null, folio: null },
		})
		.execute()
	return id
}

/** Un plantel tiene pocas abiertas a la vez: las de antes se cierran. */
const cerrarAbiertas = ({ mundo }: Caso) =>
	mundo.mesa.deps.base.db
		.updateTable('importacion')
		.set({ estado: 'descartada' })
		.where('estado', 'in', ['subiendo', 'trayendo', 'revisando', 'revisada'])
		.execute()

const deUna = (metodo: string, resto: string, cuerpo?: unknown): Ruta => ({
	metodo,
	ruta: `${SAE}/:id${resto}`,
	actos: ['importar-sae'],
	ajeno: 'no-encontrado',
	pedir: async (caso) => ({
		ruta: `${SAE}/${await revisada(caso)}${resto}`,
		...(cuerpo === undefined ? {} : { cuerpo }),
	}),
})

/** Lo de otro plantel se contesta como lo que no existe. */
export const RUTAS_DE_SAE: readonly Ruta[] = [
	{
		metodo: 'POST',
		ruta: SAE,
		actos: ['importar-sae'],
		// Quien puede, sube lo suyo.
		ajeno: 'hecho',
		pedir: async (caso) => {
			await cerrarAbiertas(caso)
			return {
				ruta: SAE,
				cuerpo: bytes(csv([fila()])),
				encabezados: { 'content-type': 'application/octet-stream', 'x-archivo': 'sae.csv' },
			}
		},
	},
	{
		metodo: 'POST',
		ruta: '/api/sae/traer',
		actos: ['importar-sae'],
		ajeno: 'hecho',
		pedir: async (caso) => {
			await cerrarAbiertas(caso)
			return { ruta: '/api/sae/traer' }
		},
	},
	{
		metodo: 'GET',
		ruta: SAE,
		actos: ['importar-sae'],
		ajeno: 'no-se-ve',
		pedir: async (caso) => {
			await revisada(caso)
			return { ruta: SAE }
		},
		muestra: (cuerpo) =>
			(JSON.parse(cuerpo) as { filas: readonly { estado: string }[] }).filas.some(
				({ estado }) => estado === 'revisada',
			),
	},
	deUna('GET', ''),
	deUna('GET', '/errores'),
	deUna('GET', '/cambios'),
	deUna('GET', '/por-corregir.csv'),
	deUna('PUT', '/columnas', {
		columnas: Object.fromEntries(Object.keys(fila()).map((columna) => [columna, columna])),
	}),
	deUna('POST', '/aplicar', { soloBuenos: true }),
	deUna('DELETE', ''),
]
