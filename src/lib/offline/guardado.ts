/**
 * Lo que un director pidió guardar en su teléfono para firmar sin internet: su lista, su sesión y las autoridades con
 * que se juzga su e.firma. Cifrado por trozos; caduca, y se borra al pedirlo, al salir, al entrar otra persona y al
 * terminar de sellarse.
 */
import * as v from 'valibot'
import { Sesion } from '#core/contract/sesion.ts'
import type { Cofre, Nuevo } from './cofre.ts'

/** Una semana: lo que dura una salida a un plantel sin red, y lo que iOS conserva de una página no instalada. */
export const DIAS_GUARDADO = 7

/** Certificados por registro: a unos 10 KB cada uno, medio mega que se cifra y se abre sin que la pantalla lo note. */
export const POR_TROZO = 50

const DIA_MS = 86_400_000
const CABECERA = 'guardado'
const TROZO = 'guardado-trozo'

/** Lo que esta parte necesita saber de una lista: lo demás del contrato se guarda y se devuelve tal cual. */
type Lista = {
	readonly certificados: readonly { readonly tramiteId: string }[]
	readonly total: number
	/** Como quién se iba a firmar (16). */
	readonly turno?: string | undefined
}

type Guardado<L extends Lista> = {
	readonly sesion: Sesion
	readonly lista: L
	/** Autoridades, DER en base64. */
	readonly anclas: readonly string[]
	/** Cuánto va el reloj del servidor delante del de este dispositivo, en milisegundos. */
	readonly desfase: number
}

/** Lo que se dice de lo guardado sin abrirlo todo. */
export type ResumenGuardado = {
	readonly persona: string
	readonly turno?: string | undefined
	readonly certificados: number
	/** ISO. */
	readonly desde: string
	readonly caduca: string
	readonly bytes: number
}

type Cabecera = {
	readonly sesion: Sesion
	/** La respuesta del servidor con todo lo suyo (rol, ajustes de la muestra), menos los certificados. */
	readonly lista: Lista
	readonly anclas: readonly string[]
	readonly desfase: number
	readonly trozos: number
	readonly certificados: number
}

type Guardados<L extends Lista> = {
	/** Reemplaza lo que hubiera, de quien fuera. Todo o nada; lanza el `DOMException` del navegador si no cabe. */
	readonly guardar: (guardado: Guardado<L>) => Promise<void>
	/** null si no hay, caducó o ya no se puede leer. */
	readonly leer: (de: string) => Promise<(Guardado<L> & { readonly desde: string }) | null>
	readonly resumen: (de: string) => Promise<ResumenGuardado | null>
	/** La sesión guardada, de quien sea, y su desfase: con ella se abre la app sin red. */
	readonly sesion: () => Promise<Pick<Guardado<L>, 'sesion' | 'desfase'> | null>
	/** Deja sólo los certificados que dice `siguen`. Sin ninguno queda la sesión, para ver la cola sin red. */
	readonly conservar: (de: string, siguen: (tramiteId: string) => boolean) => Promise<void>
	readonly borrar: () => Promise<void>
	/** Borra lo caducado y lo que no sea de esa persona. */
	readonly limpiar: (de: string | null) => Promise<void>
}

