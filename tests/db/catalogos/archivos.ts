/** Archivos de catálogo para las pruebas, y quien los importa. */
import { columnasDe, type NombreCatalogo } from '../../../bff/application/catalogos/definiciones.ts'
import { enCsv } from '../../../bff/application/catalogos/exportar.ts'
import { importarCatalogo } from '../../../bff/application/catalogos/importar.ts'
import type { ImportacionCatalogo } from '#core/contract/catalogo.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import type { Escena } from '../escena.ts'

/** El operador: en la escena nadie de la nación tiene cuenta. */
export const OPERADOR = { sistema: 'prueba' } as const
export const DE_LA_DSE: Actor = { personaId: 'p-dse', perfil: 'dse', ambito: { tipo: 'nacional' } }

/** El CSV de un catálogo con esos renglones, en el orden de sus columnas. */
export const archivoDe = (
	catalogo: NombreCatalogo,
	...renglones: readonly (readonly string[])[]
): Uint8Array => enCsv([columnasDe(catalogo), ...renglones])

/** Importa un catálogo sin vista previa. */
export const importarDePrueba = async (
	{ deps }: Pick<Escena, 'deps'>,
	catalogo: NombreCatalogo,
	...renglones: readonly (readonly string[])[]
): Promise<ImportacionCatalogo> => {
	const bytes = archivoDe(catalogo, ...renglones)
	const orden = { actor: OPERADOR, catalogo, archivo: `${catalogo}.csv`, bytes, vista: null }
	return exigir(await importarCatalogo(deps)(orden))
}
