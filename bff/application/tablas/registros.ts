import type { Generated } from 'kysely'

/* Los registros: la base niega cambiarlos y borrarlos. */

export type TablaFolio = {
	folio: string
	rangoId: string
	modelo: '2008' | '2018'
	numero: number
	tramiteId: string
	momento: string
}

export type TablaAsiento = {
	plantelId: string
	numero: number
	volumen: number
	foja: number
	renglon: number
	folio: string
	cuv: string
	matricula: string
	tramiteId: string
	fecha: string
	momento: string
}

export type TablaNotaMarginal = {
	id: string
	folio: string
	texto: string
	personaId: string | null
	momento: string
}

export type TablaSello = {
	tramiteId: string
	rol: 'plantel' | 'estatal'
	intento: number
	personaId: string
	firmante: string
	noCertificado: string
	certificado: string
	cadena: string
	sello: string
	revocacion: string
	ocsp: string | null
	momento: string
	/** La suplencia con la que se selló (16); null si fue por el cargo propio. */
	suplenciaId: Generated<string | null>
}

export type TablaBitacora = {
	id: string
	momento: string
	quien: string
	perfil: string
	acto: string
	objeto: string
	entidadId: string | null
	plantelId: string | null
	detalle: string
	hoja: string
}

export type TablaBitacoraHoja = {
	indice: number
	bitacoraId: string
	hoja: string
	encadenado: string
}

export type TablaAcuse = {
	tramiteId: string
	entregaId: string
	quien: string
	nombre: string
	correo: string
	archivos: string
	momento: string
}
