import { leerFecha } from './fecha.ts'
import { ok, rechazo, type Result } from './result.ts'

/** Clave Única de Registro de Población: 18 caracteres (RENAPO, Instructivo Normativo para la Asignación de la CURP). */
type Curp = string & { readonly __marca: 'Curp' }

/** Claves de entidad de nacimiento; `NE` es nacido en el extranjero. */
export const ENTIDADES_CURP =
	'AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS NE'.split(
		' ',
	)

const FORMA = new RegExp(
	`^[A-ZÑ][AEIOUX][A-ZÑ]{2}(\\d{2})(\\d{2})(\\d{2})[HMX](?:${ENTIDADES_CURP.join('|')})[B-DF-HJ-NP-TV-ZÑ]{3}([0-9A-Z])\\d$`,
)

/**
 * Lee una CURP por su forma: letras, una fecha que existe, sexo, entidad y consonantes. No exige el dígito
 * verificador: si la CURP existe, lo dice RENAPO (6 b); para comprobarlo está {@link digitoVerificador}.
 */
export const leerCurp = (texto: string): Result<Curp, 'curp-invalida'> => {
	const partes = FORMA.exec(texto)
	if (!partes || !leerFecha(fechaDe(partes)).ok) return rechazo('curp-invalida', { valor: texto })
	return ok(texto as Curp)
}

/** La homoclave (posición 17) dice el siglo: cifra hasta 1999, letra desde 2000. */
const fechaDe = (partes: RegExpExecArray): string => {
	const [, anio, mes, dia, homoclave = ''] = partes
	return `${/\d/.test(homoclave) ? '19' : '20'}${anio}-${mes}-${dia}`
}

const ALFABETO = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'

/**
 * El dígito verificador (posición 18) que corresponde a los primeros 17 caracteres: Σ índice(c[i])·(18−i), y el
 * complemento a diez. `null` si alguno no es del alfabeto o no son 17.
 */
export const digitoVerificador = (primeros17: string): string | null => {
	const indices = Array.from(primeros17, (letra) => ALFABETO.indexOf(letra))
	if (indices.length !== 17 || indices.includes(-1)) return null
	const suma = indices.reduce((total, indice, i) => total + indice * (18 - i), 0)
	return String((10 - (suma % 10)) % 10)
}

/** En qué puede no casar una CURP con los datos de su dueño. El orden es el de sus bits en {@link mascaraDeAvisos}. */
export const CLASES_DE_AVISO = ['digito', 'fecha', 'sexo', 'entidad', 'iniciales'] as const
type ClaseDeAviso = (typeof CLASES_DE_AVISO)[number]

/** Una diferencia: qué dice la CURP y qué se esperaba. No detiene a nadie: si la CURP es suya, lo decide RENAPO (6 b). */
type AvisoCurp = { readonly clase: ClaseDeAviso; readonly hallazgo: string }

export type DuenoDeCurp = {
	readonly nombre: string
	readonly primerApellido: string
	readonly segundoApellido: string | null
	readonly fechaNacimiento: string
	/** Nulos si SAE no los trae: entonces no se comparan. */
	readonly sexo: string | null
	readonly entidadNacimiento: string | null
}

/** Compara una CURP con los datos de SAE, conforme al instructivo de RENAPO. Sin avisos, casa en todo lo que se puede ver. */
export const revisarCurp = (curp: string, dueno: DuenoDeCurp): readonly AvisoCurp[] => {
	const partes = FORMA.exec(curp)
	if (!partes) return []
	const digito = digitoVerificador(curp.slice(0, 17))
	const [nacimiento, sexo, entidad] = [fechaDe(partes), curp.charAt(10), curp.slice(11, 13)]
	const letras = curp.slice(0, 4) + curp.slice(13, 16)
	const esperadas = letrasDe(dueno)
	const dichos: Record<ClaseDeAviso, string | null> = {
		digito:
			digito === curp.charAt(17)
				? null
				: `El dígito verificador es ${curp.charAt(17)} y por las demás posiciones debería ser ${digito ?? '?'}: puede haber una letra mal escrita.`,
		fecha:
			nacimiento === dueno.fechaNacimiento
				? null
				: `La CURP dice que nació el ${nacimiento} y SAE, el ${dueno.fechaNacimiento}.`,
		sexo:
			dueno.sexo === null || dueno.sexo === sexo ? null : `La CURP dice sexo ${sexo} y SAE, ${dueno.sexo}.`,
		entidad:
			dueno.entidadNacimiento === null || dueno.entidadNacimiento === entidad
				? null
				: `La CURP dice que nació en ${entidad} y SAE, en ${dueno.entidadNacimiento}.`,
		iniciales: esperadas.includes(letras)
			? null
			: `Las letras ${letras.slice(0, 4)} y ${letras.slice(4)} no son las de su nombre: se esperaban ${esperadas[0]?.slice(0, 4) ?? ''} y ${esperadas[0]?.slice(4) ?? ''}.`,
	}
	return CLASES_DE_AVISO.flatMap((clase) => {
		const hallazgo = dichos[clase]
		return hallazgo === null ? [] : [{ clase, hallazgo }]
	})
}

