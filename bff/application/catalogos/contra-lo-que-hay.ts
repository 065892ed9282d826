import type { Autor, Azar, Base, Huella, Lectura, Reloj } from '../ports.ts'
import { leerTablaEntera, type Tabla } from '../sae/lector/tabla-entera.ts'
import type { ErrorFila } from '../sae/tabla.ts'
import type { ImportacionCatalogo } from '#core/contract/catalogo.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso } from '#core/domain/rol.ts'
import { type Cambio, compararCatalogo, type Comparacion, repetidos } from './comparar.ts'
import {
	CATALOGOS,
	esNombreCatalogo,
	losQueNombran,
	type NombreCatalogo,
	referenciasDe,
} from './definiciones.ts'
import { detallar } from './detallar.ts'
import { leerFilas } from './leer-filas.ts'
import { erroresDeMudanza } from './mudanzas.ts'
import { erroresDesdeOtros, erroresHaciaOtros, type Todos } from './referencias.ts'
import { leerValores, type Valores } from './valores.ts'

export type DepsCatalogo = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
}

/** Quien importa: una persona de la nación, o el operador desde la terminal. */
type Importador = Exclude<Autor, { readonly egresado: string }>

/** Un archivo para un catálogo. */
export type OrdenDeCatalogo = {
	readonly actor: Importador
	readonly catalogo: string
	readonly archivo: string
	readonly bytes: Uint8Array
}

/** Lo que resulta de comparar un archivo con lo que hay. */
export type Mirada = {
	readonly cual: NombreCatalogo
	readonly sha256: string
	readonly filas: number
	readonly comparacion: Comparacion
	readonly errores: readonly ErrorFila[]
	/** Qué se vio: el archivo y lo que cambiaría sobre lo que había. */
	readonly vista: string
}

/** Cuántos errores se detallan; el total se dice aparte. */
const ERRORES_MAXIMOS = 500

/** Si puede, de qué catálogo es y la tabla que trae el archivo. */
export const abrir = async ({
	actor,
	catalogo,
	bytes,
}: OrdenDeCatalogo): Promise<Result<{ cual: NombreCatalogo; tabla: Tabla }, Motivo>> => {
	if ('perfil' in actor && !tienePermiso(actor.perfil, 'importar-catalogo')) {
		return rechazo('sin-permiso', { acto: 'importar-catalogo', perfil: actor.perfil })
	}
	if (!esNombreCatalogo(catalogo)) return rechazo('no-encontrado')
	const leido = await leerTablaEntera(bytes)
	return leido.ok ? ok({ cual: catalogo, tabla: leido.valor }) : leido
}

/** Compara la tabla con lo que hay en `db`: sus cambios y sus errores. No cambia nada. */
export const mirar = async (
	{ huella }: Pick<DepsCatalogo, 'huella'>,
	db: Lectura,
	{ bytes }: OrdenDeCatalogo,
	{ cual, tabla }: { readonly cual: NombreCatalogo; readonly tabla: Tabla },
): Promise<Mirada> => {
	const todos = new Map<NombreCatalogo, Valores>()
	for (const otro of new Set([cual, ...referenciasDe(cual).map(({ de }) => de), ...losQueNombran(cual)])) {
		todos.set(otro, await leerValores(db, otro))
	}
	const propios = todos.get(cual) ?? new Map()
	const leidas = leerFilas(cual, tabla, (de, por, valor) => claveDe(todos, de, por, valor))
	const comparacion = compararCatalogo(propios, leidas.filas)
	const quedarian: Valores = new Map([...propios, ...comparacion.quedan])
	const conEste: Todos = new Map([...todos, [cual, quedarian]])
	const { cambios } = comparacion
	const sha256 = huella(bytes)
	return {
		cual,
		sha256,
		filas: tabla.renglones.length,
		comparacion,
		errores: [
			...leidas.errores,
			...comparacion.errores,
			...erroresHaciaOtros(cual, cambios, conEste),
			...erroresDesdeOtros(cual, cambios, conEste),
			...(await erroresDeMudanza(db, cual, cambios, propios)),
			...CATALOGOS[cual].columnas
				.filter(({ unica }) => unica)
				.flatMap((columna) => repetidos(columna, quedarian, cambios)),
		],
		vista: huella(JSON.stringify([cual, sha256, cambios])),
	}
}

/** La clave de quien lleva ese dato: la CCT de un plantel, en cualquiera de sus vigencias. */
const claveDe = (todos: Todos, de: NombreCatalogo, por: string, valor: string): string | undefined => {
	for (const [clave, vigencias] of todos.get(de) ?? []) {
		if (vigencias.some(({ datos }) => datos[por] === valor)) return clave
	}
	return undefined
}

/** Cuántos cambios hay de cada clase. */
export const contar = (cambios: readonly Cambio[]) => {
	const de = (suceso: Cambio['suceso']) => cambios.filter((uno) => uno.suceso === suceso).length
	return { altas: de('alta'), cambios: de('cambio'), bajas: de('baja'), quitadas: de('quitada') }
}

/** Como la pantalla lo ve. */
export const informe = (
	{ cual, filas, comparacion, errores, vista }: Mirada,
	importado: boolean,
): ImportacionCatalogo => ({
	importado,
	filas,
	sinCambio: comparacion.sinCambio,
	...contar(comparacion.cambios),
	detalle: detallar(cual, comparacion.cambios),
	errores: [...errores].sort((a, b) => a.linea - b.linea).slice(0, ERRORES_MAXIMOS),
	totalErrores: errores.length,
	vista: errores.length > 0 ? null : vista,
})
