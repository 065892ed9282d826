import type { EgresadoDetalle } from '#core/contract/egresado.ts'

type Partes = EgresadoDetalle['propuesta']
export type CampoNombre = keyof Partes
type Sugerencia = EgresadoDetalle['sugerencias'][number]

export const CAMPOS: readonly { readonly campo: CampoNombre; readonly etiqueta: string }[] = [
	{ campo: 'nombre', etiqueta: 'Nombre' },
	{ campo: 'primerApellido', etiqueta: 'Primer apellido' },
	{ campo: 'segundoApellido', etiqueta: 'Segundo apellido' },
]

/** Cambia la palabra `de` por `a`, sólo entera: «Jose» no toca «Josefina»; sí «D'Avila», detrás del apóstrofo. */
export const ponerAcento = (texto: string, de: string, a: string): string =>
	texto
		.split(/([ .'-]+)/)
		.map((trozo) => (trozo === de ? a : trozo))
		.join('')

/** Las sugerencias que todavía cambiarían algo en lo que está escrito. */
export const pendientes = (
	sugerencias: readonly Sugerencia[],
	escrito: Readonly<Record<CampoNombre, string>>,
): Sugerencia[] =>
	sugerencias.filter(({ campo, de, a }) => {
		const texto = escrito[campo as CampoNombre]
		return texto !== undefined && ponerAcento(texto, de, a) !== texto
	})

/** El nombre de corrido, como irá en el certificado. */
export const deCorrido = (partes: { readonly [C in CampoNombre]: string | null }): string =>
	[partes.nombre, partes.primerApellido, partes.segundoApellido]
		.map((parte) => (parte ?? '').trim())
		.filter((parte) => parte !== '')
		.join(' ')
