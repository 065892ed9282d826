/** Una persona de la demostración que puede identificarse. */
export type PersonaDemo = {
	/** Identificador del objeto en el directorio: UUID en minúsculas, como en Entra ID. */
	readonly oid: string
	/** Lo que Entra ID llama `preferred_username`. */
	readonly correo: string
	readonly nombre: string
	/** Qué hace aquí, en una frase, para quien elige en la página. */
	readonly descripcion: string
	/** Su inquilino, si no es el institucional: sirve para ver que el producto la rechaza. */
	readonly tid?: string
}

/** El inquilino de la institución en la demostración. */
export const INQUILINO_DEMO = 'd3a0e6f2-5b1c-4f6e-9a53-0c0de0e62e50'
/** Otro inquilino, ajeno a la institución. */
export const INQUILINO_AJENO = '7e1f0a4b-2c3d-4e5f-8a9b-1c2d3e4f5a6b'

/** Las dos personas que el producto debe rechazar: fuera del dominio institucional y de otro inquilino. */
export const PERSONAS_AJENAS: readonly PersonaDemo[] = [
	{
		oid: '5f0c9b1e-7f0a-4e6b-9d0e-2a1b3c4d5e61',
		correo: 'visita@correo.example',
		nombre: 'Valentina Visita Salas',
		descripcion: 'Cuenta fuera del dominio institucional: Egreso no debe dejarla entrar.',
	},
	{
		oid: '5f0c9b1e-7f0a-4e6b-9d0e-2a1b3c4d5e62',
		correo: 'ajeno@conalep.edu.mx',
		nombre: 'Ignacio Ajeno Rivas',
		descripcion: 'Cuenta de otra organización (otro inquilino): Egreso no debe dejarla entrar.',
		tid: INQUILINO_AJENO,
	},
]

/** Quien aparece si nadie dice otra cosa: solo para arrancar el simulador por su cuenta. */
export const PERSONAS_SUELTAS: readonly PersonaDemo[] = [
	{
		oid: '5f0c9b1e-7f0a-4e6b-9d0e-2a1b3c4d5e60',
		correo: 'escolares.prueba@conalep.edu.mx',
		nombre: 'Elena Prueba Luna',
		descripcion: 'Servicios Escolares de plantel.',
	},
	...PERSONAS_AJENAS,
]

/** Lee la lista de personas de un JSON; lanza diciendo qué renglón no sirve. */
export const leerPersonas = (texto: string): readonly PersonaDemo[] => {
	const dato: unknown = JSON.parse(texto)
	if (!Array.isArray(dato)) throw new Error('Las personas van en un arreglo JSON.')
	return dato.map((uno: unknown, indice) => {
		const { oid, correo, nombre, descripcion, tid } = (uno ?? {}) as Record<string, unknown>
		if (
			typeof oid !== 'string' ||
			typeof correo !== 'string' ||
			typeof nombre !== 'string' ||
			typeof descripcion !== 'string'
		) {
			throw new Error(`La persona ${indice + 1} necesita oid, correo, nombre y descripcion.`)
		}
		return { oid, correo, nombre, descripcion, ...(typeof tid === 'string' ? { tid } : {}) }
	})
}
