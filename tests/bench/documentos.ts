/**
 * Los certificados que se sellan en la medida: los de una generación inventada, armados por el mismo código que los
 * arma en el BFF, con treinta y cinco módulos y como llegan al dispositivo (sin sello ni certificado).
 */
import { componerDec, type Renglones } from '../../bff/application/sellado/componer-dec.ts'
import { decDeFirmante } from '../../bff/application/sellado/documento.ts'
import {
	entidadRevisada,
	firmanteRevisado,
	planRevisado,
	plantelRevisado,
	revisadoDe,
} from '../../bff/application/sellado/lo-revisado.ts'
import { ENTIDADES, PLANTELES } from '../../bff/simuladores/mundo/catalogo.ts'
import { inventarEgresados, type EgresadoDemo } from '../../bff/simuladores/mundo/egresados.ts'
import { creditosDe, PLANES, type Plan } from '../../bff/simuladores/mundo/planes.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { componerFolio } from '#core/domain/folio.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { proponerNombre } from '#core/domain/nombre.ts'
import type { PorSellar } from '#core/contract/sellado.ts'
import type { Quien } from '../../src/lib/firma/comparar.ts'
import type { DocumentoPorSellar } from '../../src/lib/firma/lote.ts'
import { mostradoDe } from '../../src/lib/firma/revision.ts'

export const CURP_FIRMANTE = 'OESB721005MMCLLT09'
const MODULOS = 35
const PLANTEL = 'mex-garzas'

const FIRMANTE = {
	nombre: 'Beatriz',
	primerApellido: 'Olmedo',
	segundoApellido: 'Saldívar',
	curp: CURP_FIRMANTE,
	idCargo: '91',
	cargo: 'Director de Plantel',
}

/** Quien entró, según su sesión. */
export const QUIEN: Quien = { nombre: nombreCompleto(FIRMANTE), curp: CURP_FIRMANTE, cargo: FIRMANTE.cargo }

/** Lo que el BFF mandaría a sellar de una generación de `cuantos`; lo mismo en cada corrida. */
export const inventarLista = (cuantos: number): PorSellar => {
	// De un solo plantel, como los ve su director; los egresados se reparten entre todos.
	const opciones = { semilla: 20, hoy: '2026-11-23', cuantos: cuantos * PLANTELES.length, sinFaltas: true }
	const todos = inventarEgresados(opciones)
		.filter(({ plantelId }) => plantelId === PLANTEL)
		.slice(0, cuantos)
		.map((egresado, i) => renglonesDe(egresado, i + 1))
	const [primero] = todos
	return {
		rol: 'plantel',
		firmante: firmanteRevisado(FIRMANTE),
		entidad: entidadRevisada(hallado(primero).entidad),
		planteles: Object.fromEntries(todos.map(({ plantel }) => [PLANTEL, plantelRevisado(plantel)])),
		planes: Object.fromEntries(
			todos.map(({ plan, modulos }) => [plan.clave, planRevisado({ ...plan, modulos })]),
		),
		muestra: { minimo: 3, porcentaje: 2 },
		certificados: todos.map(certificadoDe),
		total: cuantos,
		yaSelladosPorUsted: 0,
	}
}

/** `cuantos` documentos por sellar, con lo que la persona revisó de cada uno. */
export const inventarDocumentos = (cuantos: number): DocumentoPorSellar[] => {
	const lista = inventarLista(cuantos)
	return lista.certificados.map((certificado) => ({
		tramiteId: certificado.tramiteId,
		xml: certificado.xml,
		mostrado: mostradoDe(lista, certificado, QUIEN),
	}))
}

const certificadoDe = (renglones: Renglones): PorSellar['certificados'][number] => {
	const { egresado, folio, nombre, modulos } = renglones
	const dec = decDeFirmante(componerDec(renglones), FIRMANTE)
	if (dec.uacs.length !== MODULOS) throw new Error(`El documento lleva ${dec.uacs.length} módulos`)
	return {
		tramiteId: `t-${egresado.matricula}`,
		folio,
		matricula: egresado.matricula,
		xml: escribirDec({
			...dec,
			firmaResponsable: { ...dec.firmaResponsable, sello: '', certificadoResponsable: '' },
		}),
		revisado: revisadoDe({
			nombre,
			comun: { plantel: PLANTEL, plan: renglones.plan.clave },
			egresado,
			calificaciones: modulos.map(({ calificacion }) => calificacion),
		}),
		nombreEditado: false,
		intento: 1,
		devuelto: null,
	}
}

const hallado = <T>(valor: T | undefined): T => {
	if (valor === undefined) throw new Error('El catálogo de la demostración está incompleto')
	return valor
}

const renglonesDe = (egresado: EgresadoDemo, numero: number): Renglones => {
	const plantel = hallado(PLANTELES.find(({ id }) => id === egresado.plantelId))
	const entidad = hallado(ENTIDADES.find(({ id }) => id === plantel.entidadId))
	const plan = hallado(PLANES.find(({ clave }) => clave === egresado.planClave))
	if (plan.modelo === 'anterior') throw new Error('De un modelo anterior no se emite (22)')
	return {
		entidad,
		plantel,
		plan: filaDePlan(plan),
		modulos: Array.from({ length: MODULOS }, (_, i) => {
			// Los planes inventados son más cortos: los que falten son la segunda parte de los primeros.
			const modulo = hallado(plan.modulos[i % plan.modulos.length])
			return {
				...modulo,
				nombre: i < plan.modulos.length ? modulo.nombre : `${modulo.nombre} II`,
				formacionTrabajo: true,
				calificacion: hallado(egresado.modulos.find(({ clave }) => clave === modulo.clave)).calificacion,
			}
		}),
		egresado: {
			...egresado,
			datosValidados: 1,
			certificadoFisico: null,
			importacionId: null,
			actualizado: '2026-11-23T18:00:00.000Z',
		},
		nombre: proponerNombre(egresado),
		folio: componerFolio(plan.modelo, numero),
	}
}

const filaDePlan = (plan: Plan): Renglones['plan'] => ({
	clave: plan.clave,
	carrera: plan.carrera,
	idNivelEstudios: '2',
	idTipoEstudios: '1',
	tipoPerfilLaboral: plan.trayecto === null ? null : 'Profesional técnico bachiller',
	trayecto: plan.trayecto,
	idCampoDisciplinar: plan.idCampoDisciplinar,
	campoDisciplinar: plan.campoDisciplinar,
	totalCreditos: creditosDe(plan),
	competencias: plan.competencias,
})
