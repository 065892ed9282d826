/*
 * Conciliar: saber si COSFAC tiene un lote cuya respuesta se perdió, sin poder preguntárselo por su nombre. COSFAC sólo
 * contesta por número, así que se pregunta por los números que pudo haberle dado. Que los números crezcan no es público
 * (es un ajuste): si no crecen, no se busca y lo dice una persona.
 */

/** Un envío, desde que se anota hasta que se sabe qué fue de él. */
export const DESENLACES_DE_ENVIO = [
	/** Anotado; está saliendo, o quien lo mandaba murió. */
	'saliendo',
	'aceptado',
	/** COSFAC lo negó al recibirlo: no lo tiene. */
	'negado',
	/** Consta que no salió. */
	'no-salio',
	'desconocido',
	/** Se buscó, o COSFAC lo dijo, y no lo tiene. Un envío que llegue tarde lo desmiente. */
	'no-lo-tienen',
	/** Se perdió la respuesta y se halló buscando. */
	'hallado',
] as const

export type DesenlaceDeEnvio = (typeof DESENLACES_DE_ENVIO)[number]

/** De ese envío todavía puede aparecer un lote en COSFAC. */
export const esIncierto = (desenlace: DesenlaceDeEnvio): boolean => {
	switch (desenlace) {
		case 'saliendo':
		case 'desconocido':
		case 'no-lo-tienen':
			return true
		case 'aceptado':
		case 'negado':
		case 'no-salio':
		case 'hallado':
			return false
	}
}

/**
 * Los envíos de los que todavía puede aparecer otro lote. Con uno solo que pudo llegar, el número que se halló es el suyo;
 * con más, un número hallado no dice de cuál es —puede ser otro del mismo, repetido en el camino—, y sólo deja de dudarse
 * del envío que COSFAC contestó.
 */
export const enviosEnDuda = <E extends { readonly desenlace: DesenlaceDeEnvio }>(
	envios: readonly E[],
): readonly E[] => {
	const pudieron = envios.filter(({ desenlace }) => desenlace !== 'negado' && desenlace !== 'no-salio')
	return pudieron.filter(({ desenlace }) =>
		pudieron.length > 1 ? desenlace !== 'aceptado' : esIncierto(desenlace),
	)
}

/** Qué resultó ser un número por el que se preguntó. `confuso`: trae cosas de este lote y cosas que no. */
export type Visto = 'nuestro' | 'ajeno' | 'confuso' | 'en-proceso' | 'inexistente'

/**
 * Clasifica lo que COSFAC dijo de un número. `nombres`, los archivos de su resultado, o `null` si todavía no lo hay. Los
 * nombres de los XML no se repiten entre lotes (llevan el folio y el intento): basta uno para reconocerlo.
 */
export const clasificar = (
	dicho: { readonly estatus: number; readonly nombres: readonly string[] | null },
	propios: ReadonlySet<string>,
	estatusInexistente: number,
): Visto => {
	if (dicho.nombres === null) return dicho.estatus === estatusInexistente ? 'inexistente' : 'en-proceso'
	if (dicho.nombres.length === 0) return 'inexistente'
	const suyos = dicho.nombres.filter((nombre) => propios.has(nombre)).length
	if (suyos === 0) return 'ajeno'
	return suyos === dicho.nombres.length ? 'nuestro' : 'confuso'
}

/** Cómo va una búsqueda: por dónde, cuántos inexistentes lleva seguidos, cuántos preguntó y de cuáles no supo. */
export type Busqueda = {
	readonly siguiente: bigint
	readonly seguidos: number
	readonly preguntados: number
	readonly hallados: readonly bigint[]
	readonly dudosos: readonly bigint[]
}

/** Hasta dónde se busca. */
type Alcance = {
	/** Inexistentes seguidos, después del mayor número conocido, con los que se da por terminado. */
	readonly huecos: number
	/** Preguntas, a lo más, en una vuelta: más que eso no se concluye solo. */
	readonly ventana: number
}

