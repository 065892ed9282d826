import type { Recursos, Ruta } from './ruta.ts'

type Cuerpo = {
	readonly motivo?: string
	readonly importado?: boolean
	/** De un patrón de rechazos, a cuántos alcanzaría. */
	readonly alcanza?: number
	/** Una por matrícula o trámite; en la importación, cuántas trae el archivo. */
	readonly filas?: number | readonly { readonly hecho?: boolean; readonly motivo?: string }[]
}

/** En una palabra, qué pasó: `hecho`, `no-se-ve`, `no-importado`, `sólo-mirado` o el motivo de la negativa. */
export const desenlaceDe = async (respuesta: Response, ruta: Ruta, recursos: Recursos): Promise<string> => {
	const texto = await respuesta.text()
	const esJson = (respuesta.headers.get('content-type') ?? '').includes('json')
	const cuerpo = (esJson && texto !== '' ? JSON.parse(texto) : {}) as Cuerpo
	if (cuerpo.motivo !== undefined) return cuerpo.motivo
	if (cuerpo.importado === false) return 'no-importado'
	if (cuerpo.alcanza !== undefined) return 'sólo-mirado'
	if (!respuesta.ok) return `estado ${respuesta.status}`
	if (ruta.muestra) return ruta.muestra(texto, recursos) ? 'hecho' : 'no-se-ve'
	const [fila] = typeof cuerpo.filas === 'object' ? cuerpo.filas : []
	return fila?.hecho === false ? (fila.motivo ?? 'sin motivo') : 'hecho'
}
