import { leerFecha } from './fecha.ts'
import { ok, rechazo, type Result } from './result.ts'

/*
 * El catálogo de ajustes: lo que la operación puede cambiar sin cambiar el programa. Un ajuste nuevo es un renglón aquí;
 * guardarlo, leerlo, mostrarlo y su historial ya están hechos. Una forma nueva (una fecha, una lista) es una variante de
 * `Forma`, y los `switch` sin `default` dicen qué falta.
 */

/** Qué admite un ajuste: un entero en un rango, una de varias opciones, o un día. */
type Forma =
	| {
			readonly clase: 'entero'
			/** Inclusive los dos. */
			readonly minimo: number
			readonly maximo: number
			/** «certificado», «certificados». */
			readonly unidad: readonly [uno: string, varios: string]
			readonly omision: number
	  }
	| {
			readonly clase: 'opcion'
			readonly opciones: readonly { readonly valor: string; readonly texto: string }[]
			readonly omision: string
	  }
	/** AAAA-MM-DD. */
	| { readonly clase: 'fecha'; readonly omision: string }

/** `nacional`: un solo valor para todos, lo fija la DSE. `entidad`: la DSE fija el de todos y cada entidad puede tener el suyo. */
type AmbitoDeAjuste = 'nacional' | 'entidad'

type DefinicionDeAjuste = {
	readonly forma: Forma
	readonly ambito: AmbitoDeAjuste
	/** El numeral de los lineamientos que lo pide. */
	readonly numeral: string
	readonly titulo: string
	/** Qué cambia en la operación, para quien lo fija. */
	readonly explica: string
}

