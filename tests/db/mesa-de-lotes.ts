/** La mesa de sellos con una ventanilla de COSFAC por HTTP y los trabajos de los lotes (11), en un reloj que la prueba mueve. */
import { conectarCosfac } from '../../bff/adapters/cosfac/client.ts'
import { comprimir } from '../../bff/adapters/cosfac/comprimido.ts'
import { huella } from '../../bff/adapters/huella.ts'
import type { DepsDescargar } from '../../bff/application/lotes/descargar.ts'
import type { DepsEnviar } from '../../bff/application/lotes/enviar.ts'
import type { DepsIntegrar } from '../../bff/application/lotes/integrar.ts'
import type { Cosfac } from '../../bff/application/ports.ts'
import type { DepsCancelar } from '../../bff/application/lotes/cancelar-sobrante.ts'
import type { DepsConciliar } from '../../bff/application/lotes/conciliar.ts'
import { trabajoCancelarSobrante } from '../../bff/jobs/lotes/cancelar-sobrante.ts'
import { trabajoConciliarLote } from '../../bff/jobs/lotes/conciliar-lote.ts'
import { trabajoConsultarLote } from '../../bff/jobs/lotes/consultar-lote.ts'
import { trabajoDescargarLote } from '../../bff/jobs/lotes/descargar-lote.ts'
import { trabajoEnviarLote } from '../../bff/jobs/lotes/enviar-lote.ts'
import { trabajoIntegrarLotes } from '../../bff/jobs/lotes/integrar-lotes.ts'
import { crearWorker } from '../../bff/jobs/worker.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { abrirVentanilla, type Ventanilla } from '../adapters/cosfac/ventanilla.ts'
import { AHORA, enPlantel } from './escena.ts'
import { DIRECTOR_LERMA, DIRECTOR_MEX, DIRECTOR_TOLUCA, type Mesa, ponerMesa } from './mesa-de-sellos.ts'

export const HORA = 3_600_000

export type MesaDeLotes = Mesa & {
	/** Los trámites emitidos desde la última `nuevaVentanilla`, en el orden en que se avisó. */
	readonly emitidos: string[]
	readonly ventanilla: () => Ventanilla
	/** Cierra la anterior y abre otra, sin nada torcido. */
	readonly nuevaVentanilla: () => Promise<void>
	/** De aquí en adelante se habla con ese COSFAC y no con la ventanilla. */
	readonly apuntarA: (cosfac: Cosfac) => void
	readonly deps: Mesa['deps'] &
		DepsDescargar &
		DepsEnviar &
		DepsIntegrar &
		DepsConciliar &
		DepsCancelar & { readonly cosfac: Cosfac }
	/** Corre los trabajos que ya tocan y adelanta una hora, tantas vueltas. En la primera se envía; en la segunda, vuelve. */
	readonly correr: (vueltas?: number) => Promise<void>
	/** Trámites con los dos sellos. */
	readonly sellados: (cuantos: number, plantel?: 'toluca' | 'lerma') => Promise<string[]>
	readonly tramite: (id: string) => ReturnType<typeof leerTramite>
	readonly enLote: (id: string) => ReturnType<typeof leerEnLote>
}

/** Pone la mesa sobre una base nueva. Quien la pone llama `recoger`. */
export const ponerMesaDeLotes = async (destino: { readonly url: string }): Promise<MesaDeLotes> => {
	const mesa = await ponerMesa(destino)
	let ventanilla = await abrirVentanilla()
	let horas = 0
	const emitidos: string[] = []
	const credenciales = { usuario: 'u', password: 'p' }
	let otro: Cosfac | null = null
	const actual = (): Cosfac => otro ?? conectarCosfac({ url: ventanilla.url, credenciales, plazoMs: 3000 })
	const deps: MesaDeLotes['deps'] = {
		...mesa.deps,
		reloj: () => new Date(Date.parse(AHORA) + horas * HORA).toISOString() as Instante,
		comprimir,
		cosfac: {
			cargar: (envio) => actual().cargar(envio),
			consultar: (numero) => actual().consultar(numero),
			descargar: (numero) => actual().descargar(numero),
			cancelar: (folio) => actual().cancelar(folio),
		},
		almacen: { guardar: (bytes) => Promise.resolve({ sha256: huella(bytes), bytes: bytes.length }) },
		sondeoMs: 1,
		margenMs: HORA / 2,
		vigilanciaMs: 5 * HORA,
		alEmitir: (_, tramiteId) => {
			emitidos.push(tramiteId)
			return Promise.resolve()
		},
	}
	const trabajos = [
		trabajoIntegrarLotes(deps),
		trabajoEnviarLote(deps),
		trabajoConsultarLote(deps),
		trabajoDescargarLote(deps),
		trabajoConciliarLote(deps),
		trabajoCancelarSobrante(deps),
	]
	return {
		...mesa,
		deps,
		emitidos,
		ventanilla: () => ventanilla,
		apuntarA: (cosfac) => {
			otro = cosfac
		},
		nuevaVentanilla: async () => {
			await ventanilla.cerrar()
			ventanilla = await abrirVentanilla()
			emitidos.length = 0
		},
		correr: async (vueltas = 2) => {
			for (let i = 0; i < vueltas; i += 1) {
				const { base, azar } = mesa.deps
				await crearWorker({ base, reloj: deps.reloj, azar, trabajos }).correrPendientes()
				horas += 1
			}
		},
		sellados: async (cuantos, plantel = 'toluca') => {
			const ids = await mesa.confirmados(cuantos, plantel)
			const director = plantel === 'toluca' ? DIRECTOR_TOLUCA : DIRECTOR_LERMA
			await mesa.sellarComo({ ...director, ambito: enPlantel(plantel) }, ids)
			await mesa.sellarComo(DIRECTOR_MEX, ids)
			return ids
		},
		tramite: (id) => leerTramite(mesa, id),
		enLote: (id) => leerEnLote(mesa, id),
		recoger: async () => {
			await ventanilla.cerrar()
			await mesa.recoger()
		},
	}
}

const leerTramite = ({ base: { db } }: Mesa, id: string) =>
	db.selectFrom('tramite').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

/** El certificado dentro de su último lote. */
const leerEnLote = ({ base: { db } }: Mesa, id: string) =>
	db
		.selectFrom('loteCertificado as c')
		.innerJoin('lote as l', 'l.id', 'c.loteId')
		.selectAll('c')
		.select(['l.estado as estadoLote', 'l.id as lote', 'l.mensaje', 'l.numeroLote', 'l.nombreArchivo'])
		.where('c.tramiteId', '=', id)
		.orderBy('l.creado', 'desc')
		.executeTakeFirstOrThrow()
