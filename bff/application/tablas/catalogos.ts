import type { Generated } from 'kysely'
import type { SiNo } from './si-no.ts'

/*
 * Quién expide y qué se estudia, como vale hoy: lo que otras tablas nombran. Lo que un certificado lleva se toma de
 * `catalogo_valor` por su fecha.
 */

export type TablaEntidad = {
	id: string
	nombre: string
	tipo: 'colegio-estatal' | 'uodcdmx' | 'rceo'
	firmante: Generated<'plantel' | 'estatal'>
	patronMatricula: string
}

export type TablaPlantel = {
	id: string
	entidadId: string
	nombre: string
	cct: string
	/** El de las matrículas que da; null si el catálogo no lo dice. */
	patronMatricula: string | null
	asientosDados: Generated<number>
}

export type TablaPlanEstudios = {
	clave: string
	carrera: string
	modelo: '2008' | '2018' | 'anterior'
}

export type TablaModuloPlan = {
	planClave: string
	orden: number
	clave: string
	nombre: string
	horas: string
	creditos: string | null
	formacionTrabajo: SiNo
}
