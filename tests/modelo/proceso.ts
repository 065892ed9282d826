/**
 * Un BFF del modelo: el worker y los trabajos de verdad, con cada paso que da hacia afuera —la base, COSFAC, el almacén—
 * puesto en manos de quien lleva la corrida, que lo deja seguir, lo duerme o lo mata.
 */
import { comprimir } from '../../bff/adapters/cosfac/comprimido.ts'
import { huella } from '../../bff/adapters/huella.ts'
import type { Base, Cosfac } from '../../bff/application/ports.ts'
import { trabajoAvisarLote } from '../../bff/jobs/lotes/avisar-lote.ts'
import { trabajoCancelarSobrante } from '../../bff/jobs/lotes/cancelar-sobrante.ts'
import { trabajoConciliarLote } from '../../bff/jobs/lotes/conciliar-lote.ts'
import { trabajoConsultarLote } from '../../bff/jobs/lotes/consultar-lote.ts'
import { trabajoDescargarLote } from '../../bff/jobs/lotes/descargar-lote.ts'
import { trabajoEnviarLote } from '../../bff/jobs/lotes/enviar-lote.ts'
import { trabajoIntegrarLotes } from '../../bff/jobs/lotes/integrar-lotes.ts'
import { trabajoVigilarLotes } from '../../bff/jobs/lotes/vigilar-lotes.ts'
import { crearWorker } from '../../bff/jobs/worker.ts'
import type { Instante } from '#core/domain/fecha.ts'
import type { Suerte } from './azar.ts'

const MINUTO = 60_000
const HORA = 60 * MINUTO
const VIGILANCIA = 24 * HORA

/** Murió quien lo estaba haciendo. */
class Muerte extends Error {
	override readonly name = 'Muerte'
}

/** Un paso que espera permiso. */
export type Paso = {
	readonly proceso: Proceso
	listoEn: number
	readonly seguir: () => void
	readonly morir: () => void
}

export type Proceso = {
	vivo: boolean
	/** Si ya no tiene nada que correr por ahora. */
	ocioso: boolean
	/** Corre lo que ya toca. */
	readonly despertar: () => void
}

export type Entorno = {
	readonly base: Base
	readonly cosfac: Cosfac
	readonly suerte: Suerte
	readonly ahora: () => number
	readonly pasos: Paso[]
	/** Lo que falló sin que nadie lo matara: nada debería. */
	readonly quejas: string[]
}

export const nacer = ({ base, cosfac, suerte, ahora, pasos, quejas }: Entorno): Proceso => {
	const proceso: Proceso = {
		vivo: true,
		ocioso: true,
		despertar: () => {
			proceso.ocioso = false
			worker.correrPendientes().then(
				() => (proceso.ocioso = true),
				(error: unknown) => {
					proceso.ocioso = true
					if (proceso.vivo)
						quejas.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
				},
			)
		},
	}
	const permiso = (): Promise<void> =>
		new Promise((seguir, negar) => {
			const morir = (): void => negar(new Muerte())
			if (proceso.vivo) pasos.push({ proceso, listoEn: ahora(), seguir, morir })
			else morir()
		})
	/** Antes y después: se puede morir con la petición sin salir, y con la respuesta en la mano. */
	const conPermiso = async <T>(hacer: () => Promise<T>): Promise<T> => {
		await permiso()
		const hecho = await hacer()
		await permiso()
		return hecho
	}
	const reloj = (): Instante => new Date(ahora()).toISOString() as Instante
	const azar = { id: suerte.uuid, ficha: suerte.uuid, codigo: () => '000000' }
	const suBase: Base = { ...base, enTransaccion: (obra) => conPermiso(() => base.enTransaccion(obra)) }
	const deps = {
		base: suBase,
		reloj,
		azar,
		huella,
		comprimir,
		cosfac: {
			cargar: (envio: Parameters<Cosfac['cargar']>[0]) => conPermiso(() => cosfac.cargar(envio)),
			consultar: (numero: string) => conPermiso(() => cosfac.consultar(numero)),
			descargar: (numero: string) => conPermiso(() => cosfac.descargar(numero)),
			cancelar: (folio: string) => conPermiso(() => cosfac.cancelar(folio)),
		},
		almacen: {
			guardar: (bytes: Uint8Array) =>
				conPermiso(() => Promise.resolve({ sha256: huella(bytes), bytes: bytes.length })),
		},
		alEmitir: () => Promise.resolve(),
		enviarCorreo: () => conPermiso(() => Promise.resolve({ resultado: 'enviado' as const })),
		origen: 'https://egreso.example',
		sondeoMs: MINUTO,
		margenMs: 30 * MINUTO,
		vigilanciaMs: VIGILANCIA,
		barridoMs: 6 * HORA,
	}
	const worker = crearWorker({
		base: suBase,
		reloj,
		azar,
		suerte: suerte.uno,
		trabajos: [
			trabajoIntegrarLotes(deps),
			trabajoEnviarLote(deps),
			trabajoConsultarLote(deps),
			trabajoDescargarLote(deps),
			trabajoConciliarLote(deps),
			trabajoCancelarSobrante(deps),
			trabajoVigilarLotes(deps),
			trabajoAvisarLote(deps),
		],
		// Que se agoten los intentos de un trabajo no es falta si al final se aquieta: para eso está el barrido.
		avisar: ({ clase, razon }) => {
			if (proceso.vivo && /Error\b/.test(razon)) quejas.push(`${clase ?? 'worker'}: ${razon}`)
		},
	})
	return proceso
}
