import type { Dec } from '#core/dec/dec.ts'
import type { PorSellar } from '#core/contract/sellado.ts'
import { leerPromedio, promedioEnLetra } from '#core/domain/promedio.ts'

export type CertificadoPorSellar = PorSellar['certificados'][number]

/** Lo que la persona revisó en pantalla de un certificado, contra lo que se compara justo antes de sellarlo. */
export type Mostrado = Pick<CertificadoPorSellar, 'folio' | 'matricula' | 'revisado'> & {
	/** CURP de quien sella: la de su sesión. */
	readonly firmanteCurp: string | null
}

/** Un dato que no dice lo mismo en el documento y en lo revisado. */
export type Diferencia = {
	readonly dato: string
	readonly enDocumento: string
	readonly revisado: string
}

/**
 * En qué difiere el documento de lo revisado; vacío si en nada. La carrera va en dos lugares del DEC y sólo uno entra
 * en la cadena: los dos deben decir lo mismo. Letra por letra: un acento o un espacio también es una diferencia.
 */
export const diferencias = (dec: Dec, mostrado: Mostrado): readonly Diferencia[] => {
	const { revisado, folio, matricula, firmanteCurp } = mostrado
	const { alumno, acreditacion, plantel, perfilEgreso, firmaResponsable } = dec
	const pares: readonly (readonly [string, string | undefined, string | null])[] = [
		['Folio', dec.folioControl, folio],
		['Matrícula', alumno.numeroControl, matricula],
		['Nombre', alumno.nombre, revisado.nombre],
		['Primer apellido', alumno.primerApellido, revisado.primerApellido],
		['Segundo apellido', alumno.segundoApellido, revisado.segundoApellido],
		['CURP', alumno.curp, revisado.curp],
		['Promedio', acreditacion.promedioAprovechamiento, revisado.promedio],
		['Promedio en letra', acreditacion.promedioAprovechamientoTexto, enLetra(revisado.promedio)],
		['Carrera', acreditacion.nombreTipoPerfilLaboralEMS, revisado.carrera],
		...(perfilEgreso
			? [['Perfil de egreso', perfilEgreso.nombrePerfilLaboralEMS, revisado.carrera] as const]
			: []),
		['Plantel', plantel.nombreNumeroPlantel, revisado.plantel],
		['CURP de quien sella', firmaResponsable.curp, firmanteCurp],
	]
	return pares
		.filter(([, enDocumento, esperado]) => (enDocumento ?? '') !== (esperado ?? ''))
		.map(([dato, enDocumento, esperado]) => ({
			dato,
			enDocumento: enDocumento ?? '',
			revisado: esperado ?? '',
		}))
}

const enLetra = (promedio: string): string => {
	const leido = leerPromedio(promedio)
	return leido.ok ? promedioEnLetra(leido.valor) : ''
}
