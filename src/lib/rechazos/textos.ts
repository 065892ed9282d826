import { raizDeMesa } from '#core/contract/enlaces.ts'
import type { Interpretacion } from '#core/contract/rechazo.ts'
import { loDijoLaDse, type AsuntoDeRechazo, type LugarDeRechazo } from '#core/domain/lotes/rechazo.ts'
import { TITULOS, type Regla } from '#core/domain/requisitos.ts'
import { tienePermiso, type Perfil } from '#core/domain/rol.ts'

/** Lo dicho, con quien lo dijo: «SEP dijo: «…»», o lo que decidió la DSE tal cual. */
export const conQuienLoDijo = (dicho: string): string => {
	if (loDijoLaDse(dicho)) return dicho
	return `SEP dijo: ${dicho.trim() === '' ? 'nada' : `«${dicho}»`}`
}

const SIN_INCISO: Record<Exclude<AsuntoDeRechazo, Regla>, string> = {
	nombre: 'El nombre (17)',
	sello: 'El sello o la e.firma de quien firmó (16)',
	catalogo: 'Una clave de catálogo',
	duplicado: 'SEP dice que ya tiene otro',
	otro: 'No es de los datos',
}

const esRegla = (asunto: AsuntoDeRechazo): asunto is Regla => asunto in TITULOS

/** A qué toca un rechazo: «b · CURP confrontada con RENAPO (6 b)». */
export const tituloDeAsunto = (asunto: AsuntoDeRechazo): string =>
	esRegla(asunto) ? `${TITULOS[asunto]} (6 ${asunto})` : SIN_INCISO[asunto]

/** Dónde se remedia, en pocas palabras. */
export const LUGAR: Record<LugarDeRechazo, string> = {
	SAE: 'En SAE',
	RENAPO: 'Con RENAPO',
	AQUI: 'Aquí, en Egreso',
	CATALOGOS: 'En los catálogos, DSE o TI',
	DSE: 'Con la DSE',
}

/** El nombre de un campo del documento, sin su ruta: `Alumno/@curp` → `curp (Alumno)`; null si no lo hay. */
export const campoEnPalabras = (campo: string | null): string | null => {
	const partes = /^(\w+)\/@(\w+)$/.exec(campo ?? '')
	return partes ? `${partes[2]} (${partes[1]})` : campo
}

/** A dónde ir a remediarlo, para quien puede; null si no es en una pantalla suya. */
export const enlaceDeLugar = (
	{ lugar, asunto }: Pick<Interpretacion, 'lugar' | 'asunto'>,
	perfil: Perfil,
): { readonly href: string; readonly texto: string } | null => {
	const duda = tienePermiso(perfil, 'abrir-duda')
		? { href: `${raizDeMesa(perfil)}?abrir=duda`, texto: 'Preguntar en la mesa de servicio' }
		: null
	switch (lugar) {
		case 'SAE':
			return tienePermiso(perfil, 'importar-sae')
				? { href: '/plantel/importar', texto: 'Importar de SAE' }
				: null
		case 'AQUI':
			return asunto === 'nombre' && tienePermiso(perfil, 'confirmar-nombre')
				? { href: '/plantel/nombres', texto: 'Ir a los nombres' }
				: null
		case 'CATALOGOS':
			return tienePermiso(perfil, 'importar-catalogo')
				? { href: '/nacional/catalogos', texto: 'Ir a los catálogos' }
				: duda
		case 'RENAPO':
			return null
		case 'DSE':
			return duda
	}
}
