/**
 * Qué certificados conviene mirar primero antes de sellar, y por qué. Son avisos para la persona, no reglas: ninguno
 * impide sellar.
 */
import type { Dec } from '#core/dec/dec.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { proponerNombre, sugerirAcentos, type Nombre } from '#core/domain/nombre.ts'
import { MINIMO_APROBATORIO } from '#core/domain/promedio.ts'
import type { PorSellar } from '#core/contract/sellado.ts'
import type { CertificadoPorSellar } from './comparar.ts'
import { letraRara } from './legible.ts'
import { pesoDe, type AvisoInusual, type Razon } from './razones.ts'
import { agrupar, distintos, sinCompania, type Clave } from './mayoria.ts'

export type Leido = {
	readonly tramiteId: string
	readonly matricula: string
	readonly nombreEditado: boolean
	readonly revisado: Pick<CertificadoPorSellar['revisado'], 'nombreSae' | 'fechaSecundaria'>
	readonly dec: Dec
}

const DIA = 86_400_000

/** Duración de la carrera de Profesional Técnico: tres años; con menos de dos y medio o más de seis, se mira. */
const MESES_MINIMOS = 30
const MESES_MAXIMOS = 72
/** De la secundaria (julio) al inicio (agosto) hay semanas; con menos de una se mira la regla 6 f. */
const DIAS_DESDE_SECUNDARIA = 7

const minusculas = (texto: string) => texto.toLocaleLowerCase('es-MX')

/** Un certificado leído con lo que se compara de él contra los demás, escrito una sola vez. */
type Puesto = Leido & {
	readonly nombre: string
	/** Apellidos y fecha de nacimiento, que la CURP trae en sus posiciones 5 a 10. */
	readonly familia: string
	/** Lo que en una misma lista debe ser igual en todos. */
	readonly institucion: string
	readonly cct: string
	readonly lugar: string
	readonly clavePlan: string
	readonly contenidoDelPlan: string
	readonly fechas: string
}

const poner = (leido: Leido): Puesto => {
	const { alumno, acreditacion, plantel, uacs, perfilEgreso, ...dec } = leido.dec
	const apellidos = minusculas(`${alumno.primerApellido}|${alumno.segundoApellido ?? ''}`)
	return {
		...leido,
		nombre: `${apellidos}|${minusculas(alumno.nombre)}`,
		familia: `${apellidos}|${alumno.curp.slice(4, 10)}`,
		institucion: JSON.stringify([
			[dec.version, dec.tipoCertificado, dec.servicioFirmante, dec.iems, dec.firmaResponsable],
			[acreditacion.idNivelEstudios, acreditacion.idTipoEstudiosIEMS],
		]),
		cct: plantel.cct,
		lugar: JSON.stringify(plantel),
		clavePlan: `${acreditacion.clavePlanEstudios ?? ''}|${acreditacion.nombreTipoPerfilLaboralEMS ?? ''}`,
		contenidoDelPlan: JSON.stringify([
			acreditacion.totalCreditos,
			acreditacion.tipoPerfilLaboralEMS,
			uacs.map((uac) => [uac.nombre, uac.totalHorasUAC, uac.creditos]),
			perfilEgreso,
		]),
		fechas: `${acreditacion.periodoInicio}|${acreditacion.periodoTermino}`,
	}
}

const meses = (inicio: string, termino: string): number =>
	(Number(termino.slice(0, 4)) - Number(inicio.slice(0, 4))) * 12 +
	(Number(termino.slice(5, 7)) - Number(inicio.slice(5, 7)))

const dia = (fecha: string): number => Date.parse(`${fecha.slice(0, 10)}T00:00:00Z`)

