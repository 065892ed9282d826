import type { Archivero } from '../../application/ports.ts'
import { crearArchivero } from './archivero.ts'
import { crearAlmacenCarpeta, crearCajonCarpeta } from './carpeta.ts'
import { crearCajonS3, type OpcionesS3 } from './s3.ts'
import { crearSobre } from './sobre.ts'

/** Dónde se guarda y con qué llaves: la carpeta, o S3 si se configuró. */
type OpcionesAlmacen = {
	readonly llave: string
	readonly anteriores: readonly string[]
	readonly carpeta: string
	readonly s3: OpcionesS3 | null
}

/** Abre el almacén de la configuración (14). Lanza, diciendo qué corregir, si no se puede usar como está configurado. */
export const abrirAlmacen = async (opciones: OpcionesAlmacen): Promise<Archivero> => {
	const { llave, anteriores, carpeta } = opciones
	if (opciones.s3 === null) {
		await crearCajonCarpeta(carpeta).comprobar()
		return crearAlmacenCarpeta({ carpeta, llaveHex: llave, anteriores })
	}
	const cajon = crearCajonS3(opciones.s3)
	await cajon.comprobar()
	return crearArchivero(cajon, crearSobre(llave, anteriores))
}
