/**
 * Firmar sin red, visto desde la página: qué hay guardado en el teléfono, qué sellos esperan red y qué se respondió de
 * los que ya salieron.
 */
import { SvelteSet } from 'svelte/reactivity'
import { Anclas, PorSellar, type Sellar } from '#core/contract/sellado.ts'
import type { Sesion } from '#core/contract/sesion.ts'
import { obtener } from '../api.ts'
import { esDeRed } from '../error-api.ts'
import { ahora } from '../reloj.ts'
import { alVaciar, cola, guardados, resultados } from './dispositivo.ts'
import { esperarCascaron, fraseDeGuardado, pedirQueDure, SIN_CASCARON } from './espacio.ts'
import type { ResumenGuardado } from './guardado.ts'
import { marcarInsignia } from './insignia.ts'
import { SELLOS, type FilaDeResultado, type Nombrado, type SellosEnEspera } from './resultados.ts'
import { pedirSincronia } from './sincronia.ts'

export type SinRed = {
	/** Trámites con sello hecho aquí que espera red: no se vuelven a sellar. */
	readonly enEspera: ReadonlySet<string>
	/** Lo que se respondió de los que esperaban, hasta que la persona lo despacha. */
	readonly enviados: readonly FilaDeResultado[]
	/** Lo guardado en este teléfono; null si nada. */
	readonly resumen: ResumenGuardado | null
	/** ISO: la lista que se ve es la guardada entonces; null si es la del servidor. */
	readonly desde: string | null
	/** Hay sellos que esperan y la sesión terminó. */
	readonly pideEntrar: boolean
	/** El navegador puede borrar lo guardado si le falta espacio. */
	readonly puedePerderse: boolean
	/** Lo que espera sello en ese turno (16): del servidor o, sin red, lo guardado. Lanza `ErrorApi`. */
	readonly pedir: (senal: AbortSignal, turno?: string | null) => Promise<PorSellar>
	/** Las autoridades: del servidor o, sin red, las guardadas. Lanza `ErrorApi`. */
	readonly anclas: () => Promise<readonly string[]>
	/** Deja un grupo de sellos para cuando haya red. Lanza si el dispositivo no lo guarda. */
	readonly esperar: (cuerpo: Sellar, nombrar: (tramiteId: string) => Nombrado | undefined) => Promise<void>
	/** Guarda la lista; devuelve por qué no se pudo, en una frase, o null. */
	readonly guardar: (lista: PorSellar) => Promise<string | null>
	readonly borrar: () => Promise<void>
	/** Quita de lo guardado lo que ya no hace falta; al acabarse, lo borra. */
	readonly conservar: (siguen: (tramiteId: string) => boolean) => Promise<void>
	readonly despachar: () => Promise<void>
	readonly mirar: () => Promise<void>
	/** Mira ahora y cada vez que la cola se mueva; devuelve cómo dejar de hacerlo. */
	readonly vigilar: (alMoverse: () => void) => () => void
}