const porFechas = ({ dec, revisado }: Leido, hoy: number): string[] => {
	const { periodoInicio, periodoTermino } = dec.acreditacion
	const frases: string[] = []
	const termino = dia(periodoTermino)
	if (termino > hoy) frases.push('Su fecha de término todavía no llega.')
	else if (hoy - termino < DIA) frases.push('Su fecha de término es de hoy.')
	const duracion = meses(periodoInicio, periodoTermino)
	if (duracion < MESES_MINIMOS) frases.push(`Terminó en ${duracion} meses, menos de lo usual.`)
	if (duracion > MESES_MAXIMOS) frases.push(`Terminó en ${duracion} meses, más de lo usual.`)
	if (revisado.fechaSecundaria !== null) {
		const dias = Math.round((dia(periodoInicio) - dia(revisado.fechaSecundaria)) / DIA)
		if (dias <= 0) frases.push('Su secundaria no es anterior a su inicio.')
		else if (dias < DIAS_DESDE_SECUNDARIA)
			frases.push(`Entre su secundaria y su inicio hay ${dias === 1 ? 'un día' : `${dias} días`}.`)
	}
	return frases
}

const partesDe = ({ nombre, primerApellido, segundoApellido }: Dec['alumno']): Nombre => ({
	nombre,
	primerApellido,
	segundoApellido: segundoApellido ?? null,
})

const porNombre = ({ dec, revisado: { nombreSae }, nombreEditado }: Leido): AvisoInusual[] => {
	const avisos: AvisoInusual[] = []
	const suyo = partesDe(dec.alumno)
	const enDocumento = nombreCompleto(suyo)
	const enSae = nombreCompleto(nombreSae)
	// La marca la pone el servidor; que no sea la propuesta lo ve el dispositivo por su cuenta.
	if (nombreEditado || enDocumento !== nombreCompleto(proponerNombre(nombreSae)))
		avisos.push({ razon: 'nombre-corregido', frase: `El nombre se corrigió a mano; en SAE es ${enSae}.` })
	const cambios = palabrasDistintas(enSae, enDocumento)
	if (cambios.length > 0)
		avisos.push({
			razon: 'acento-distinto',
			frase: `Cambia de acentos respecto de SAE: ${cambios.join(', ')}.`,
		})
	const sugeridos = [suyo.nombre, suyo.primerApellido, suyo.segundoApellido ?? ''].flatMap(sugerirAcentos)
	if (sugeridos.length > 0) {
		const cuales = sugeridos.map(({ de, a }) => `${de} → ${a}`).join(', ')
		avisos.push({ razon: 'quiza-acento', frase: `Podría llevar acento: ${cuales}.` })
	}
	return avisos
}

/** «GOMEZ → Gómez»: las palabras que no son iguales aun sin mirar mayúsculas. */
const palabrasDistintas = (sae: string, documento: string): readonly string[] => {
	const deSae = sae.normalize('NFC').split(/[ -]+/)
	return documento.split(/[ -]+/).flatMap((palabra, i) => {
		const otra = deSae[i] ?? ''
		return minusculas(palabra) === minusculas(otra) ? [] : [`${otra || 'nada'} → ${palabra}`]
	})
}

const porPromedio = ({ dec: { acreditacion } }: Leido): AvisoInusual[] => {
	const promedio = acreditacion.promedioAprovechamiento
	const avisos: AvisoInusual[] = []
	if (promedio === '10') avisos.push({ razon: 'promedio-diez', frase: 'Su promedio es exactamente 10.' })
	else if (promedio === MINIMO_APROBATORIO)
		avisos.push({ razon: 'promedio-minimo', frase: `Su promedio es el mínimo aprobatorio, ${promedio}.` })
	else if (Number(promedio) < Number(MINIMO_APROBATORIO))
		avisos.push({
			razon: 'promedio-minimo',
			frase: `Su promedio, ${promedio}, es menor que el mínimo aprobatorio, ${MINIMO_APROBATORIO}.`,
		})
	const { creditosObtenidos, totalCreditos } = acreditacion
	if (creditosObtenidos !== totalCreditos)
		avisos.push({
			razon: 'creditos',
			frase: `Obtuvo ${creditosObtenidos} créditos y el plan tiene ${totalCreditos}.`,
		})
	return avisos
}

/**
 * Los avisos de cada certificado, en el orden en que se dan, un certificado por paso. `hoy` es el día del servidor, en
 * milisegundos; con `rol` de plantel, todos deben ser del mismo.
 */
