/**
 * Qué certificados conviene mirar primero antes de sellar, y por qué. Son avisos para la persona, no reglas: ninguno
 * impide sellar.
 */
import type { Dec } from '#core/dec/dec.ts'
import { nombreCompleto, proponerNombre, sugerirAcentos, type Nombre } from '#core/domain/nombre.ts'
import { MINIMO_APROBATORIO } from '#core/domain/promedio.ts'
import type { PorSellar } from '#core/contract/sellado.ts'
import type { CertificadoPorSellar } from './comparar.ts'
import { letraRara } from './legible.ts'
import { agrupar, distintos, sinCompania, type Clave } from './mayoria.ts'

/**
 * Las razones, de la que más importa a la que menos. `abrir`: hay que abrirlo antes de sellar. Son las que un documento
 * honesto casi nunca tiene, y las que tendría uno cambiado en el camino junto con lo que se revisó.
 */
export const RAZONES = {
	'institucion-distinta': { etiqueta: 'Institución distinta', abrir: true },
	'modulos-distintos': { etiqueta: 'Módulos distintos', abrir: true },
	'letra-rara': { etiqueta: 'Letra poco usual', abrir: true },
	'fechas-distintas': { etiqueta: 'Fechas distintas', abrir: true },
	'pocos-casos': { etiqueta: 'Plan con pocos casos', abrir: true },
	creditos: { etiqueta: 'Créditos', abrir: true },
	'nombre-corregido': { etiqueta: 'Nombre corregido', abrir: false },
	'acento-distinto': { etiqueta: 'Acento distinto de SAE', abrir: false },
	'mismo-nombre': { etiqueta: 'Mismo nombre', abrir: false },
	gemelos: { etiqueta: 'Posibles gemelos', abrir: false },
	'fecha-limite': { etiqueta: 'Fecha en un límite', abrir: false },
	'promedio-diez': { etiqueta: 'Promedio de diez', abrir: false },
	'promedio-minimo': { etiqueta: 'Promedio mínimo', abrir: false },
	'plantel-solo': { etiqueta: 'Plantel con pocos casos', abrir: false },
	'quiza-acento': { etiqueta: 'Quizá lleve acento', abrir: false },
} as const satisfies Record<string, { readonly etiqueta: string; readonly abrir: boolean }>

export type Razon = keyof typeof RAZONES
export const TODAS_LAS_RAZONES = Object.keys(RAZONES) as readonly Razon[]

export type AvisoInusual = { readonly razon: Razon; readonly frase: string }

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
const apellidos = ({ dec }: Leido) =>
	minusculas(`${dec.alumno.primerApellido}|${dec.alumno.segundoApellido ?? ''}`)
const nombreEntero = (leido: Leido) => `${apellidos(leido)}|${minusculas(leido.dec.alumno.nombre)}`
/** Apellidos y fecha de nacimiento, que la CURP trae en sus posiciones 5 a 10. */
const familia = (leido: Leido) => `${apellidos(leido)}|${leido.dec.alumno.curp.slice(4, 10)}`

/** Lo que en una misma lista debe ser igual en todos. */
const institucion = ({ dec: { iems, firmaResponsable, servicioFirmante, ...dec } }: Leido) =>
	JSON.stringify([
		[dec.version, dec.tipoCertificado, servicioFirmante, iems, firmaResponsable],
		[dec.acreditacion.idNivelEstudios, dec.acreditacion.idTipoEstudiosIEMS],
	])
const lugar = ({ dec }: Leido) => JSON.stringify(dec.plantel)
const clavePlan = ({ dec: { acreditacion } }: Leido) =>
	`${acreditacion.clavePlanEstudios ?? ''}|${acreditacion.nombreTipoPerfilLaboralEMS ?? ''}`
const contenidoDelPlan = ({ dec: { acreditacion, uacs, perfilEgreso } }: Leido) =>
	JSON.stringify([
		acreditacion.totalCreditos,
		acreditacion.tipoPerfilLaboralEMS,
		uacs.map((uac) => [uac.nombre, uac.totalHorasUAC, uac.creditos]),
		perfilEgreso,
	])