const CATALOGO = {
	'inicio-nacional': {
		forma: { clase: 'fecha', omision: '2021-07-19' },
		ambito: 'nacional',
		numeral: '3, 14',
		titulo: 'Inicio del proceso a nivel nacional',
		explica:
			'Desde este día se cuentan los treinta que cada entidad tiene para mandar su carta responsiva a la DSE. Es el 19 de julio de 2021, salvo que la Secretaría de Servicios Institucionales disponga otro.',
	},
	'muestra-minimo': {
		forma: { clase: 'entero', minimo: 1, maximo: 100, unidad: ['certificado', 'certificados'], omision: 3 },
		ambito: 'entidad',
		numeral: '16',
		titulo: 'Muestra antes de sellar: mínimo',
		explica:
			'Cuántos certificados abre por lo menos cada director antes de sellar: tantos de los inusuales y otros tantos de los demás. Si hay menos, los abre todos.',
	},
	'muestra-porcentaje': {
		forma: { clase: 'entero', minimo: 0, maximo: 100, unidad: ['por ciento', 'por ciento'], omision: 2 },
		ambito: 'entidad',
		numeral: '16',
		titulo: 'Muestra antes de sellar: porcentaje',
		explica:
			'Qué parte de los inusuales, y qué parte de los demás, abre cada director antes de sellar, cuando es más que el mínimo.',
	},
	'revocacion-sin-respuesta': {
		forma: {
			clase: 'opcion',
			opciones: [
				{ valor: 'sellar', texto: 'Sellar ya y comprobar después' },
				{ valor: 'esperar', texto: 'Esperar a que el SAT responda' },
			],
			omision: 'sellar',
		},
		ambito: 'entidad',
		numeral: '16, 20',
		titulo: 'Si el SAT no dice si una e.firma está revocada',
		explica:
			'Si se sella ya, el sello queda con la nota «no se pudo comprobar» y se vuelve a preguntar al SAT hasta saberlo. Si se espera, el sello no se recibe hasta que el SAT responda.',
	},
	'folios-aviso': {
		forma: { clase: 'entero', minimo: 0, maximo: 5_000, unidad: ['folio', 'folios'], omision: 20 },
		ambito: 'entidad',
		numeral: '4',
		titulo: 'Aviso de que se acaban los folios',
		explica:
			'Cuando a un plantel le quedan de un modelo tantos folios o menos, se avisa al plantel y a su entidad para que le asigne otro rango.',
	},
	'libro-asientos-por-foja': {
		forma: { clase: 'entero', minimo: 1, maximo: 100, unidad: ['asiento', 'asientos'], omision: 20 },
		ambito: 'entidad',
		numeral: '8',
		titulo: 'Libro Electrónico: asientos por foja',
		explica:
			'Cuántos asientos lleva cada foja. Rige en cada plantel desde el siguiente volumen que abra; los volúmenes ya empezados no cambian.',
	},
	'libro-fojas-por-volumen': {
		forma: { clase: 'entero', minimo: 1, maximo: 1_000, unidad: ['foja', 'fojas'], omision: 200 },
		ambito: 'entidad',
		numeral: '8',
		titulo: 'Libro Electrónico: fojas por volumen',
		explica:
			'Cuántas fojas lleva cada volumen. Rige en cada plantel desde el siguiente volumen que abra; los volúmenes ya empezados no cambian.',
	},
	'calificacion-minima': {
		forma: {
			clase: 'entero',
			minimo: 5,
			maximo: 10,
			unidad: ['de calificación', 'de calificación'],
			omision: 7,
		},
		ambito: 'nacional',
		numeral: '6 c',
		titulo: 'Calificación mínima aprobatoria de un módulo',
		explica:
			'Con cuánto se da por aprobado un módulo al importar de SAE. Los lineamientos piden módulos aprobados y no dicen con cuánto. Rige en lo que se importe desde ahora; lo ya importado no cambia hasta que SAE vuelva a mandarlo.',
	},
	'lote-numeracion': {
		forma: {
			clase: 'opcion',
			opciones: [
				{ valor: 'crecientes', texto: 'Crecen: el que llega después lleva un número mayor' },
				{ valor: 'sin-orden', texto: 'No tienen orden' },
			],
			omision: 'crecientes',
		},
		ambito: 'nacional',
		numeral: '11',
		titulo: 'COSFAC: cómo numera los lotes',
		explica:
			'SEP no lo ha publicado. Si crecen, un lote cuya respuesta se perdió se busca solo por número; si no tienen orden, la DSE pregunta a COSFAC y dice aquí qué contestó.',
	},
	'lote-huecos': {
		forma: { clase: 'entero', minimo: 1, maximo: 200, unidad: ['número', 'números'], omision: 20 },
		ambito: 'nacional',
		numeral: '11',
		titulo: 'COSFAC: números que puede saltarse',
		explica:
			'Al buscar un lote, con cuántos números seguidos que no existen se da por terminada la búsqueda. Con muy pocos podría no hallarse uno que sí tienen, y enviarse dos veces.',
	},
	'lote-reenvios': {
		forma: { clase: 'entero', minimo: 0, maximo: 5, unidad: ['vez', 'veces'], omision: 1 },
		ambito: 'nacional',
		numeral: '11',
		titulo: 'COSFAC: envíos repetidos sin preguntar',
		explica:
			'Cuántas veces se envía otra vez, solo, un lote que se buscó y consta que COSFAC no tiene. Después lo decide la DSE. Con 0, siempre lo decide la DSE.',
	},
	'lote-estatus-inexistente': {
		forma: {
			clase: 'entero',
			minimo: -99,
			maximo: 9_999,
			unidad: ['es el estatus', 'es el estatus'],
			omision: 3,
		},
		ambito: 'nacional',
		numeral: '11',
		titulo: 'COSFAC: estatus de un lote que no existe',
		explica:
			'Con qué estatusLote contesta COSFAC cuando no tiene ese número. SEP no lo ha publicado. Si no es éste, un lote perdido nunca se da por no recibido y espera a la DSE.',
	},
	'lote-codigo-ya-cancelado': {
		forma: {
			clase: 'entero',
			minimo: -99,
			maximo: 9_999,
			unidad: ['es el código', 'es el código'],
			omision: 2,
		},
		ambito: 'nacional',
		numeral: '11',
		titulo: 'COSFAC: código de un certificado ya cancelado',
		explica:
			'Con qué código contesta COSFAC al cancelar un certificado que ya estaba cancelado. SEP no lo ha publicado. Con él se sabe que una cancelación sin respuesta sí se hizo.',
	},
	'renapo-a-la-vez': {
		forma: { clase: 'entero', minimo: 1, maximo: 50, unidad: ['pregunta', 'preguntas'], omision: 4 },
		ambito: 'nacional',
		numeral: '6 b',
		titulo: 'RENAPO: preguntas a la vez',
		explica:
			'Cuántas CURP se confrontan al mismo tiempo, entre todos los que confrontan. Más preguntas terminan antes; demasiadas hacen que RENAPO deje de contestar.',
	},
	'renapo-vigencia-dias': {
		forma: { clase: 'entero', minimo: 0, maximo: 3_650, unidad: ['día', 'días'], omision: 0 },
		ambito: 'nacional',
		numeral: '6 b',
		titulo: 'RENAPO: días que vale una respuesta',
		explica:
			'Pasados estos días se vuelve a preguntar por quien todavía no se carga; mientras RENAPO contesta, vale lo que dijo. Con 0, una respuesta vale mientras SAE no cambie los datos.',
	},
} as const satisfies Record<string, DefinicionDeAjuste>

