/*
 * El registro del proceso: un renglón JSON por suceso en la salida de errores. Sin CURP, correo ni nombre: de un
 * error sólo van su clase, su mensaje recortado y sin lo que parezca dato personal, y su lugar en el código.
 */

const PERSONAL = [
	/[A-ZÑ]{4}\d{6}[HMX][A-ZÑ]{5}[0-9A-Z]\d/g,
	/[^\s"'<>(){}]+@[^\s"'<>(){}]+/g,
	/\b\d{9}-\d\b/g,
] as const

/** Escribe un suceso. */
export const registrar = (suceso: Readonly<Record<string, unknown>>): void => {
	const { error, ...resto } = suceso
	const renglon = {
		momento: new Date().toISOString(),
		...resto,
		...(error === undefined ? {} : deError(error)),
	}
	process.stderr.write(`${JSON.stringify(renglon)}\n`)
}

/** Quita de un texto lo que parezca CURP, correo o matrícula. */
const sinDatosPersonales = (texto: string): string =>
	PERSONAL.reduce((limpio, patron) => limpio.replace(patron, '•••'), texto)

const deError = (error: unknown): Record<string, string> =>
	error instanceof Error
		? {
				error: error.name,
				mensaje: sinDatosPersonales(error.message).slice(0, 400),
				lugar: lugarDe(error),
			}
		: { error: 'desconocido', mensaje: sinDatosPersonales(String(error)).slice(0, 400) }

/** Dónde fue, sin el mensaje, que en la pila va al principio y puede tener varios renglones. */
const lugarDe = ({ stack = '', message }: Error): string =>
	sinDatosPersonales(
		stack
			.replace(message, '')
			.split('\n')
			.map((linea) => linea.trim())
			.filter((linea) => linea.startsWith('at '))
			.slice(0, 5)
			.join(' · '),
	)
