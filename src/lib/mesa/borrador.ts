import type { DatosDePersona } from '#core/contract/mesa/persona.ts'
import type { PerfilDeEntidad } from '#core/domain/mesa/asunto.ts'
import { esDePlantel } from '#core/domain/mesa/asunto.ts'

/** Los datos de una cuenta como se escriben: lo que no hay, vacío. */
export type Borrador = { [C in keyof DatosDePersona]: string }

/** Para escribir sobre los datos de una cuenta, o desde cero. */
export const borradorDe = (persona: DatosDePersona | null): Borrador => ({
	correo: persona?.correo ?? '',
	nombre: persona?.nombre ?? '',
	primerApellido: persona?.primerApellido ?? '',
	segundoApellido: persona?.segundoApellido ?? '',
	curp: persona?.curp ?? '',
	idCargo: persona?.idCargo ?? '',
	cargo: persona?.cargo ?? '',
	perfil: persona?.perfil ?? 'escolares-plantel',
	plantelId: persona?.plantelId ?? '',
})

/** Lo escrito, como se manda: el plantel sólo si el perfil es de plantel. */
export const datosDe = (borrador: Borrador): DatosDePersona => ({
	...borrador,
	perfil: borrador.perfil as PerfilDeEntidad,
	plantelId:
		esDePlantel(borrador.perfil as PerfilDeEntidad) && borrador.plantelId !== '' ? borrador.plantelId : null,
})

/** Lo que falta escribir, junto a su campo. */
export const faltas = (borrador: Borrador): Partial<Record<keyof Borrador, string>> => ({
	...(borrador.correo.includes('@') ? {} : { correo: 'Escriba el correo institucional.' }),
	...(borrador.nombre.trim() === '' ? { nombre: 'Escriba el nombre.' } : {}),
	...(borrador.primerApellido.trim() === '' ? { primerApellido: 'Escriba el primer apellido.' } : {}),
	...(esDePlantel(borrador.perfil as PerfilDeEntidad) && borrador.plantelId === ''
		? { plantelId: 'Escoja el plantel.' }
		: {}),
})
