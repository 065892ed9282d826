/**
 * El cuerpo de una respuesta, o `null` si pasa de `tope` bytes: quien contesta no decide cuánta memoria se gasta aquí.
 * Lanza si la conexión se corta antes de terminar.
 */
export const leerConTope = async (respuesta: Response, tope: number): Promise<Uint8Array | null> => {
	if (Number(respuesta.headers.get('content-length') ?? '0') > tope) {
		await respuesta.body?.cancel()
		return null
	}
	const trozos: Uint8Array[] = []
	let largo = 0
	for await (const trozo of respuesta.body ?? []) {
		largo += trozo.length
		// Salir del `for await` cancela el flujo y cierra la conexión.
		if (largo > tope) return null
		trozos.push(trozo)
	}
	return Buffer.concat(trozos)
}
