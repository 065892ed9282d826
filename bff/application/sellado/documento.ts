import { conFirmante, type DecSinSello, type Firmante } from '#core/dec/dec.ts'

/** El documento de un certificado tal como se guarda: todo lo que se sella, menos quién lo firma. */
export type DecSinFirmante = Omit<DecSinSello, 'firmaResponsable'>

/** De la persona, lo que el documento dice de quien firma. */
type PersonaFirmante = {
	readonly nombre: string
	readonly primerApellido: string
	readonly segundoApellido: string | null
	readonly curp: string | null
	readonly idCargo: string | null
	readonly cargo: string | null
}

/** La persona como FirmaResponsable, o `null` si su perfil no tiene CURP o cargo: así no puede firmar (16). */
export const firmanteDe = (persona: PersonaFirmante): Firmante | null => {
	const { nombre, primerApellido, segundoApellido, curp, idCargo, cargo } = persona
	if (curp === null || idCargo === null) return null
	return {
		nombre,
		primerApellido,
		...(segundoApellido === null ? {} : { segundoApellido }),
		curp,
		idCargo,
		...(cargo === null ? {} : { cargo }),
	}
}

/** El documento con esa persona como FirmaResponsable, todavía sin sello (16, 20). */
export const decDeFirmante = (dec: DecSinFirmante, firmante: Firmante): DecSinSello =>
	conFirmante({ ...dec, firmaResponsable: firmante }, firmante)

/** Lee el documento que {@link armarCertificados} guardó en `certificado.dec`. */
export const leerDecGuardado = (json: string): DecSinFirmante => JSON.parse(json) as DecSinFirmante
