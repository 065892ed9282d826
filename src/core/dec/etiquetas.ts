/**
 * Recorre un XML que solo tiene etiquetas y atributos, que es todo lo que un DEC tiene, y rechaza lo demás.
 *
 * Es propio y no de una biblioteca por dos razones: lo que aquí no existe (DTD, instrucciones, CDATA, comentarios,
 * entidades) no se puede leer de dos maneras; y al sellar un lote cada documento se lee, y un lector general
 * tardaba tanto como la firma. Todo lo que acepta es XML bien formado y dice lo mismo en cualquier lector: las
 * pruebas lo cotejan con saxes y con libxml2. Fuente: XML 1.0 (5.ª ed.) y Namespaces in XML 1.0.
 */

export type MotivoXml = 'xml-demasiado-grande' | 'xml-codificacion' | 'xml-mal-formado' | 'xml-prohibido'

/** Una etiqueta de apertura con sus espacios de nombres ya resueltos. */
export type Etiqueta = {
	readonly nombre: string
	readonly local: string
	readonly espacio: string
	/** Por nombre tal como está escrito; sin las declaraciones de espacio de nombres. */
	readonly atributos: ReadonlyMap<string, string>
	/** El espacio de un atributo con prefijo. */
	readonly espacioDe: (prefijo: string) => string | undefined
}

/** Quien recibe lo que se va encontrando. `negar` interrumpe, y no vuelve. */
type Oyente = {
	readonly abre: (etiqueta: Etiqueta, lugar: number) => void
	readonly cierra: (lugar: number) => void
	/** Texto entre etiquetas; `soloEspacio` si no es más que espacio en blanco. */
	readonly texto: (soloEspacio: boolean, lugar: number) => void
	readonly negar: (motivo: MotivoXml, que: string, lugar: number) => never
}

type Espacios = ReadonlyMap<string, string>