/** Lo de una persona en este dispositivo. Un almacenamiento negado se ve como si no hubiera nada. */
export const crearSinRed = (sesion: Sesion): SinRed => {
	const de = sesion.persona.id
	const enEspera = new SvelteSet<string>()
	let enviados = $state.raw<readonly FilaDeResultado[]>([])
	let resumen = $state.raw<ResumenGuardado | null>(null)
	let desde = $state.raw<string | null>(null)
	let pideEntrar = $state(false)
	let puedePerderse = $state(false)
	let total: number | null = null

	const insignia = () => {
		if (total !== null) marcarInsignia(total - enEspera.size)
	}
	const mirar = async () => {
		try {
			const [cargas, filas, guardado] = await Promise.all([
				cola.esperan(SELLOS, de),
				resultados.leer(de),
				guardados.resumen(de),
			])
			const ids = cargas.flatMap((carga) => (carga as SellosEnEspera).cuerpo.sellos)
			enEspera.clear()
			for (const { tramiteId } of ids) enEspera.add(tramiteId)
			enviados = filas
			resumen = guardado
		} catch {
			// Ventana privada o almacenamiento bloqueado: se firma igual, con red.
			enEspera.clear()
			resumen = null
		}
		if (enEspera.size === 0) pideEntrar = false
		insignia()
	}
	const conservar = async (siguen: (tramiteId: string) => boolean, turno?: string) => {
		await mirar()
		if (resumen === null) return
		// Lo que espera un turno no dice nada de lo que se guardó de otro.
		if (turno !== undefined && resumen.turno !== undefined && resumen.turno !== turno) return
		await guardados.conservar(de, siguen)
		await mirar()
		// Mientras un sello espere red se conserva la sesión: sin ella la cola no se vería al abrir sin internet.
		if (resumen.certificados === 0 && enEspera.size === 0) await borrar()
	}
	const borrar = async () => {
		await guardados.borrar()
		await mirar()
	}

	return {
		enEspera,
		get enviados() {
			return enviados
		},
		get resumen() {
			return resumen
		},
		get desde() {
			return desde
		},
		get pideEntrar() {
			return pideEntrar
		},
		get puedePerderse() {
			return puedePerderse
		},
		pedir: async (senal, turno = null) => {
			try {
				const consulta = turno === null ? '' : `?turno=${encodeURIComponent(turno)}`
				const lista = await obtener(`/api/sellado/pendientes${consulta}`, PorSellar, { senal })
				desde = null
				total = lista.total
				insignia()
				const esperan = new Set(lista.certificados.map(({ tramiteId }) => tramiteId))
				// De una lista recortada no se sabe qué dejó de esperar.
				if (lista.total <= lista.certificados.length) {
					void conservar((tramiteId) => esperan.has(tramiteId), lista.turno).catch(() => undefined)
				}
				return lista
			} catch (causa) {
				if (!esDeRed(causa)) throw causa
				const guardado = await guardados.leer(de).catch(() => null)
				// Lo guardado para firmar por un turno no se ofrece como si fuera de otro (16).
				if (guardado === null || (turno !== null && guardado.lista.turno !== turno)) throw causa
				desde = guardado.desde
				// Cerrar la app justo al sellar pudo dejar aquí lo que ya espera en la cola.
				void mirar()
					.then(() => conservar((tramiteId) => !enEspera.has(tramiteId)))
					.catch(() => undefined)
				return guardado.lista
			}
		},
		anclas: async () => {
			try {
				return (await obtener('/api/publico/anclas', Anclas)).certificados
			} catch (causa) {
				const guardado = esDeRed(causa) ? await guardados.leer(de).catch(() => null) : null
				if (guardado === null) throw causa
				return guardado.anclas
			}
		},
		esperar: async (cuerpo, nombrar) => {
			const nombres = cuerpo.sellos.flatMap(({ tramiteId }) => nombrar(tramiteId) ?? [])
			const carga: SellosEnEspera = { de, cuerpo, nombres }
			const unico = cuerpo.sellos.map(({ tramiteId }) => tramiteId).join()
			await cola.agregar({ clase: SELLOS, de, unico, carga })
			await pedirSincronia()
		},
		guardar: async (lista) => {
			try {
				if (!(await esperarCascaron())) return SIN_CASCARON
				const { certificados: anclas } = await obtener('/api/publico/anclas', Anclas)
				const desfase = ahora().getTime() - Date.now()
				await guardados.guardar({ sesion, lista, anclas, desfase })
				puedePerderse = !(await pedirQueDure())
			} catch (causa) {
				return fraseDeGuardado(causa)
			} finally {
				await mirar()
			}
			return null
		},
		borrar,
		conservar,
		despachar: async () => {
			await resultados.despachar(de)
			await mirar()
		},
		mirar,
		vigilar: (alMoverse) => {
			void mirar()
			// Lo que se ve es lo guardado y volvió la red: se pide lo de ahora.
			const alVolver = () => {
				if (desde !== null) alMoverse()
			}
			window.addEventListener('online', alVolver)
			const dejar = alVaciar(({ falta, salieron }) => {
				void mirar().then(() => {
					pideEntrar = falta === 'sesion' && enEspera.size > 0
					if (salieron > 0) alMoverse()
				})
			})
			return () => {
				window.removeEventListener('online', alVolver)
				dejar()
			}
		},
	}
}
