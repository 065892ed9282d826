/** Lo que la verificación le dice a la persona, en español de México. */
import type { FallaDec, MotivoEstructura } from '../dec/estructura.ts'
import type { MotivoDec, MotivoEsquema } from '../dec/leer.ts'

type Datos = Readonly<Record<string, string | number | boolean | null>>

const DEL_ESQUEMA = {
	'espacio-de-nombres': 'no es del espacio de nombres de la SEP',
	'elemento-desconocido': 'no pertenece a un DEC de terminación 3.0',
	'elemento-fuera-de-lugar': 'está repetido o fuera de su lugar',
	'elemento-faltante': 'hace falta',
	'atributo-desconocido': 'no pertenece a un DEC de terminación 3.0',
	'atributo-faltante': 'hace falta',
	'texto-sobrante': 'trae texto donde no va',
} as const satisfies Record<MotivoEsquema, string>

const DE_ESTRUCTURA = {
	'valor-faltante': 'hace falta',
	'valor-desconocido': 'no es un texto',
	'valor-vacio': 'está vacío',
	'valor-no-entero': 'no es un número entero',
	'valor-no-fecha': 'no es una fecha',
	'valor-no-fecha-hora': 'no es una fecha con hora',
	'valor-no-permitido': 'tiene un valor que la SEP no admite',
	'elemento-ausente': 'hace falta',
	'lista-vacia': 'hace falta al menos uno',
	'caracter-prohibido': 'trae un carácter que XML no admite',
} as const satisfies Record<MotivoEstructura, string>

/** Si el motivo es del esquema (el XML sí está bien formado) y no del XML mismo. */
export const esDelEsquema = (motivo: MotivoDec): motivo is MotivoEsquema => Object.hasOwn(DEL_ESQUEMA, motivo)

/** Por qué no se pudo leer el documento, con su lugar. */
export const fraseDeLectura = (motivo: MotivoDec, datos: Datos): string => {
	const lugar = datos['linea'] === undefined ? '' : ` (línea ${datos['linea']}, columna ${datos['columna']})`
	const que = String(datos['que'] ?? '').slice(0, 80)
	if (esDelEsquema(motivo)) return `No cumple el esquema de la SEP: «${que}» ${DEL_ESQUEMA[motivo]}${lugar}.`
	switch (motivo) {
		case 'xml-demasiado-grande':
			return 'El archivo es demasiado grande para ser un certificado electrónico.'
		case 'xml-codificacion':
			return 'El archivo no está en UTF-8 y no se puede leer.'
		case 'xml-mal-formado':
			return `El archivo no es un XML bien formado${lugar}.`
		case 'xml-prohibido':
			return `El XML trae ${que}, que un certificado electrónico no debe llevar${lugar}.`
	}
}

/** Una falla de la estructura, para decirla dentro de una frase. */
export const fraseDeFalla = ({ motivo, donde }: FallaDec): string => `«${donde}» ${DE_ESTRUCTURA[motivo]}`

const FECHA = new Intl.DateTimeFormat('es-MX', { dateStyle: 'long', timeZone: 'America/Mexico_City' })

/** El día, en el centro de México: `1 de mayo de 2022`. */
export const fechaLarga = (fecha: Date): string => FECHA.format(fecha)
