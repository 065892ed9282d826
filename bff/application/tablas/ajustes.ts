/** Un cambio de ajuste: sólo se agrega; vale la última versión de su clave y entidad (null: nacional). */
export type TablaAjuste = {
	id: string
	clave: string
	entidadId: string | null
	version: number
	/** JSON; null: se quitó el propio. */
	valor: string | null
	razon: string
	personaId: string
	momento: string
}
