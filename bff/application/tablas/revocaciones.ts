import type { SelloComprobado } from '#core/domain/revocacion.ts'

/** Registro: lo que el SAT contestó después, de un sello que se puso sin poder comprobar su certificado (16). */
export type TablaRevocacionComprobada = {
	tramiteId: string
	rol: 'plantel' | 'estatal'
	intento: number
	noCertificado: string
	resultado: SelloComprobado
	revocadoDesde: string | null
	motivo: string | null
	ocsp: string
	momento: string
}
