/** Las palabras que en un nombre no se escriben como las demás (17). Todas en minúsculas. */

/** Preposiciones españolas y las que llevan los apellidos de fuera: «Da Silva», «Van der Linden», «Von Humboldt». */
export const PREPOSICIONES: ReadonlySet<string> = new Set(
	'de del da das di do dos du des della dal dalla dei van von vom der den ter und zu zum zur ibn bin bint'.split(
		' ',
	),
)

/** Sólo son partícula detrás de una preposición: «de la», «de los». */
export const ARTICULOS: ReadonlySet<string> = new Set(['la', 'las', 'los', 'el'])

const CONJUNCIONES: ReadonlySet<string> = new Set(['y', 'e', 'i'])

/** Si la palabra es de las que unen: preposición, artículo o conjunción. Espera minúsculas. */
export const esParticula = (palabra: string): boolean =>
	PREPOSICIONES.has(palabra) || ARTICULOS.has(palabra) || CONJUNCIONES.has(palabra)

/** VI, XI, IX y LI no están: son apellidos chinos y mayas. */
export const NUMEROS_ROMANOS: ReadonlySet<string> = new Set(['II', 'III', 'IV', 'VII', 'VIII'])

/** Lo que sigue a Mac en los apellidos que sí llevan mayúscula adentro. Macías, Macedo o Machado no son de éstos. */
const TRAS_MAC: ReadonlySet<string> = new Set(
	`alister allister arthur bride carthy cormack cormick dermott donald donnell dougall dowell duff ewen farland farlane
	gillivray gowan grath gregor guire innes intosh intyre kinley kinney kinnon lachlan laren laughlin lean lellan leod
	mahon manus millan mullen nab namara naughton neil neill nicol phail pherson quarrie quarie queen sweeney swiney
	taggart tavish vicar williams`.split(/\s+/),
)

/** Si es un apellido escocés o irlandés de los que se escriben «MacGregor». Espera minúsculas. */
export const esMac = (palabra: string): boolean =>
	palabra.startsWith('mac') && TRAS_MAC.has(palabra.slice('mac'.length))
