import { setImmediate as ceder } from 'node:timers/promises'

/**
 * Junta las órdenes que llegan a la vez con la misma clave y las corre en una sola obra (una transacción, una espera
 * de disco), en el orden en que llegaron. Nunca corren dos obras de la misma clave a la vez en el proceso.
 *
 * `obra` recibe las órdenes y devuelve una respuesta por cada una, en el mismo lugar; debe ser todo o nada. Si una
 * obra de varias falla, cada orden se corre de nuevo sola: la falla de una no alcanza a las demás. `peso` y `maximo`
 * acotan cuánto se junta; una orden sola siempre cabe.
 */
export const groupCommit = <O, R>({
	obra,
	peso,
	maximo,
}: {
	readonly obra: (clave: string, ordenes: readonly O[]) => Promise<readonly R[]>
	readonly peso: (orden: O) => number
	readonly maximo: number
}): ((clave: string, orden: O) => Promise<R>) => {
	type Espera = { orden: O; cumplir: (respuesta: R) => void; fallar: (error: unknown) => void }
	const filas = new Map<string, Espera[]>()

	const tomar = (fila: Espera[]): Espera[] => {
		let suma = 0
		const caben = fila.findIndex((espera) => (suma += peso(espera.orden)) > maximo)
		return fila.splice(0, caben === -1 ? fila.length : Math.max(caben, 1))
	}

	const correr = async (clave: string, grupo: readonly Espera[]): Promise<void> => {
		try {
			const respuestas = await obra(
				clave,
				grupo.map((espera) => espera.orden),
			)
			if (respuestas.length !== grupo.length) throw new Error('La obra debe responder a cada orden.')
			grupo.forEach((espera, i) => espera.cumplir(respuestas[i] as R))
		} catch (error) {
			if (grupo.length === 1) grupo[0]?.fallar(error)
			else for (const espera of grupo) await correr(clave, [espera])
		}
	}

	const atender = async (clave: string, fila: Espera[]): Promise<void> => {
		while (fila.length > 0) {
			// Una vuelta del proceso: quien está por llegar alcanza a subir.
			await ceder()
			await correr(clave, tomar(fila))
		}
		filas.delete(clave)
	}

	return (clave, orden) =>
		new Promise((cumplir, fallar) => {
			const espera = { orden, cumplir, fallar }
			const fila = filas.get(clave)
			if (fila) {
				fila.push(espera)
				return
			}
			const nueva = [espera]
			filas.set(clave, nueva)
			void atender(clave, nueva)
		})
}