const NOMBRE = '[A-Za-z_][A-Za-z0-9_.-]*'
const S = '[ \\t\\r\\n]'
const DECLARACION = new RegExp(
	`<\\?xml${S}+version${S}*=${S}*(?:"([^"<]*)"|'([^'<]*)')` +
		`(?:${S}+encoding${S}*=${S}*(?:"([A-Za-z][\\w.-]*)"|'([A-Za-z][\\w.-]*)'))?` +
		`(?:${S}+standalone${S}*=${S}*(?:"(?:yes|no)"|'(?:yes|no)'))?${S}*\\?>`,
	'y',
)
const APERTURA = new RegExp(`<(${NOMBRE}(?::${NOMBRE})?)`, 'y')
const ATRIBUTO = new RegExp(`${S}+(${NOMBRE}(?::${NOMBRE})?)${S}*=${S}*(?:"([^"<]*)"|'([^'<]*)')`, 'y')
const FIN_DE_APERTURA = new RegExp(`${S}*(/?)>`, 'y')
const CIERRE = new RegExp(`</(${NOMBRE}(?::${NOMBRE})?)${S}*>`, 'y')
const SOLO_ESPACIO = new RegExp(`^${S}*$`)
const POR_NORMALIZAR = /[&\t\r\n]/
const REFERENCIA = /&(?:(lt|gt|amp|quot|apos)|#([0-9]+)|#x([0-9A-Fa-f]+));|&|\r\n|[\t\r\n]/g

const ESPACIO_XML = 'http://www.w3.org/XML/1998/namespace'
const ESPACIO_XMLNS = 'http://www.w3.org/2000/xmlns/'
const INICIALES: Espacios = new Map([['xml', ESPACIO_XML]])
const NOMBRADAS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Lo que XML 1.0 (producción 2, Char) deja fuera. */
// eslint-disable-next-line no-control-regex -- justo esos controles son los que se buscan
export const PROHIBIDO = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u

const caracter = (codigo: number): string | null => {
	if (!(codigo <= 0x10ffff)) return null
	const letra = String.fromCodePoint(codigo)
	return PROHIBIDO.test(letra) ? null : letra
}

/** El valor de un atributo como XML 1.0 §3.3.3 lo define; null si trae una referencia que no existe. */
const normalizar = (crudo: string): string | null => {
	if (!POR_NORMALIZAR.test(crudo)) return crudo
	let bueno = true
	const valor = crudo.replace(
		REFERENCIA,
		(todo: string, nombrada?: string, decimal?: string, hex?: string) => {
			if (nombrada !== undefined) return NOMBRADAS[nombrada] ?? ''
			const numero = decimal === undefined ? hex && Number.parseInt(hex, 16) : Number(decimal)
			if (typeof numero === 'number') {
				const letra = caracter(numero)
				bueno &&= letra !== null
				return letra ?? ''
			}
			bueno &&= todo !== '&'
			return ' '
		},
	)
	return bueno ? valor : null
}

/** Aplica una regla en un lugar; null si ahí no está. */
const aqui = (regla: RegExp, texto: string, lugar: number): RegExpExecArray | null => {
	regla.lastIndex = lugar
	return regla.exec(texto)
}

const partir = (nombre: string): readonly [prefijo: string, local: string] => {
	const corte = nombre.indexOf(':')
	return corte < 0 ? ['', nombre] : [nombre.slice(0, corte), nombre.slice(corte + 1)]
}

/** Si el código es de una letra ASCII. */
const esLetra = (codigo: number): boolean =>
	(codigo | 0x20) >= 0x61 && (codigo | 0x20) <= 0x7a && codigo < 0x80

/**
 * Dónde cierra su comilla un atributo escrito como los escribimos, ` nombre="valor"` sin nada que normalizar; -1 si
 * está escrito de otro modo, y entonces decide la regla. Lo que aquí pasa, la regla lo lee igual: sólo es más rápido.
 */
const finDeSencillo = (texto: string, lugar: number): number => {
	if (texto.charCodeAt(lugar) !== 0x20) return -1
	let i = lugar + 1
	while (esLetra(texto.charCodeAt(i))) i += 1
	if (i === lugar + 1 || texto.charCodeAt(i) !== 0x3d || texto.charCodeAt(i + 1) !== 0x22) return -1
	for (i += 2; i < texto.length; i += 1) {
		const codigo = texto.charCodeAt(i)
		if (codigo === 0x22) return i
		if (codigo < 0x20 || codigo === 0x26 || codigo === 0x3c) return -1
	}
	return -1
}

/** El nombre de una etiqueta que sólo lleva letras; null si trae algo más, y entonces decide la regla. */
const nombreSencillo = (texto: string, lugar: number): string | null => {
	let i = lugar
	while (esLetra(texto.charCodeAt(i))) i += 1
	const sigue = texto.charCodeAt(i)
	return i > lugar && (sigue === 0x20 || esRemate(sigue)) ? texto.slice(lugar, i) : null
}

/** Si el código es de `>` o `/`: donde una etiqueta de apertura acaba. */
const esRemate = (codigo: number): boolean => codigo === 0x3e || codigo === 0x2f

/** La de casi todas las etiquetas: nadie escribe en ella. */
const SIN_DECLARAR = new Map<string, string>()

/** Por qué lo que sigue a `<` no es una etiqueta: algo que XML tiene y un DEC no, o nada que XML tenga. */
const noEsEtiqueta = (texto: string, lugar: number, negar: Oyente['negar']): never => {
	if (texto.startsWith('<!--', lugar)) return negar('xml-prohibido', 'un comentario', lugar)
	if (texto.startsWith('<!DOCTYPE', lugar)) return negar('xml-prohibido', 'una DTD', lugar)
	if (texto.startsWith('<![CDATA[', lugar)) return negar('xml-prohibido', 'una sección CDATA', lugar)
	if (texto.startsWith('<?', lugar)) return negar('xml-prohibido', 'una instrucción de proceso', lugar)
	return negar('xml-mal-formado', '<', lugar)
}

/** Si Namespaces in XML permite esa declaración `xmlns`. */
const puedeDeclarar = (nombre: string, uri: string): boolean => {
	const prefijo = nombre === 'xmlns' ? '' : nombre.slice('xmlns:'.length)
	if (prefijo === 'xmlns' || uri === ESPACIO_XMLNS || (prefijo === 'xml') !== (uri === ESPACIO_XML))
		return false
	return prefijo === '' || uri !== ''
}

/** Los espacios en vigor con los que una etiqueta declara: una sola copia, aunque declare miles. */
const sumarEspacios = (heredados: Espacios, declarados: ReadonlyMap<string, string>): Espacios => {
	if (declarados.size === 0) return heredados
	const espacios = new Map(heredados)
	for (const [nombre, uri] of declarados)
		espacios.set(nombre === 'xmlns' ? '' : nombre.slice('xmlns:'.length), uri)
	return espacios
}

/** El primer atributo con prefijo sin declarar, o que con otro prefijo repite uno; null si no hay. */
const conPrefijoMalo = (claves: Iterable<string>, espacioDe: Etiqueta['espacioDe']): string | null => {
	const vistos = new Set<string>()
	for (const clave of claves) {
		if (!clave.includes(':')) continue
		const [prefijo, local] = partir(clave)
		const espacio = espacioDe(prefijo)
		const completo = `${espacio ?? ''} ${local}`
		if (espacio === undefined || vistos.has(completo)) return clave
		vistos.add(completo)
	}
	return null
}

type Apertura = {
	readonly nombre: string
	readonly fin: number
	readonly vacia: boolean
	readonly espacios: Espacios
}

const leerApertura = (texto: string, lugar: number, heredados: Espacios, oyente: Oyente): Apertura => {
	const { negar } = oyente
	const nombre = nombreSencillo(texto, lugar + 1) ?? aqui(APERTURA, texto, lugar)?.[1]
	if (nombre === undefined) return noEsEtiqueta(texto, lugar, negar)
	let fin = lugar + 1 + nombre.length
	const atributos = new Map<string, string>()
	let declarados = SIN_DECLARAR
	let conPrefijo = false
	while (!esRemate(texto.charCodeAt(fin))) {
		const comilla = finDeSencillo(texto, fin)
		const hallado = comilla < 0 ? aqui(ATRIBUTO, texto, fin) : null
		if (comilla < 0 && hallado === null) break
		const igual = texto.indexOf('=', fin)
		const clave = hallado === null ? texto.slice(fin + 1, igual) : (hallado[1] ?? '')
		const valor =
			hallado === null ? texto.slice(igual + 2, comilla) : normalizar(hallado[2] ?? hallado[3] ?? '')
		if (valor === null) return negar('xml-mal-formado', clave, fin)
		const esDeclaracion = clave === 'xmlns' || clave.startsWith('xmlns:')
		if (esDeclaracion && !puedeDeclarar(clave, valor)) return negar('xml-mal-formado', clave, fin)
		if (esDeclaracion && declarados === SIN_DECLARAR) declarados = new Map()
		const destino = esDeclaracion ? declarados : atributos
		const cuantos = destino.size
		// Si no creció, ya estaba: preguntarlo antes costaría otra búsqueda por atributo.
		if (destino.set(clave, valor).size === cuantos) return negar('xml-mal-formado', clave, fin)
		conPrefijo ||= hallado !== null && clave.includes(':')
		fin = hallado === null ? comilla + 1 : fin + hallado[0].length
	}
	const remate = aqui(FIN_DE_APERTURA, texto, fin)
	if (remate === null) return negar('xml-mal-formado', nombre, fin)
	const vigentes = sumarEspacios(heredados, declarados)
	const [prefijo, local] = partir(nombre)
	const espacio = vigentes.get(prefijo) ?? (prefijo === '' ? '' : null)
	if (espacio === null) return negar('xml-mal-formado', nombre, lugar)
	const espacioDe = (otro: string): string | undefined => vigentes.get(otro)
	const repetido = conPrefijo ? conPrefijoMalo(atributos.keys(), espacioDe) : null
	if (repetido !== null) return negar('xml-mal-formado', repetido, lugar)
	oyente.abre({ nombre, local, espacio, atributos, espacioDe }, lugar)
	return { nombre, fin: fin + remate[0].length, vacia: remate[1] === '/', espacios: vigentes }
}

/** Pasa la declaración XML, si la hay; devuelve dónde sigue el documento. */
const leerDeclaracion = (texto: string, negar: Oyente['negar']): number => {
	const inicio = texto.startsWith('\ufeff') ? 1 : 0
	if (!texto.startsWith('<?xml', inicio)) return inicio
	const declaracion = aqui(DECLARACION, texto, inicio)
	// `<?xml-stylesheet` también empieza así.
	if (declaracion === null)
		return /^[A-Za-z0-9_.:-]/.test(texto.slice(inicio + 5))
			? inicio
			: negar('xml-mal-formado', '<?xml', inicio)
	if ((declaracion[1] ?? declaracion[2]) !== '1.0') return negar('xml-mal-formado', 'version', inicio)
	const codificacion = declaracion[3] ?? declaracion[4]
	if (codificacion !== undefined && codificacion.toUpperCase() !== 'UTF-8') {
		return negar('xml-codificacion', codificacion, inicio)
	}
	return inicio + declaracion[0].length
}

/** Recorre el documento de principio a fin, avisando al oyente en orden. Termina normalmente solo si está bien formado. */
export const recorrerEtiquetas = (texto: string, oyente: Oyente): void => {
	const { negar } = oyente
	const malo = PROHIBIDO.exec(texto)
	if (malo !== null) negar('xml-mal-formado', 'un carácter que XML no admite', malo.index)
	const abiertas: { readonly nombre: string; readonly espacios: Espacios }[] = []
	let hayRaiz = false
	let lugar = leerDeclaracion(texto, negar)
	for (;;) {
		const siguiente = texto.indexOf('<', lugar)
		const fin = siguiente < 0 ? texto.length : siguiente
		if (fin > lugar) {
			const soloEspacio = SOLO_ESPACIO.test(texto.slice(lugar, fin))
			if (abiertas.length > 0) oyente.texto(soloEspacio, lugar)
			else if (!soloEspacio) negar('xml-mal-formado', 'texto fuera del documento', lugar)
			lugar = fin
		}
		if (siguiente < 0) break
		const actual = abiertas.at(-1)
		const cierre = texto.charCodeAt(lugar + 1) === 0x2f ? aqui(CIERRE, texto, lugar) : null
		if (cierre !== null) {
			if (cierre[1] !== actual?.nombre) negar('xml-mal-formado', cierre[1] ?? '', lugar)
			abiertas.pop()
			oyente.cierra(lugar)
			lugar += cierre[0].length
			continue
		}
		// Tras la raíz no cabe otra etiqueta.
		if (actual === undefined && hayRaiz) noEsEtiqueta(texto, lugar, negar)
		hayRaiz = true
		const {
			nombre,
			vacia,
			espacios,
			fin: tras,
		} = leerApertura(texto, lugar, actual?.espacios ?? INICIALES, oyente)
		if (vacia) oyente.cierra(lugar)
		else abiertas.push({ nombre, espacios })
		lugar = tras
	}
	if (abiertas.length > 0 || !hayRaiz) negar('xml-mal-formado', 'el documento está incompleto', texto.length)
}