/** Desde el primer número que COSFAC pudo haber dado: el que sigue al mayor conocido cuando salió. */
export const empezarBusqueda = (piso: bigint): Busqueda => ({
	siguiente: piso + 1n,
	seguidos: 0,
	preguntados: 0,
	hallados: [],
	dudosos: [],
})

/**
 * El número por el que sigue preguntar, saltando los ya conocidos; `agotada` si después del mayor conocido ya hubo
 * bastantes inexistentes; `muy-larga` si hay que preguntar por más de los que caben.
 */
export const siguientePregunta = (
	busqueda: Busqueda,
	conocidos: ReadonlySet<bigint>,
	{ huecos, ventana }: Alcance,
): { readonly que: 'preguntar'; readonly busqueda: Busqueda } | { readonly que: 'agotada' | 'muy-larga' } => {
	let { siguiente, seguidos } = busqueda
	while (conocidos.has(siguiente)) {
		siguiente += 1n
		seguidos = 0
	}
	const queda = [...conocidos].some((numero) => numero > siguiente)
	if (seguidos >= huecos && !queda) return { que: 'agotada' }
	if (busqueda.preguntados >= ventana) return { que: 'muy-larga' }
	return { que: 'preguntar', busqueda: { ...busqueda, siguiente, seguidos } }
}

/** La búsqueda después de saber qué es el número por el que se preguntó. */
export const anotarVisto = (busqueda: Busqueda, visto: Visto): Busqueda => {
	const { siguiente: numero } = busqueda
	const base = {
		...busqueda,
		siguiente: numero + 1n,
		seguidos: visto === 'inexistente' ? busqueda.seguidos + 1 : 0,
		preguntados: busqueda.preguntados + 1,
	}
	switch (visto) {
		case 'nuestro':
			return { ...base, hallados: [...busqueda.hallados, numero] }
		case 'en-proceso':
		case 'confuso':
			return { ...base, dudosos: [...busqueda.dudosos, numero] }
		case 'ajeno':
		case 'inexistente':
			return base
	}
}

/** Cuántos números a cada lado del suyo se miran antes de cerrar un lote que se envió una sola vez. */
const VECINOS = 2n

/** Los vecinos de un número, sin los ya conocidos: si algo repitió la petición en el camino, cayó junto. */
export const vecinosDe = (numero: bigint, conocidos: ReadonlySet<bigint>): bigint[] => {
	const vecinos: bigint[] = []
	for (let n = numero - VECINOS; n <= numero + VECINOS; n += 1n) {
		if (n > 0n && !conocidos.has(n)) vecinos.push(n)
	}
	return vecinos
}

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/i

/**
 * El folio digital que SEP nombra al rechazar porque el alumno ya tiene un certificado vigente, o `null`. La frase no es
 * pública: se reconoce por el folio que trae dentro.
 */
export const folioQueYaVive = (descripcion: string): string | null =>
	UUID.exec(descripcion)?.[0]?.toLowerCase() ?? null

/** Qué hacer con un lote desconocido al que ya se le buscó. */
export type Conclusion = 'adoptar' | 'reenviar' | 'esperar' | 'pedir-persona'

/**
 * Qué sigue después de buscar (11). Se envía otra vez sólo si nada quedó en duda, ya pasó el margen desde que salió, y
 * quedan reenvíos; lo demás espera, o lo decide una persona.
 */
export const concluir = (visto: {
	readonly hallados: number
	readonly dudosos: number
	readonly termino: 'agotada' | 'muy-larga' | 'sin-respuesta'
	/** Pasó, desde que salió, más de lo que una petición tarda en llegar o perderse. */
	readonly pasoElMargen: boolean
	readonly quedanReenvios: boolean
}): Conclusion => {
	if (visto.hallados > 0) return 'adoptar'
	if (visto.termino === 'sin-respuesta') return 'esperar'
	if (visto.termino === 'muy-larga') return 'pedir-persona'
	if (visto.dudosos > 0 || !visto.pasoElMargen) return 'esperar'
	return visto.quedanReenvios ? 'reenviar' : 'pedir-persona'
}
