import {
	CLASES_DE_ERROR,
	type ClaseDeError,
	type CuentasDeImportacion,
	type Efecto,
	EFECTOS,
} from '#core/contract/importacion.ts'
import { gruposDe } from './textos.ts'

/** Qué se mira de una importación: el grupo de cambios y su página, la clase de errores y la suya. Vive en la URL. */
export type VistaImportacion = {
	/** null: el que más pesa de los que hay. */
	readonly efecto: Efecto | null
	readonly cambios: number
	readonly clase: ClaseDeError | null
	readonly errores: number
}

const pagina = (texto: string | null): number => {
	const leida = Number(texto ?? '1')
	return Number.isSafeInteger(leida) && leida >= 1 && leida <= 1_000_000 ? leida : 1
}

/** Qué parte de la importación se mira, según la URL; lo que no se entiende, como al llegar. */
export const leerVista = (parametros: URLSearchParams): VistaImportacion => ({
	efecto: EFECTOS.find((uno) => uno === parametros.get('efecto')) ?? null,
	cambios: pagina(parametros.get('cambios')),
	clase: CLASES_DE_ERROR.find((una) => una === parametros.get('clase')) ?? null,
	errores: pagina(parametros.get('errores')),
})

/** La dirección de una vista con algo cambiado; cambiar de grupo o de clase regresa a su primera página. */
export const direccionDe = (
	ruta: string,
	actual: VistaImportacion,
	cambio: Partial<VistaImportacion>,
): string => {
	const vista = {
		...actual,
		...('efecto' in cambio ? { cambios: 1 } : {}),
		...('clase' in cambio ? { errores: 1 } : {}),
		...cambio,
	}
	const parametros = new URLSearchParams()
	if (vista.efecto !== null) parametros.set('efecto', vista.efecto)
	if (vista.cambios > 1) parametros.set('cambios', String(vista.cambios))
	if (vista.clase !== null) parametros.set('clase', vista.clase)
	if (vista.errores > 1) parametros.set('errores', String(vista.errores))
	return parametros.size > 0 ? `${ruta}?${parametros}` : ruta
}

/** El grupo que se enseña: el pedido si tiene a alguien; si no, el que más pesa. */
export const grupoMirado = (cuentas: CuentasDeImportacion, pedido: Efecto | null): Efecto | null => {
	const grupos = gruposDe(cuentas)
	return (grupos.find(({ efecto }) => efecto === pedido) ?? grupos[0])?.efecto ?? null
}

/** La página de cambios o de errores de una importación. */
export const rutaDe = (
	id: string,
	que: 'cambios' | 'errores',
	filtros: { readonly pagina: number; readonly efecto?: Efecto | null; readonly clase?: ClaseDeError | null },
): string => {
	const parametros = new URLSearchParams({ pagina: String(filtros.pagina) })
	if (filtros.efecto) parametros.set('efecto', filtros.efecto)
	if (filtros.clase) parametros.set('clase', filtros.clase)
	return `/api/sae/importaciones/${encodeURIComponent(id)}/${que}?${parametros}`
}
