/**
 * Una fila: `await turno()` espera a que le toque y da la función que lo cede. Quien espera más de `limiteMs` se
 * va con un error claro: de ordinario, una escritura hecha fuera de la transacción que la espera.
 */
export const crearTurno = (limiteMs: number): (() => Promise<() => void>) => {
	let ocupado = false
	const fila: { avisar: () => void }[] = []

	const ceder = (): void => {
		const siguiente = fila.shift()
		if (siguiente === undefined) ocupado = false
		else siguiente.avisar()
	}
	const unaVez = (): (() => void) => {
		let cedido = false
		return () => {
			if (cedido) return
			cedido = true
			ceder()
		}
	}

	return () => {
		if (!ocupado) {
			ocupado = true
			return Promise.resolve(unaVez())
		}
		return new Promise((resolver, fallar) => {
			const lugar = {
				avisar: () => {
					clearTimeout(limite)
					resolver(unaVez())
				},
			}
			const limite = setTimeout(() => {
				fila.splice(fila.indexOf(lugar), 1)
				fallar(new Error(`La base está ocupada: una escritura esperó ${limiteMs / 1000} s su turno.`))
			}, limiteMs)
			fila.push(lugar)
		})
	}
}
