import { X509Certificate } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Anclas } from '../application/ports.ts'

const TOPE = 64 * 1024
const EXTENSIONES = /\.(cer|crt|der|pem)$/i

/**
 * Las autoridades en las que el operador confía: cada `.cer`, `.crt`, `.der` o `.pem` de la carpeta (DER o PEM, uno por
 * archivo), en DER y en orden de nombre. Lanza, nombrando el archivo, si alguno no es un certificado o si no hay ninguno:
 * arrancar sin anclas sería negar todas las e.firmas, o peor.
 */
export const leerAnclas = async (carpeta: string): Promise<Anclas> => {
	const nombres = (await readdir(carpeta)).filter((nombre) => EXTENSIONES.test(nombre)).sort()
	if (nombres.length === 0) {
		throw new Error(`La carpeta de anclas ${carpeta} no tiene certificados (.cer, .crt, .der o .pem).`)
	}
	return Promise.all(nombres.map((nombre) => leerUna(join(carpeta, nombre))))
}

const leerUna = async (ruta: string): Promise<Uint8Array> => {
	if ((await stat(ruta)).size > TOPE) throw new Error(`El ancla ${ruta} es demasiado grande.`)
	try {
		return new Uint8Array(new X509Certificate(await readFile(ruta)).raw)
	} catch (causa) {
		throw new Error(`El ancla ${ruta} no es un certificado X.509.`, { cause: causa })
	}
}
