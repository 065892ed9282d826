import type { Situacion, Tablero } from '#core/contract/egresado.ts'
import { tienePermiso, type Acto, type Perfil } from '#core/domain/rol.ts'
import { conFiltros } from './direccion.ts'

/** Un paso que quien mira el tablero puede dar ya. */
type PasoSiguiente = {
	readonly cuantos: number
	/** «por solicitar» */
	readonly texto: string
	readonly explica: string
	readonly href: string
}

type Regla = {
	readonly acto: Acto
	readonly situaciones: readonly Situacion[]
	readonly texto: readonly [uno: string, varios: string]
	readonly explica: string
	readonly ruta?: string
}

const REGLAS: readonly Regla[] = [
	{
		acto: 'autorizar',
		situaciones: ['solicitado'],
		texto: ['solicitud por autorizar', 'solicitudes por autorizar'],
		explica: 'Los planteles esperan su respuesta.',
		ruta: 'solicitudes',
	},
	{
		acto: 'registrar',
		situaciones: ['autorizado'],
		texto: ['por registrar', 'por registrar'],
		explica: 'Ya autorizados: se les asigna folio y se asientan en el Libro.',
	},
	{
		acto: 'cargar',
		situaciones: ['registrado'],
		texto: ['por cargar', 'por cargar'],
		explica: 'Con folio: se revisan los ocho requisitos con los datos más recientes.',
	},
	{
		acto: 'confirmar-nombre',
		situaciones: ['cargado'],
		texto: ['nombre por confirmar', 'nombres por confirmar'],
		explica: 'Compare con el acta de nacimiento antes de que se selle.',
		ruta: 'nombres',
	},
	{
		acto: 'enviar-lote',
		situaciones: ['sellado-estatal'],
		texto: ['por enviar a SEP', 'por enviar a SEP'],
		explica: 'Con los dos sellos. Salen solos; también puede enviarlos ya.',
		ruta: 'lotes',
	},
	{
		acto: 'solicitar',
		situaciones: ['rechazado'],
		texto: ['rechazado por SEP', 'rechazados por SEP'],
		explica: 'Lea lo que SEP respondió y qué corregir.',
	},
	{
		acto: 'iniciar-buzon',
		situaciones: ['emitido', 'descargado'],
		texto: ['por entregar', 'por entregar'],
		explica: 'Emitidos: el egresado confirma su correo y se le entrega.',
	},
]

const plural = (cuantos: number, uno: string, varios: string): string => (cuantos === 1 ? uno : varios)

/** Los pasos que el perfil puede dar, con cuántos esperan; los que no tienen a nadie no salen. */
export const pasosSiguientes = (
	tablero: Pick<Tablero, 'porSolicitar' | 'devueltos' | 'situaciones'>,
	perfil: Perfil,
	raiz: string,
	filtros: URLSearchParams,
): PasoSiguiente[] => {
	const lista = `${raiz}/egresados`
	const pasos: PasoSiguiente[] = []
	if (tienePermiso(perfil, 'cargar') && tablero.devueltos > 0) {
		pasos.push({
			cuantos: tablero.devueltos,
			texto: plural(tablero.devueltos, 'devuelto por la dirección', 'devueltos por la dirección'),
			explica: 'Lea la razón de cada uno y corríjalo para que pueda sellarse.',
			href: conFiltros(lista, filtros, { devuelto: 'si' }),
		})
	}
	if (tienePermiso(perfil, 'solicitar') && tablero.porSolicitar > 0) {
		pasos.push({
			cuantos: tablero.porSolicitar,
			texto: 'por solicitar',
			explica: 'Cumplen lo necesario: pida la autorización.',
			href: conFiltros(lista, filtros, { puede: 'solicitar' }),
		})
	}
	for (const regla of REGLAS) {
		if (!tienePermiso(perfil, regla.acto)) continue
		for (const { situacion, cuantos } of tablero.situaciones) {
			if (cuantos === 0 || !regla.situaciones.includes(situacion)) continue
			pasos.push({
				cuantos,
				texto:
					situacion === 'descargado'
						? plural(cuantos, 'descargado sin entregar', 'descargados sin entregar')
						: plural(cuantos, ...regla.texto),
				explica: regla.explica,
				href: regla.ruta ? `${raiz}/${regla.ruta}` : conFiltros(lista, filtros, { situacion }),
			})
		}
	}
	return pasos
}
