/* Lo que les pasa a los rangos y a los folios, y cómo se encuaderna el Libro (4, 8). Las tres sólo agregan. */

/** Un cambio de un rango. El rango puede ya no existir: el que se recupera sin haberse usado se borra. */
export type TablaRangoSuceso = {
	id: string
	rangoId: string
	suceso: 'asignado' | 'partido' | 'recibido' | 'recuperado'
	entidadId: string
	plantelId: string
	/** En `partido`, a quién se pasaron; en `recibido`, de quién llegaron. */
	otroPlantelId: string | null
	modelo: '2008' | '2018'
	/** Los números que se asignaron, se pasaron, llegaron o se recuperaron; inclusive los dos. */
	desde: number
	hasta: number
	razon: string | null
	personaId: string | null
	momento: string
}

export type TablaFolioCancelado = {
	folio: string
	notaId: string
	razon: string
	personaId: string
	momento: string
}

/** Desde qué asiento, que abre qué volumen, vale una encuadernación. */
export type TablaEncuadernacion = {
	plantelId: string
	desdeNumero: number
	volumen: number
	asientosPorFoja: number
	fojasPorVolumen: number
	momento: string
}
