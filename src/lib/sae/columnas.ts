import type { ColumnaPropuesta, ColumnasDeArchivo } from '#core/contract/importacion.ts'

/** Nuestra columna → el encabezado del archivo; '' si no viene. */
type Escogidas = Readonly<Record<string, string>>

/** Lo que se propone, para empezar. */
export const deLoPropuesto = ({ propuesta }: ColumnasDeArchivo): Escogidas =>
	Object.fromEntries(propuesta.map(({ columna, encabezado }) => [columna, encabezado ?? '']))

/** Los encabezados que se pueden escoger: con nombre y una vez cada uno. */
export const encabezadosDe = ({ encabezado }: ColumnasDeArchivo): string[] => [
	...new Set(encabezado.filter((uno) => uno.trim() !== '')),
]

/** Los primeros valores, sin vacíos, de una columna del archivo. */
export const muestraDe = ({ encabezado, muestra }: ColumnasDeArchivo, cual: string): string[] => {
	const indice = encabezado.indexOf(cual)
	if (indice < 0) return []
	return muestra.map((renglon) => renglon[indice]?.trim() ?? '').filter((valor) => valor !== '')
}

/**
 * Las que la persona mira: lo parecido y lo que no se halló y hace falta. Lo recordado y lo exacto no se pregunta, ni
 * lo que puede no venir.
 */
export const porConfirmar = ({ como, necesaria }: ColumnaPropuesta): boolean =>
	como === 'parecida' || (como === 'ninguna' && necesaria)

/** Lo que falta para seguir, por columna nuestra; vacío si ya se puede. */
export const faltasDe = (
	{ propuesta }: ColumnasDeArchivo,
	escogidas: Escogidas,
): Readonly<Record<string, string>> => {
	const faltas: Record<string, string> = {}
	const dueno = new Map<string, string>()
	for (const { columna, necesaria } of propuesta) {
		const encabezado = escogidas[columna] ?? ''
		if (encabezado === '') {
			if (necesaria) faltas[columna] = 'Hace falta: escoja cuál es.'
			continue
		}
		const otra = dueno.get(encabezado)
		if (otra === undefined) dueno.set(encabezado, columna)
		else faltas[columna] = `«${encabezado}» ya se escogió para ${otra}.`
	}
	return faltas
}

/** Lo escogido, como se envía: sólo lo que viene. */
export const paraEnviar = (escogidas: Escogidas): Record<string, string> =>
	Object.fromEntries(Object.entries(escogidas).filter(([, encabezado]) => encabezado !== ''))
