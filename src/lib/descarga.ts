/** Entrega un archivo a la persona con su nombre. */
export const guardarArchivo = (contenido: Blob, nombre: string): void => {
	const direccion = URL.createObjectURL(contenido)
	const enlace = document.createElement('a')
	enlace.href = direccion
	enlace.download = nombre
	enlace.click()
	// Safari lee el blob después de volver del clic.
	setTimeout(() => URL.revokeObjectURL(direccion), 60_000)
}