/** Los avisos en un entero, un bit por clase. */
export const mascaraDeAvisos = (avisos: readonly AvisoCurp[]): number =>
	avisos.reduce((mascara, { clase }) => mascara | (1 << CLASES_DE_AVISO.indexOf(clase)), 0)

/** Lo que el instructivo no toma en cuenta al formar las letras. */
const PARTICULAS = new Set('DA DAS DE DEL DER DI DIE DD EL LA LAS LE LES LOS MAC MC VAN VON Y'.split(' '))
const NOMBRES_QUE_CEDEN = new Set('JOSE J MARIA MA M'.split(' '))
/** Las palabras que RENAPO no deja formarse: la segunda letra se cambia por X (anexo del instructivo). */
const INCONVENIENTES = new Set(
	`BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA CULO FALO FETO GETA GUEI GUEY
	JETA JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE KOGI KOJA KOJE KOJI KOJO KOLA KULO LILO LOCA LOCO LOKA LOKO MAME MAMO
	MEAR MEAS MEON MIAR MION MOCO MOKO MULA MULO NACA NACO PEDA PEDO PENE PIPI PITO POPO PUTA PUTO QULO RATA ROBA ROBE
	ROBO RUIN SENO TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI WUEY`.split(/\s+/),
)

/**
 * Las siete letras que el nombre da: cuatro iniciales y tres consonantes. Con un signo dentro («D'AMICO») el
 * instructivo pone una X, y hay quien lo quita: valen las dos.
 */
const letrasDe = ({ nombre, primerApellido, segundoApellido }: DuenoDeCurp): readonly string[] => {
	const formas = ['X', ''].map((signo) => {
		const primero = palabraDe(primerApellido, signo)
		const segundo = palabraDe(segundoApellido ?? '', signo)
		const propio = nombreDe(nombre, signo)
		const vocal = /[AEIOU]/.exec(primero.slice(1))?.[0] ?? 'X'
		const cuatro = `${inicial(primero)}${vocal}${inicial(segundo)}${inicial(propio)}`
		const iniciales = INCONVENIENTES.has(cuatro) ? `${cuatro.charAt(0)}X${cuatro.slice(2)}` : cuatro
		return `${iniciales}${consonante(primero)}${consonante(segundo)}${consonante(propio)}`
	})
	return [...new Set(formas)]
}

const palabras = (texto: string, signo: string): readonly string[] =>
	texto
		.toUpperCase()
		.replaceAll('Ñ', 'X')
		.normalize('NFD')
		.replaceAll('N\u0303', 'X')
		.replace(/[\u0300-\u036f]/g, '')
		.split(/[\s-]+/)
		.map((palabra) => palabra.replace(/\.$/, '').replace(/[^A-Z]/g, signo))
		.filter((palabra) => palabra !== '')

const palabraDe = (apellido: string, signo: string): string => {
	const todas = palabras(apellido, signo)
	return todas.find((palabra) => !PARTICULAS.has(palabra)) ?? todas[0] ?? ''
}

const nombreDe = (nombre: string, signo: string): string => {
	const propias = palabras(nombre, signo).filter((palabra) => !PARTICULAS.has(palabra))
	const [primera = '', segunda] = propias
	return segunda !== undefined && NOMBRES_QUE_CEDEN.has(primera) ? segunda : primera
}

const inicial = (palabra: string): string => palabra.charAt(0) || 'X'
const consonante = (palabra: string): string => /[B-DF-HJ-NP-TV-Z]/.exec(palabra.slice(1))?.[0] ?? 'X'
