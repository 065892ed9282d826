import { enCsv } from '../../application/catalogos/exportar.ts'
import { columnasDe, type NombreCatalogo } from '../../application/catalogos/definiciones.ts'
import { ENTIDADES as FEDERATIVAS } from '../../simuladores/cosfac/catalogos.ts'
import { RECHAZOS } from './rechazos.ts'
import { ENTIDADES, PERSONAS, PLANTELES } from '../../simuladores/mundo/catalogo.ts'
import { creditosDe, PLANES } from '../../simuladores/mundo/planes.ts'

/** Los catálogos de la demostración empiezan con el primer año de sus egresados, y los más no terminan. */
const DESDE = '2000-01-01'

type Renglon = readonly (string | null)[]

/**
 * Los catálogos de la demostración como los archivos que alguien cargaría, en el orden en que se nombran. Las claves que
 * no son públicas están inventadas.
 */
export const archivosDeCatalogo = (hoy: string): readonly (readonly [NombreCatalogo, Uint8Array])[] =>
	Object.entries(RENGLONES).map(([cual, renglones]) => {
		const nombre = cual as NombreCatalogo
		const filas = renglones(hoy).map((fila) => fila.map((celda) => celda ?? ''))
		return [nombre, enCsv([columnasDe(nombre), ...filas])]
	})

const siempre = (...datos: Renglon): Renglon => [...datos, DESDE, null]

/** Un renglón por clave, aunque varios la nombren. */
const porClave = (renglones: readonly Renglon[]): Renglon[] => [
	...new Map(renglones.map((fila) => [fila[0], fila])).values(),
]

const RENGLONES: Readonly<Record<NombreCatalogo, (hoy: string) => readonly Renglon[]>> = {
	'entidad-federativa': () => Object.entries(FEDERATIVAS).map(([clave, nombre]) => siempre(clave, nombre)),
	municipio: () => porClave(PLANTELES.map((plantel) => siempre(municipioDe(plantel), plantel.municipio))),
	'tipo-iems': () => porClave(ENTIDADES.map(({ idTipoIems, tipoIems }) => siempre(idTipoIems, tipoIems))),
	iems: () => ENTIDADES.map(({ idIems, nombreIems, idTipoIems }) => siempre(idIems, nombreIems, idTipoIems)),
	'opcion-educativa': () =>
		porClave(ENTIDADES.map((una) => siempre(una.idOpcionEducativa, una.opcionEducativa))),
	'tipo-plantel': () => porClave(PLANTELES.map((uno) => siempre(uno.idTipoPlantel, uno.tipoPlantel))),
	'genero-plantel': () => porClave(PLANTELES.map(({ idGeneroPlantel }) => siempre(idGeneroPlantel, 'El'))),
	sostenimiento: () => porClave(PLANTELES.map(({ idSostenimiento }) => siempre(idSostenimiento, 'Público'))),
	cargo: () =>
		porClave(PERSONAS.flatMap(({ idCargo, cargo }) => (idCargo === null ? [] : [siempre(idCargo, cargo)]))),
	entidad: () =>
		ENTIDADES.map((una) =>
			siempre(
				una.id,
				una.nombre,
				una.tipo,
				una.entidadFederativa,
				una.servicioFirmante,
				una.nombreSen,
				una.nombreDependencia,
				una.idIems,
				una.idOpcionEducativa,
				una.patronMatricula,
			),
		),
	plantel: () =>
		PLANTELES.map((uno) =>
			siempre(
				uno.id,
				uno.entidadId,
				uno.nombre,
				uno.cct,
				uno.idTipoPlantel,
				municipioDe(uno),
				uno.idGeneroPlantel,
				uno.idSostenimiento,
				`^\\d{2}${uno.clave}\\d{4}-\\d$`,
			),
		),
	'pc-sinems': (hoy) =>
		PLANTELES.flatMap(({ cct, pcSinems }) =>
			pcSinems === null ? [] : [[cct, enAnios(hoy, pcSinems[0]), enAnios(hoy, pcSinems[1])]],
		),
	'nivel-estudios': () => [siempre('2', 'Media superior')],
	'tipo-estudios': () => [siempre('1', 'Profesional técnico bachiller')],
	'campo-disciplinar': () =>
		porClave(
			PLANES.flatMap(({ idCampoDisciplinar, campoDisciplinar }) =>
				idCampoDisciplinar === null ? [] : [siempre(idCampoDisciplinar, campoDisciplinar)],
			),
		),
	carrera: () => PLANES.map(({ clave, carrera }) => siempre(clave, carrera)),
	plan: () =>
		PLANES.map((plan) =>
			siempre(
				plan.clave,
				plan.clave,
				plan.modelo,
				'2',
				'1',
				plan.trayecto === null ? null : 'Profesional técnico bachiller',
				plan.trayecto,
				plan.idCampoDisciplinar,
				creditosDe(plan),
				plan.competencias.join('|'),
			),
		),
	modulo: () =>
		PLANES.flatMap((plan) =>
			plan.modulos.map((modulo, i) =>
				siempre(
					plan.clave,
					modulo.clave,
					String(i + 1),
					modulo.nombre,
					modulo.horas,
					modulo.creditos,
					modulo.formacionTrabajo ? 'SI' : 'NO',
				),
			),
		),
	'rechazo-sep': () => RECHAZOS.map((fila) => siempre(...fila)),
}

/** Cinco cifras: la entidad federativa y el municipio. */
const municipioDe = (plantel: { readonly entidadId: string; readonly idMunicipio: string }): string => {
	const entidad = ENTIDADES.find(({ id }) => id === plantel.entidadId)
	return `${entidad?.entidadFederativa ?? ''}${plantel.idMunicipio}`
}

const enAnios = (fecha: string, anios: number): string =>
	`${Number(fecha.slice(0, 4)) + anios}${fecha.slice(4).replace('-02-29', '-02-28')}`