export function* avisosPorPasos(
	leidos: readonly Leido[],
	{ hoy, rol }: { readonly hoy: number; readonly rol: PorSellar['rol'] },
): Generator<undefined, ReadonlyMap<string, readonly AvisoInusual[]>> {
	const puestos: Puesto[] = []
	for (const leido of leidos) {
		puestos.push(poner(leido))
		yield
	}
	const deGrupo = enGrupo(puestos, rol)
	const avisos = new Map<string, readonly AvisoInusual[]>()
	for (const puesto of puestos) {
		const suyos = [...porNombre(puesto), ...porPromedio(puesto), ...deGrupo(puesto)]
		for (const frase of porFechas(puesto, hoy)) suyos.push({ razon: 'fecha-limite', frase })
		const rara = letraRara(puesto.dec)
		if (rara)
			suyos.push({ razon: 'letra-rara', frase: `${rara.dato} trae una letra poco usual: ${rara.letra}.` })
		if (suyos.length > 0)
			avisos.set(
				puesto.tramiteId,
				suyos.sort((a, b) => pesoDe(a.razon) - pesoDe(b.razon)),
			)
		yield
	}
	return avisos
}

/** Lo que sólo se ve al lado de los demás. */
const enGrupo = (
	puestos: readonly Puesto[],
	rol: PorSellar['rol'],
): ((puesto: Puesto) => readonly AvisoInusual[]) => {
	const familias = agrupar(puestos, ({ familia }) => familia)
	const homonimos = agrupar(puestos, ({ nombre }) => nombre)
	const lugares: readonly Clave<Puesto>[] =
		rol === 'plantel' ? [() => ''] : [({ cct }) => cct, ({ dec }) => dec.plantel.nombreNumeroPlantel ?? '']
	const otraInstitucion = new Set([
		...distintos(
			puestos,
			() => '',
			({ institucion }) => institucion,
		),
		...lugares.flatMap((grupo) => [...distintos(puestos, grupo, ({ lugar }) => lugar)]),
	])
	const otroPlan = distintos(
		puestos,
		({ clavePlan }) => clavePlan,
		({ contenidoDelPlan }) => contenidoDelPlan,
	)
	const otrasFechas = distintos(
		puestos,
		({ cct, dec }) => `${cct}|${dec.acreditacion.periodoTermino.slice(0, 4)}`,
		({ fechas }) => fechas,
	)
	const pocosDelPlan = sinCompania(puestos, ({ clavePlan }) => clavePlan)
	const pocosDelPlantel = rol === 'plantel' ? new Set() : sinCompania(puestos, ({ cct }) => cct)
	return (puesto) => {
		const avisos: AvisoInusual[] = []
		const agregar = (razon: Razon, frase: string) => avisos.push({ razon, frase })
		const iguales = (homonimos.get(puesto.nombre) ?? []).filter((otro) => otro !== puesto)
		const hermanos = (familias.get(puesto.familia) ?? []).filter(
			(otro) => otro !== puesto && otro.nombre !== puesto.nombre,
		)
		if (iguales.length > 0) agregar('mismo-nombre', `Se llama igual que ${matriculas(iguales)}.`)
		if (hermanos.length > 0) {
			agregar('gemelos', `Mismos apellidos y nacimiento que ${matriculas(hermanos)}: pueden ser gemelos.`)
		}
		if (otraInstitucion.has(puesto))
			agregar('institucion-distinta', 'Los datos de la institución no son como los de los demás.')
		if (otroPlan.has(puesto))
			agregar('modulos-distintos', 'Sus módulos no son como los de los demás de su carrera.')
		if (otrasFechas.has(puesto))
			agregar('fechas-distintas', 'Sus fechas no son las de los demás de su plantel.')
		if (pocosDelPlan.has(puesto))
			agregar('pocos-casos', 'De su plan hay muy pocos en esta lista para comparar sus módulos.')
		if (pocosDelPlantel.has(puesto))
			agregar('plantel-solo', 'De su plantel hay muy pocos en esta lista para comparar sus datos.')
		return avisos
	}
}

const matriculas = (leidos: readonly Leido[]): string => leidos.map(({ matricula }) => matricula).join(', ')
