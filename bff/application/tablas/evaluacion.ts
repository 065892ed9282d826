import type { Generated, GeneratedAlways } from 'kysely'
import type { Situacion } from '#core/contract/egresado.ts'
import type { SiNo } from './si-no.ts'

/* Cómo va cada egresado y cuántos van en cada paso. Las escriben disparadores; aquí sólo se escriben máscara y avisos. */

export type TablaEvaluacion = {
	matricula: string
	entidadId: string
	plantelId: string
	generacion: string
	planClave: string
	/** Va por la vía tradicional (22): su plan es anterior a 2008, o ya se le expidió un certificado en papel. */
	tradicional: SiNo
	/** El último trámite: el abierto si lo hay. */
	tramiteId: string | null
	situacion: Situacion
	/** Los incisos del 6 que no cumple (`mascaraDe`); nulo: cambió un hecho y está por evaluarse. */
	mascara: number | null
	/** Las diferencias de su CURP con sus datos (`mascaraDeAvisos`). */
	avisos: Generated<number>
	devuelto: Generated<SiNo>
	detenido: Generated<SiNo>
	sinComprobarDesde: string | null
	ordenNombre: string
	buscable: string
	/** Los incisos que hoy lo detienen: la máscara si los requisitos cuentan en su situación, y el d (8). */
	detiene: GeneratedAlways<number>
	puede: GeneratedAlways<SiNo>
	porEvaluar: GeneratedAlways<SiNo>
}

/** Las cuentas de un plantel y una generación; cada ranura lleva su parte y la suma es la cuenta. */
export type TablaTableroPlantel = {
	plantelId: string
	generacion: string
	ranura: number
} & Cuentas &
	Record<ColumnaDeSituacion, number>

/** Cuántas confrontas faltan (6 b), por plantel y generación; la suma de las ranuras es la cuenta. */
export type TablaTableroConfronta = {
	plantelId: string
	generacion: string
	ranura: number
	porPreguntar: number
	sinRespuesta: number
}

export type VistaTableroExacto = Omit<TablaTableroPlantel, 'ranura'>

type EnCamello<T extends string> = T extends `${infer A}-${infer B}` ? `${A}${Capitalize<EnCamello<B>>}` : T

/** Cuántos van en cada situación: una columna por cada una. */
export type ColumnaDeSituacion = EnCamello<Situacion>

type Cuentas = {
	cuantos: number
	reglaA: number
	reglaB: number
	reglaC: number
	reglaD: number
	reglaE: number
	reglaF: number
	reglaG: number
	reglaH: number
	porSolicitar: number
	porEvaluar: number
	conAvisos: number
	devueltos: number
	detenidos: number
	sinComprobar: number
}
