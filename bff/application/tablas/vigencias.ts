/** Un valor de un catálogo y los días en que rige. */
export type TablaCatalogoValor = {
	catalogo: string
	clave: string
	desde: string
	/** 9999-12-31: sin término. */
	hasta: string
	/** Con quién se lee junto: el plan, en un módulo; si no, vacío. */
	grupo: string
	/** JSON: un texto o nulo por dato. */
	datos: string
	importacionId: string | null
}

/** Un archivo que cambió un catálogo: sólo se agrega. */
export type TablaCatalogoImportacion = {
	id: string
	catalogo: string
	archivo: string
	sha256: string
	filas: number
	altas: number
	cambios: number
	bajas: number
	quitadas: number
	/** null: desde la terminal. */
	personaId: string | null
	momento: string
}

/** Lo que una importación cambió, vigencia por vigencia: sólo se agrega. */
export type TablaCatalogoCambio = {
	importacionId: string
	orden: number
	suceso: 'alta' | 'cambio' | 'baja' | 'quitada'
	clave: string
	desde: string
	/** JSON de `{hasta, datos}`. */
	antes: string | null
	despues: string | null
}
