import { parseArgs } from 'node:util'

/** Una opción de la línea de órdenes: su explicación, y su valor cuando nadie la da. */
type OpcionDeOrden = { readonly ayuda: string; readonly valor?: string; readonly bandera?: boolean }

/**
 * Lee las opciones de un simulador que se arranca solo. Con `--help` las explica y termina; una opción
 * desconocida termina con una frase y código 2.
 */
export const leerOrden = (
	nombre: string,
	explicacion: string,
	opciones: Readonly<Record<string, OpcionDeOrden>>,
): Record<string, string | undefined> => {
	const renglones = Object.entries(opciones).map(([clave, { ayuda, valor, bandera }]) => {
		const firma = bandera === true ? `--${clave}` : `--${clave} VALOR`
		return `  ${firma.padEnd(26)} ${ayuda}${valor === undefined ? '' : ` (${valor})`}`
	})
	const ayuda = [
		`Uso: node bff/simuladores/${nombre}/main.ts [opciones]`,
		'',
		explicacion,
		'',
		...renglones,
		'',
	]
	try {
		const { values } = parseArgs({
			options: {
				help: { type: 'boolean', short: 'h' },
				...Object.fromEntries(
					Object.entries(opciones).map(([clave, { bandera }]) => [
						clave,
						{ type: bandera === true ? ('boolean' as const) : ('string' as const) },
					]),
				),
			},
		})
		if (values.help === true) {
			process.stdout.write(ayuda.join('\n'))
			process.exit(0)
		}
		return Object.fromEntries(
			Object.entries(opciones).map(([clave, { valor }]) => {
				const dado: unknown = (values as Record<string, unknown>)[clave]
				return [clave, dado === true ? 'si' : typeof dado === 'string' ? dado : valor]
			}),
		)
	} catch (causa) {
		process.stderr.write(`${causa instanceof Error ? causa.message : String(causa)}\n\n${ayuda.join('\n')}`)
		process.exit(2)
	}
}

/** Lee un puerto de la línea de órdenes; lo que no es un puerto termina con una frase y código 2. */
export const leerPuerto = (texto: string | undefined): number => {
	const puerto = Number(texto)
	if (texto !== undefined && Number.isInteger(puerto) && puerto >= 0 && puerto <= 65_535) return puerto
	process.stderr.write(`El puerto «${texto ?? ''}» no es un número de 0 a 65535.\n`)
	process.exit(2)
}

/** Deja el simulador en pie hasta Ctrl-C o SIGTERM y entonces lo cierra. */
export const quedarEnPie = (nombre: string, url: string, cerrar: () => Promise<void>): void => {
	process.stdout.write(
		`${nombre}: ${url}\nFallas: POST ${new URL('/_fallas', url).href}\nCtrl-C para terminar.\n`,
	)
	let cerrando = false
	const terminar = (): void => {
		if (cerrando) return
		cerrando = true
		void cerrar().then(() => process.exit(0))
	}
	process.on('SIGINT', terminar)
	process.on('SIGTERM', terminar)
}