const fechas = ({ dec: { acreditacion } }: Leido) =>
	`${acreditacion.periodoInicio}|${acreditacion.periodoTermino}`

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
 * Quien da los avisos de cada uno: primero se miran los grupos, y después cada quien cuesta poco. `hoy` es el día del
 * servidor, en milisegundos; con `rol` de plantel, todos deben ser del mismo.
 */
export const buscador = (
	leidos: readonly Leido[],
	{ hoy, rol }: { readonly hoy: number; readonly rol: PorSellar['rol'] },
): ((leido: Leido) => readonly AvisoInusual[]) => {
	const familias = agrupar(leidos, familia)
	const homonimos = agrupar(leidos, nombreEntero)
	const otraInstitucion = distintos(leidos, () => '', institucion)
	const lugares: readonly Clave[] =
		rol === 'plantel'
			? [() => '']
			: [({ dec }) => dec.plantel.cct, ({ dec }) => dec.plantel.nombreNumeroPlantel ?? '']
	const otroLugar = new Set(lugares.flatMap((grupo) => [...distintos(leidos, grupo, lugar)]))
	const otroPlan = distintos(leidos, clavePlan, contenidoDelPlan)
	const otrasFechas = distintos(
		leidos,
		({ dec }) => `${dec.plantel.cct}|${dec.acreditacion.periodoTermino.slice(0, 4)}`,
		fechas,
	)
	const pocosDelPlan = sinCompania(leidos, clavePlan)
	const pocosDelPlantel = rol === 'plantel' ? new Set() : sinCompania(leidos, ({ dec }) => dec.plantel.cct)
	return (leido) => {
		const { tramiteId } = leido
		const avisos: AvisoInusual[] = [...porNombre(leido), ...porPromedio(leido)]
		const agregar = (razon: Razon, frase: string) => avisos.push({ razon, frase })
		const iguales = (homonimos.get(nombreEntero(leido)) ?? []).filter((otro) => otro !== leido)
		const hermanos = (familias.get(familia(leido)) ?? []).filter(
			(otro) => otro !== leido && !iguales.includes(otro),
		)
		if (iguales.length > 0) agregar('mismo-nombre', `Se llama igual que ${matriculas(iguales)}.`)
		if (hermanos.length > 0) {
			agregar('gemelos', `Mismos apellidos y nacimiento que ${matriculas(hermanos)}: pueden ser gemelos.`)
		}
		for (const frase of porFechas(leido, hoy)) agregar('fecha-limite', frase)
		if (otraInstitucion.has(tramiteId) || otroLugar.has(tramiteId))
			agregar('institucion-distinta', 'Los datos de la institución no son como los de los demás.')
		if (otroPlan.has(tramiteId))
			agregar('modulos-distintos', 'Sus módulos no son como los de los demás de su carrera.')
		if (otrasFechas.has(tramiteId))
			agregar('fechas-distintas', 'Sus fechas no son las de los demás de su plantel.')
		if (pocosDelPlan.has(tramiteId))
			agregar('pocos-casos', 'De su plan hay muy pocos en esta lista para comparar sus módulos.')
		if (pocosDelPlantel.has(tramiteId))
			agregar('plantel-solo', 'De su plantel hay muy pocos en esta lista para comparar sus datos.')
		const rara = letraRara(leido.dec)
		if (rara) agregar('letra-rara', `${rara.dato} trae una letra poco usual: ${rara.letra}.`)
		return avisos.sort((a, b) => peso(a.razon) - peso(b.razon))
	}
}

const PESOS: ReadonlyMap<Razon, number> = new Map(TODAS_LAS_RAZONES.map((razon, i) => [razon, i]))
const peso = (razon: Razon): number => PESOS.get(razon) ?? 0

const matriculas = (leidos: readonly Leido[]): string => leidos.map(({ matricula }) => matricula).join(', ')
