/** El nombre de la base de IndexedDB de Egreso en este dispositivo. */
export const NOMBRE_DE_BASE = 'egreso'

/** Si en este dispositivo hay algo guardado por Egreso. Donde no se puede saber sin abrirlo, sí. */
export const hayAlgoGuardado = async (): Promise<boolean> => {
	try {
		if (typeof indexedDB.databases !== 'function') return true
		return (await indexedDB.databases()).some(({ name }) => name === NOMBRE_DE_BASE)
	} catch {
		// Almacenamiento negado: no hay nada que enviar.
		return false
	}
}
