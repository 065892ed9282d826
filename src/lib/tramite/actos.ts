import type { EgresadoFila } from '#core/contract/egresado.ts'
import { ResultadoLote, type ResultadoFila } from '#core/contract/problema.ts'
import type { Acto } from '#core/domain/rol.ts'
import { type ActoTramite, estadosQueAdmiten } from '#core/domain/tramite.ts'
import { enviar } from '../api.ts'
import { ErrorApi, fraseDe } from '../error-api.ts'

/** Un acto sobre varias matrículas a la vez, con lo que la pantalla dice de él. */
export type ActoEnLote = {
	readonly acto: Acto
	/** El botón: «Solicitar». */
	readonly texto: string
	/** Qué va a pasar, antes de hacerlo. */
	readonly explica: string
	/** «solicitado», «solicitados»: lo que quedó hecho. */
	readonly hecho: readonly [uno: string, varios: string]
	readonly ruta: string
	/** Los trámites se nombran por su id; lo que aún no es trámite, por su matrícula. */
	readonly por: 'matriculas' | 'tramites'
	readonly conRazon: boolean
	/** El botón que lo hace y el que regresa, si «texto» y «Cancelar» se prestan a confusión. */
	readonly botones?: { readonly hacer: (cuantos: number) => string; readonly regresar: string }
	readonly admite: (fila: EgresadoFila) => boolean
}

const enEstado =
	(acto: ActoTramite) =>
	(fila: EgresadoFila): boolean =>
		fila.tramiteId !== null && (estadosQueAdmiten(acto) as readonly string[]).includes(fila.situacion)

/** En el orden en que suceden (5–8). */
export const ACTOS_EN_LOTE: readonly ActoEnLote[] = [
	{
		acto: 'confrontar-renapo',
		texto: 'Confrontar CURP',
		explica:
			'Se encarga preguntar a RENAPO por la CURP de cada egresado; conforme conteste, verá su respuesta en cada uno (6 b).',
		hecho: ['confronta encargada a RENAPO', 'confrontas encargadas a RENAPO'],
		ruta: '/api/egresados/confrontar',
		por: 'matriculas',
		conRazon: false,
		admite: (fila) => fila.faltan.includes('b'),
	},
	{
		acto: 'solicitar',
		texto: 'Solicitar',
		explica: 'La solicitud pasa a Servicios Escolares estatal, que la autoriza o la deniega (5, 7).',
		hecho: ['certificado solicitado', 'certificados solicitados'],
		ruta: '/api/tramites',
		por: 'matriculas',
		conRazon: false,
		admite: (fila) => fila.puedeSolicitarse,
	},
	{
		acto: 'autorizar',
		texto: 'Autorizar',
		explica: 'El plantel podrá registrar el folio de cada uno (7, 8).',
		hecho: ['solicitud autorizada', 'solicitudes autorizadas'],
		ruta: '/api/tramites/autorizar',
		por: 'tramites',
		conRazon: false,
		admite: enEstado('autorizar'),
	},
	{
		acto: 'denegar',
		texto: 'Denegar',
		explica: 'La solicitud regresa al plantel con la razón que usted escriba.',
		hecho: ['solicitud denegada', 'solicitudes denegadas'],
		ruta: '/api/tramites/denegar',
		por: 'tramites',
		conRazon: true,
		admite: enEstado('denegar'),
	},
	{
		acto: 'registrar',
		texto: 'Registrar folio',
		explica:
			'A cada uno se le asigna el folio que sigue, con volumen, foja, CUV y fecha, y se asienta en el Libro (8). Un asiento no se borra.',
		hecho: ['folio registrado', 'folios registrados'],
		ruta: '/api/tramites/registrar',
		por: 'tramites',
		conRazon: false,
		admite: enEstado('registrar'),
	},
	{
		acto: 'cargar',
		texto: 'Cargar',
		explica: 'Se vuelven a revisar los ocho requisitos con los datos más recientes de SAE (6).',
		hecho: ['matrícula cargada', 'matrículas cargadas'],
		ruta: '/api/tramites/cargar',
		por: 'tramites',
		conRazon: false,
		admite: enEstado('cargar'),
	},
	{
		acto: 'volver-a-sellar',
		texto: 'Volver a sellar',
		explica:
			'Vuelve a la dirección del plantel para sellarse otra vez, con una e.firma vigente; después, a la estatal. El documento no cambia y los sellos de antes quedan en el registro (16, 20).',
		hecho: ['certificado por volver a sellar', 'certificados por volver a sellar'],
		ruta: '/api/tramites/volver-a-sellar',
		por: 'tramites',
		conRazon: false,
		admite: (fila) => fila.detenido && enEstado('volver-a-sellar')(fila),
	},
	{
		acto: 'retirar',
		texto: 'Retirar',
		explica: 'El trámite se cierra y la matrícula queda libre para solicitarse de nuevo.',
		hecho: ['trámite retirado', 'trámites retirados'],
		ruta: '/api/tramites/retirar',
		por: 'tramites',
		conRazon: true,
		admite: enEstado('retirar'),
	},
	{
		acto: 'cancelar-folio',
		texto: 'Cancelar folio',
		explica:
			'El folio y su asiento se quedan en el Libro, con la cancelación y su razón al margen, y ese número no vuelve a darse nunca. El trámite se cierra; si la matrícula se solicita otra vez, llevará otro folio. No se puede deshacer (8, 15).',
		hecho: ['folio cancelado', 'folios cancelados'],
		ruta: '/api/tramites/cancelar-folio',
		por: 'tramites',
		conRazon: true,
		botones: {
			hacer: (varios) => `Sí, cancelar ${varios === 1 ? 'el folio' : `${varios} folios`}`,
			regresar: 'No, regresar',
		},
		admite: enEstado('cancelar-folio'),
	},
]

