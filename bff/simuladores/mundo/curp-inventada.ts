import { digitoVerificador } from '#core/domain/curp.ts'

const CONSONANTES = /[BCDFGHJKLMNPQRSTVWXYZ]/
/** Palabras que RENAPO no deja quedar en las cuatro primeras letras: la segunda se cambia por X (extracto de la lista). */
const ALTISONANTES = new Set([
	'BUEI',
	'CACA',
	'CAGA',
	'COGE',
	'CULO',
	'FETO',
	'JOTO',
	'LOCO',
	'LOCA',
	'MAME',
	'MEAR',
	'MION',
	'MOCO',
	'MULA',
	'PEDO',
	'PENE',
	'PUTO',
	'QULO',
	'RATA',
	'RUIN',
])
const PARTICULAS = new Set(['DE', 'DEL', 'LA', 'LAS', 'LOS', 'Y', 'MC', 'VON', 'VAN', 'DA', 'DI'])

/**
 * Los primeros 16 caracteres de una CURP con las reglas del instructivo de RENAPO: letras de nombres (sin partículas,
 * Ñ como X, sin el José o María inicial), fecha, sexo, entidad y consonantes internas.
 */
const raizCurp = (datos: {
	readonly nombre: string
	readonly primerApellido: string
	readonly segundoApellido: string | null
	readonly nacimiento: string
	readonly sexo: 'H' | 'M'
	readonly entidad: string
}): string => {
	const primero = limpiar(datos.primerApellido)
	const segundo = datos.segundoApellido === null ? '' : limpiar(datos.segundoApellido)
	const nombre = nombrePropio(datos.nombre)
	const vocal = /[AEIOU]/.exec(primero.slice(1))?.[0] ?? 'X'
	const cuatro = `${primero.charAt(0) || 'X'}${vocal}${segundo.charAt(0) || 'X'}${nombre.charAt(0) || 'X'}`
	const letras = ALTISONANTES.has(cuatro) ? `${cuatro.charAt(0)}X${cuatro.slice(2)}` : cuatro
	const fecha = datos.nacimiento.replaceAll('-', '').slice(2)
	return `${letras}${fecha}${datos.sexo}${datos.entidad}${interna(primero)}${interna(segundo)}${interna(nombre)}`
}

const limpiar = (apellido: string): string => {
	const palabras = apellido
		.replace(/['-]/g, ' ')
		.split(' ')
		.filter((palabra) => !PARTICULAS.has(palabra))
	return (palabras[0] === 'O' ? palabras.join('') : (palabras[0] ?? apellido)).replaceAll('Ñ', 'X')
}

const nombrePropio = (nombre: string): string => {
	const palabras = nombre.split(' ').filter((palabra) => !PARTICULAS.has(palabra))
	const [primera = '', segunda] = palabras
	const usada = segunda !== undefined && ['JOSE', 'MARIA', 'J', 'MA'].includes(primera) ? segunda : primera
	return usada.replaceAll('Ñ', 'X')
}

const interna = (texto: string): string =>
	texto
		.slice(1)
		.split('')
		.find((letra) => CONSONANTES.test(letra)) ?? 'X'

/** La CURP entera: raíz, homonimia (dígito si nació antes de 2000, letra después) y dígito verificador. */
export const componerCurp = (
	datos: Parameters<typeof raizCurp>[0] & {
		/** 0 a 9: distingue homónimos. */
		readonly homonimia: number
	},
): string => {
	const diferenciador =
		datos.nacimiento < '2000' ? String(datos.homonimia) : 'ABCDEFGHIJ'.charAt(datos.homonimia)
	const sin = `${raizCurp(datos)}${diferenciador}`
	const digito = digitoVerificador(sin)
	if (digito === null) throw new Error(`La CURP inventada no tiene la forma debida: ${sin}`)
	return `${sin}${digito}`
}
