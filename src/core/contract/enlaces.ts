/** A dónde ir a arreglar lo que un motivo dice, cuando es fuera de aquí. */
import type { Perfil } from '../domain/rol.ts'
import type { Motivo } from './motivo.ts'

const RENOVAR = {
	href: 'https://www.sat.gob.mx/tramites/63992/renueva-el-certificado-de-tu-e.firma-(antes-firma-electronica)',
	texto: 'Renovar mi e.firma en el SAT',
} as const

const ENLACES: Partial<Record<Motivo, typeof RENOVAR>> = {
	'certificado-por-vencer': RENOVAR,
	'certificado-vencido': RENOVAR,
	'llave-muy-antigua': RENOVAR,
	'llave-muy-corta': RENOVAR,
}

/** Dónde se arregla, en el sitio de quien lo arregla; null si no es en línea. */
export const enlaceDe = (motivo: Motivo): { readonly href: string; readonly texto: string } | null =>
	ENLACES[motivo] ?? null

/** Dónde está la mesa de servicio de cada perfil: la misma dirección en el menú y en los avisos por correo. */
export const raizDeMesa = (perfil: Perfil): string => {
	switch (perfil) {
		case 'escolares-plantel':
			return '/plantel/mesa'
		case 'escolares-estatal':
			return '/estado/mesa'
		case 'director-plantel':
		case 'director-estatal':
			return '/firma/mesa'
		case 'dse':
		case 'ti':
			return '/nacional/mesa'
	}
}
