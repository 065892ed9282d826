/**
 * El cofre: registros cifrados por clase y por persona, sobre un archivero. Todo lo que la app deja en el dispositivo
 * para usarlo sin red pasa por aquí.
 */
import type { Archivero, Fila, FilaAntigua } from './base.ts'
import { cifrar, descifrar, huellaDe } from './cifrado.ts'

/** Un registro por guardar. */
export type Nuevo = {
	readonly clase: string
	/** Id de la persona; null si no hay cuenta. */
	readonly de: string | null
	/** Qué lo hace único dentro de su clase y persona: guardarlo otra vez lo reemplaza. No se guarda en claro. */
	readonly unico: string
	/** Cabe en JSON. */
	readonly valor: unknown
	/** ISO; si falta, ahora. */
	readonly creado?: string
}

/** Un registro abierto. */
export type Registro = {
	readonly clave: string
	readonly clase: string
	/** Lo que ocupa cifrado. */
	readonly bytes: number
	readonly creado: string
	readonly valor: unknown
}

export type Cofre = {
	/** Lo de una clase y una persona, del más antiguo al más nuevo. Lo que no abre se omite. */
	readonly leer: (clase: string, de: string | null) => Promise<readonly Registro[]>
	/** Lo de una clase, de quien sea. */
	readonly leerTodo: (clase: string) => Promise<readonly Registro[]>
	/** Las filas de una clase sin abrirlas: cuántas son, desde cuándo, y de quién por su huella. */
	readonly mirar: (clase: string) => Promise<readonly Omit<Fila, 'iv' | 'cifra'>[]>
	/** Todo o nada. */
	readonly cambiar: (cambio: {
		readonly quitar?: readonly string[]
		readonly poner?: readonly Nuevo[]
	}) => Promise<void>
	readonly huellaDePersona: (id: string) => Promise<string>
}

/** Lo de la versión 1 en su forma de hoy; null si es de una clase que ya no existe. */
export type Relevo = (antigua: FilaAntigua) => Nuevo | null

const huellaDePersona = (id: string) => huellaDe('persona', id)

/** Un cofre sobre un archivero. La primera vez que se usa, releva lo que dejó la versión anterior. */
export const crearCofre = (deps: {
	readonly archivero: Archivero
	readonly ahora: () => string
	readonly relevo: Relevo
}): Cofre => {
	const { archivero, ahora, relevo } = deps

	const filaDe = async (llave: CryptoKey, nuevo: Nuevo): Promise<Fila> => {
		const { clase, unico } = nuevo
		const de = nuevo.de === null ? null : await huellaDePersona(nuevo.de)
		const sujeto = { clave: await huellaDe(clase, de ?? '', unico), clase, de }
		return { ...sujeto, creado: nuevo.creado ?? ahora(), ...(await cifrar(llave, sujeto, nuevo.valor)) }
	}
	const relevar = async () => {
		const antiguas = await archivero.antiguas()
		if (antiguas.length === 0) return
		const llave = await archivero.llave()
		for (const antigua of antiguas) {
			const nuevo = relevo(antigua)
			await archivero.relevar(antigua.clave, nuevo && (await filaDe(llave, nuevo)))
		}
	}
	let relevado: Promise<void> | null = null
	const alDia = () =>
		(relevado ??= relevar().catch((causa: unknown) => {
			relevado = null
			throw causa
		}))

	const filas = async (clase: string) => {
		await alDia()
		return [...(await archivero.filas(clase))].sort((a, b) =>
			a.creado < b.creado ? -1 : a.creado > b.creado ? 1 : 0,
		)
	}
	const abrir = async (cerradas: readonly Fila[]): Promise<readonly Registro[]> => {
		if (cerradas.length === 0) return []
		const llave = await archivero.llave()
		const abiertas = await Promise.allSettled(cerradas.map((fila) => descifrar(llave, fila)))
		return cerradas.flatMap(({ clave, clase, creado, cifra }, i) => {
			const abierta = abiertas[i]
			return abierta?.status === 'fulfilled'
				? [{ clave, clase, creado, bytes: cifra.byteLength, valor: abierta.value }]
				: []
		})
	}
	return {
		leer: async (clase, de) => {
			const suya = de === null ? null : await huellaDePersona(de)
			return abrir((await filas(clase)).filter((fila) => fila.de === suya))
		},
		leerTodo: async (clase) => abrir(await filas(clase)),
		mirar: async (clase) =>
			(await filas(clase)).map(({ clave, de, creado }) => ({ clave, clase, de, creado })),
		cambiar: async ({ quitar = [], poner = [] }) => {
			await alDia()
			if (poner.length === 0) return quitar.length > 0 ? archivero.cambiar({ quitar }) : undefined
			const llave = await archivero.llave()
			const nuevas: Fila[] = []
			// De uno en uno: mil certificados no caben dos veces en la memoria de un teléfono modesto.
			for (const nuevo of poner) nuevas.push(await filaDe(llave, nuevo))
			await archivero.cambiar({ quitar, poner: nuevas })
		},
		huellaDePersona,
	}
}
