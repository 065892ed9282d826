import { abrirTabla } from '../../../bff/application/sae/lector/abrir-tabla.ts'
import { enMemoria } from '../../../bff/application/sae/lector/fuente.ts'
import { ArchivoIlegible, type Renglon, type TablaEnFlujo } from '../../../bff/application/sae/tabla.ts'

/** Un archivo leído hasta el final, o por qué no se puede. */
type Leido = Omit<TablaEnFlujo, 'renglones'> & { readonly renglones: readonly Renglon[] }

/** Lee un archivo entero. Lanza {@link ArchivoIlegible}. */
export const leerTodo = async (contenido: Uint8Array): Promise<Leido> => {
	const tabla = await abrirTabla(enMemoria(contenido))
	const renglones: Renglon[] = []
	for await (const renglon of tabla.renglones) renglones.push(renglon)
	return { ...tabla, renglones }
}

/** Por qué no se puede leer; vacío si se puede. */
export const razonDe = async (contenido: Uint8Array): Promise<string> => {
	try {
		await leerTodo(contenido)
		return ''
	} catch (error) {
		if (!(error instanceof ArchivoIlegible)) throw error
		return `${error.motivo} ${error.razon}`
	}
}
