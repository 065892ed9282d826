/*
 * Un cajón: dónde quedan los bytes ya cifrados, una carpeta o un almacén S3. No sabe de llaves ni de huellas; la misma
 * clave (`ab/abcd…`, `retirados/ab/abcd…`) en los dos, así que pasar de uno a otro es copiar archivos.
 */
export type Cajon = {
	/** Escribe entero o no escribe; sobre lo que hubiera. Lanza `AlmacenNoDisponible`. */
	readonly poner: (clave: string, bytes: Uint8Array) => Promise<void>
	/** Lo guardado, o sus primeros `cuantos` bytes; `null` si no está. */
	readonly sacar: (clave: string, cuantos?: number) => Promise<Uint8Array | null>
	/** Milisegundos desde que se escribió, por el reloj del cajón; `null` si no está. */
	readonly edad: (clave: string) => Promise<number | null>
	readonly quitar: (clave: string) => Promise<void>
	/** Todas las claves en orden, de poco en poco. */
	readonly recorrer: () => AsyncIterable<{ readonly clave: string; readonly edadMs: number }>
	/** Borra lo que quedó a medio escribir hace más de `plazoMs`; dice cuántos. */
	readonly limpiar: (plazoMs: number) => Promise<number>
	/** Lanza, con qué corregir, si está mal configurado; si sólo no contesta, no dice nada. */
	readonly comprobar: () => Promise<void>
}