/** De a cuántos se manda cada petición: el avance se ve y un corte de red no se lleva todo. */
export const PEDAZO = 50

/**
 * Hace el acto sobre todas las filas, por pedazos. Si un pedazo falla, sus filas dicen por qué y se sigue con el
 * resto, salvo que la sesión haya terminado. Ninguna fila se queda sin respuesta.
 */
export const hacerEnLote = async (orden: {
	readonly acto: ActoEnLote
	readonly filas: readonly EgresadoFila[]
	readonly razon: string
	readonly alAvanzar: (hechas: number) => void
}): Promise<ResultadoFila[]> => {
	const { acto } = orden
	const resultados: ResultadoFila[] = []
	const ids = orden.filas.map((fila) => (acto.por === 'matriculas' ? fila.matricula : (fila.tramiteId ?? '')))
	for (let desde = 0; desde < ids.length; desde += PEDAZO) {
		const pedazo = ids.slice(desde, desde + PEDAZO)
		const cuerpo = { [acto.por]: pedazo, ...(acto.conRazon ? { razon: orden.razon } : {}) }
		try {
			const { filas } = await enviar('POST', acto.ruta, cuerpo, ResultadoLote, { limite: 120_000 })
			resultados.push(...completar(pedazo, filas))
		} catch (causa) {
			if (causa instanceof ErrorApi && causa.estado === 401) throw causa
			resultados.push(...pedazo.map((id) => ({ id, hecho: false, frase: fraseDe(causa) })))
		}
		orden.alAvanzar(Math.min(desde + PEDAZO, ids.length))
	}
	return resultados
}

const completar = (ids: readonly string[], filas: readonly ResultadoFila[]): ResultadoFila[] => {
	const porId = new Map(filas.map((fila) => [fila.id, fila]))
	return ids.map(
		(id) => porId.get(id) ?? { id, hecho: false, frase: 'El servidor no dijo qué pasó; revise su estado.' },
	)
}