export type ClaveAjuste = keyof typeof CATALOGO

/** Las claves, en el orden en que se muestran. */
export const CLAVES_DE_AJUSTE = Object.keys(CATALOGO) as ClaveAjuste[]

/** Cada ajuste con su forma, su numeral y cómo se explica. */
export const AJUSTES: Readonly<Record<ClaveAjuste, DefinicionDeAjuste>> = CATALOGO

type ValorDe<F> = F extends { readonly clase: 'entero' }
	? number
	: F extends { readonly clase: 'fecha' }
		? string
		: F extends { readonly opciones: readonly { readonly valor: infer V }[] }
			? V
			: never

/** El tipo del valor de cada ajuste: `number`, o la unión de sus opciones. */
export type ValorAjuste<C extends ClaveAjuste> = ValorDe<(typeof CATALOGO)[C]['forma']>

/** De dónde sale el valor que vale. */
export type OrigenDeAjuste = 'entidad' | 'nacional' | 'omision'

/** Si ese texto, venido de fuera, es la clave de un ajuste del catálogo. */
export const esClaveAjuste = (texto: string): texto is ClaveAjuste => Object.hasOwn(CATALOGO, texto)

/** El valor de omisión, el que vale mientras nadie lo fija. */
export const omisionDe = <C extends ClaveAjuste>(clave: C): ValorAjuste<C> =>
	CATALOGO[clave].forma.omision as ValorAjuste<C>

/** Un valor que cabe en su ajuste, o `ajuste-invalido` con la frase de lo que admite. */
export const leerValorAjuste = <C extends ClaveAjuste>(
	clave: C,
	crudo: unknown,
): Result<ValorAjuste<C>, 'ajuste-invalido'> => {
	const { forma } = AJUSTES[clave]
	return cabe(forma, crudo)
		? ok(crudo as ValorAjuste<C>)
		: rechazo('ajuste-invalido', { admite: admiteDe(forma) })
}

const cabe = (forma: Forma, crudo: unknown): boolean => {
	switch (forma.clase) {
		case 'entero':
			return (
				typeof crudo === 'number' && Number.isInteger(crudo) && crudo >= forma.minimo && crudo <= forma.maximo
			)
		case 'opcion':
			return forma.opciones.some(({ valor }) => valor === crudo)
		case 'fecha':
			return typeof crudo === 'string' && leerFecha(crudo).ok
	}
}

/** Qué admite, en una frase para quien lo escribe: «un número entero del 1 al 100». */
export const admiteDe = (forma: Forma): string => {
	switch (forma.clase) {
		case 'entero':
			return `un número entero del ${forma.minimo} al ${forma.maximo}`
		case 'opcion':
			return `una de las opciones: ${forma.opciones.map(({ texto }) => `«${texto}»`).join(', ')}`
		case 'fecha':
			return 'una fecha del calendario'
	}
}

const DIA = new Intl.DateTimeFormat('es-MX', { dateStyle: 'long', timeZone: 'UTC' })

/** Un valor como se lee en pantalla: «3 certificados», «Esperar a que el SAT responda». */
export const textoDeAjuste = (clave: ClaveAjuste, valor: string | number): string => {
	const { forma } = AJUSTES[clave]
	switch (forma.clase) {
		case 'entero':
			return `${valor} ${forma.unidad[valor === 1 ? 0 : 1]}`
		case 'opcion':
			return forma.opciones.find((una) => una.valor === valor)?.texto ?? String(valor)
		case 'fecha':
			return DIA.format(Date.parse(`${valor}T00:00:00Z`))
	}
}

/**
 * El que vale: el de la entidad, si no el nacional, si no el de omisión. Lo guardado que el catálogo de hoy ya no admite
 * no cuenta: un registro que no se borra no puede dejar sin ajuste al que manda.
 */
export const ajusteVigente = <C extends ClaveAjuste>(
	clave: C,
	guardados: { readonly entidad?: unknown; readonly nacional?: unknown },
): { readonly valor: ValorAjuste<C>; readonly origen: OrigenDeAjuste } => {
	for (const origen of ['entidad', 'nacional'] as const) {
		if (origen === 'entidad' && AJUSTES[clave].ambito === 'nacional') continue
		const leido = leerValorAjuste(clave, guardados[origen])
		if (leido.ok) return { valor: leido.valor, origen }
	}
	return { valor: omisionDe(clave), origen: 'omision' }
}
