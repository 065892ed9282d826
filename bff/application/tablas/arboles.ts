/* Los árboles de Merkle del registro. Las tres sólo agregan. */

export type TablaLibroHoja = {
	/** Desde 1, sin huecos: la hoja i del árbol es la del índice i+1. */
	indice: number
	clase: 'asiento' | 'nota' | 'cancelacion'
	clave: string
	hoja: string
	encadenado: string
}

/** Un subárbol completo de 2^nivel hojas (nivel ≥ 1). */
export type TablaArbolNodo = {
	arbol: 'bitacora' | 'libro'
	nivel: number
	indice: number
	hash: string
}

export type TablaPuntoControl = {
	arbol: 'bitacora' | 'libro'
	tamano: number
	llaveId: string
	momento: string
	/** La nota firmada de C2SP, entera. */
	nota: string
}
