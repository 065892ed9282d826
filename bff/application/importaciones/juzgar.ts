import type { Autor, Lectura } from '../ports.ts'
import { comparar, type Cambio, type ErrorDeComparacion } from '../sae/comparar.ts'
import type { Catalogos, EgresadoSae } from '../sae/leer-egresado.ts'
import type { crearPertenencia } from '../sae/pertenencia.ts'
import type { crearRevisor, Revisado } from '../sae/revisar-renglon.ts'
import type { Renglon } from '../sae/tabla.ts'
import type { CuentasDeImportacion } from '#core/contract/importacion.ts'
import { puede, type Lugar } from '#core/domain/rol.ts'

/** Quien importa: una persona con su ámbito, o el operador desde la terminal. */
export type Importador = Exclude<Autor, { readonly egresado: string }>

export type Malo = { readonly renglon: Renglon; readonly errores: readonly ErrorDeComparacion[] }

/** Un puñado de renglones ya revisados, con lo que cada uno haría. */
export type Juicio = {
	readonly altas: readonly EgresadoSae[]
	readonly cambios: readonly Cambio[]
	readonly sinCambio: number
	readonly malos: readonly Malo[]
}

export type Leido = { readonly renglon: Renglon; readonly revisado: Revisado }

/** Lo que se sabe para juzgar: quién importa, los catálogos, y cómo llama el archivo a cada columna. */
export type Criterio = {
	readonly actor: Importador
	readonly catalogos: Catalogos
	readonly revisor: ReturnType<typeof crearRevisor>
	readonly pertenece: ReturnType<typeof crearPertenencia>
}

/** Qué haría cada renglón (5, 18): alta, cambio, nada, o por qué no entra. Con `apartar`, dentro de quien va a escribir. */
export const juzgar = async (
	db: Lectura,
	{ actor, catalogos, revisor, pertenece }: Criterio,
	leidos: readonly Leido[],
	apartar: boolean,
): Promise<Juicio> => {
	const alcanza = (lugar: Lugar): boolean => 'sistema' in actor || puede(actor, 'importar-sae', lugar).ok
	const planteles = new Map([...catalogos.planteles.values()].map((plantel) => [plantel.id, plantel]))
	const malos: Malo[] = []
	const buenos: EgresadoSae[] = []
	for (const { renglon, revisado } of leidos) {
		if (revisado.egresado === null) {
			malos.push({ renglon, errores: revisado.errores.map((error) => ({ ...error, clase: 'dato' })) })
			continue
		}
		const plantel = planteles.get(revisado.egresado.plantelId)
		if (plantel === undefined || alcanza({ entidadId: plantel.entidadId, plantelId: plantel.id })) {
			buenos.push(revisado.egresado)
			continue
		}
		const razon = 'Este plantel no es el suyo: no puede importarlo.'
		const error = { linea: renglon.linea, columna: 'CCT', valor: plantel.cct, razon }
		malos.push({ renglon, errores: [{ ...revisor.conSuNombre(error), clase: 'dato' }] })
	}
	const { altas, cambios, sinCambio, errores } = await comparar(db, buenos, {
		alcance:
			'sistema' in actor
				? null
				: {
						planteles: [...planteles.values()]
							.filter(({ id, entidadId }) => alcanza({ entidadId, plantelId: id }))
							.map(({ id }) => id),
						pertenece,
					},
		apartar,
		cct: (plantelId) => planteles.get(plantelId)?.cct ?? '',
		conSuNombre: revisor.conSuNombre,
	})
	for (const { renglon } of leidos) {
		const suyos = errores.get(renglon.linea)
		if (suyos !== undefined) malos.push({ renglon, errores: suyos })
	}
	malos.sort((a, b) => a.renglon.linea - b.renglon.linea)
	return { altas, cambios, sinCambio, malos }
}

export const SIN_CUENTAS: CuentasDeImportacion = {
	filas: 0,
	altas: 0,
	cambios: 0,
	sinCambio: 0,
	conError: 0,
	errores: 0,
	sellados: 0,
	requisitos: 0,
	reabre: 0,
	reconfronta: 0,
}

/** Las cuentas, con este puñado. */
export const contar = (
	antes: CuentasDeImportacion,
	{ altas, cambios, sinCambio, malos }: Juicio,
): CuentasDeImportacion => ({
	filas: antes.filas + altas.length + cambios.length + sinCambio + malos.length,
	altas: antes.altas + altas.length,
	cambios: antes.cambios + cambios.length,
	sinCambio: antes.sinCambio + sinCambio,
	conError: antes.conError + malos.length,
	errores: antes.errores + malos.reduce((suma, { errores }) => suma + errores.length, 0),
	sellados:
		antes.sellados + malos.filter(({ errores }) => errores.some(({ clase }) => clase === 'sellado')).length,
	requisitos: antes.requisitos + cambios.filter(({ efecto }) => efecto === 'requisitos').length,
	reabre: antes.reabre + cambios.filter(({ efecto }) => efecto === 'reabre').length,
	reconfronta: antes.reconfronta + cambios.filter(({ reconfronta }) => reconfronta).length,
})
