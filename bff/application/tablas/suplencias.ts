/* La suplencia de quien no puede sellar (16). Las dos sólo agregan. */

export type TablaSuplencia = {
	id: string
	rol: 'plantel' | 'estatal'
	entidadId: string
	plantelId: string | null
	titularId: string
	suplenteId: string
	otorgaId: string
	desde: string
	hasta: string
	tope: number | null
	razon: string
	otorgada: string
}

export type TablaSuplenciaSuceso = {
	suplenciaId: string
	suceso: 'confirmada' | 'negada' | 'revocada'
	personaId: string
	razon: string | null
	momento: string
}