/** Lo guardado en un cofre. `ahora` en milisegundos, del reloj del dispositivo: sin red es el único que hay. */
export const crearGuardados = <L extends Lista>(deps: {
	readonly cofre: Cofre
	readonly ahora: () => number
	/** Con qué se comprueba una lista al leerla: la de una versión anterior puede decir otra cosa. */
	readonly esquema: v.GenericSchema<unknown, L>
}): Guardados<L> => {
	const { cofre, ahora, esquema } = deps
	const caduca = (creado: string) => Date.parse(creado) + DIAS_GUARDADO * DIA_MS
	const vigente = ({ creado }: { readonly creado: string }) => {
		// Un reloj que se atrasa no alarga lo guardado más allá de su plazo entero.
		const edad = ahora() - Date.parse(creado)
		return edad < DIAS_GUARDADO * DIA_MS && edad > -DIA_MS
	}

	const filas = async () => (await Promise.all([CABECERA, TROZO].map((clase) => cofre.mirar(clase)))).flat()
	const borrar = async () => cofre.cambiar({ quitar: (await filas()).map(({ clave }) => clave) })

	const poner = async ({ sesion, lista, anclas, desfase }: Guardado<L>, creado: string) => {
		const de = sesion.persona.id
		const trozos: Nuevo[] = []
		for (let desde = 0; desde < lista.certificados.length; desde += POR_TROZO) {
			const valor = lista.certificados.slice(desde, desde + POR_TROZO)
			trozos.push({ clase: TROZO, de, unico: String(trozos.length).padStart(4, '0'), valor, creado })
		}
		const valor: Cabecera = {
			sesion,
			lista: { ...lista, certificados: [] },
			anclas,
			desfase,
			trozos: trozos.length,
			certificados: lista.certificados.length,
		}
		await cofre.cambiar({
			quitar: (await filas()).map(({ clave }) => clave),
			poner: [...trozos, { clase: CABECERA, de, unico: '', valor, creado }],
		})
	}
	const cabeceraDe = async (de: string) => {
		const registro = (await cofre.leer(CABECERA, de)).filter(vigente).at(-1)
		return registro && { ...registro, valor: registro.valor as Cabecera }
	}
	const leer = async (de: string) => {
		const cabecera = await cabeceraDe(de)
		if (!cabecera) return null
		const trozos = (await cofre.leer(TROZO, de)).filter(({ creado }) => creado === cabecera.creado)
		const { sesion, anclas, desfase } = cabecera.valor
		const lista = v.safeParse(esquema, {
			...cabecera.valor.lista,
			certificados: trozos.flatMap(({ valor }) => valor as unknown[]),
		})
		// A medias no es una lista: falta un trozo, o es de una versión que decía otra cosa.
		const entera =
			lista.success &&
			trozos.length === cabecera.valor.trozos &&
			lista.output.certificados.length === cabecera.valor.certificados
		return entera ? { sesion, anclas, desfase, lista: lista.output, desde: cabecera.creado } : null
	}
	return {
		guardar: (guardado) => poner(guardado, new Date(ahora()).toISOString()),
		leer,
		resumen: async (de) => {
			const cabecera = await cabeceraDe(de)
			if (!cabecera) return null
			const trozos = await cofre.leer(TROZO, de)
			return {
				persona: cabecera.valor.sesion.persona.nombre,
				turno: cabecera.valor.lista.turno,
				certificados: cabecera.valor.certificados,
				desde: cabecera.creado,
				caduca: new Date(caduca(cabecera.creado)).toISOString(),
				bytes: trozos.reduce((suma, { bytes }) => suma + bytes, cabecera.bytes),
			}
		},
		sesion: async () => {
			const cabecera = (await cofre.leerTodo(CABECERA)).filter(vigente).at(-1)
			if (!cabecera) return null
			const { sesion, desfase } = cabecera.valor as Cabecera
			const leida = v.safeParse(Sesion, sesion)
			return leida.success ? { sesion: leida.output, desfase } : null
		},
		conservar: async (de, siguen) => {
			const guardado = await leer(de)
			if (!guardado) return
			const { lista, desde } = guardado
			const certificados = lista.certificados.filter(({ tramiteId }) => siguen(tramiteId))
			const fuera = lista.certificados.length - certificados.length
			if (fuera === 0) return
			await poner({ ...guardado, lista: { ...lista, certificados, total: lista.total - fuera } }, desde)
		},
		borrar,
		limpiar: async (de) => {
			const suya = de === null ? null : await cofre.huellaDePersona(de)
			const sobran = (await filas()).filter((fila) => !vigente(fila) || (suya !== null && fila.de !== suya))
			await cofre.cambiar({ quitar: sobran.map(({ clave }) => clave) })
		},
	}
}
