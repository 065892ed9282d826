/**
 * Qué certificados conviene mirar primero antes de sellar, y por qué. Son avisos para la persona, no reglas: ninguno
 * impide sellar.
 */
import type { Dec } from '#core/dec/dec.ts'
import { sugerirAcentos } from '#core/domain/nombre.ts'

export type Leido = {
	readonly tramiteId: string
	readonly matricula: string
	readonly nombreEditado: boolean
	readonly dec: Dec
}

const DIA = 86_400_000

/** Duración de la carrera de Profesional Técnico: tres años; con menos de dos y medio o más de seis, se mira. */
const MESES_MINIMOS = 30
const MESES_MAXIMOS = 72

const apellidos = ({ dec }: Leido) =>
	`${dec.alumno.primerApellido}|${dec.alumno.segundoApellido ?? ''}`.toLowerCase()
const nombreCompleto = (leido: Leido) => `${apellidos(leido)}|${leido.dec.alumno.nombre.toLowerCase()}`
/** Apellidos y fecha de nacimiento, que la CURP trae en sus posiciones 5 a 10. */
const familia = (leido: Leido) => `${apellidos(leido)}|${leido.dec.alumno.curp.slice(4, 10)}`

/** Lo que en una misma generación de un plantel debe ser igual en todos. */
const institucion = ({ dec }: Leido) =>
	JSON.stringify([
		dec.version,
		dec.tipoCertificado,
		dec.firmaResponsable.idCargo,
		dec.iems.nombreDependencia,
		dec.iems.idIEMS,
		dec.iems.idOpcionEducativa,
		dec.acreditacion.idTipoEstudiosIEMS,
	])
const lugar = ({ dec }: Leido) =>
	JSON.stringify([dec.plantel.idTipoPlantel, dec.plantel.idMunicipio, dec.plantel.idEntidadFederativa])
const carrera = ({ dec }: Leido) =>
	`${dec.plantel.cct}|${dec.acreditacion.clavePlanEstudios ?? ''}|${dec.acreditacion.nombreTipoPerfilLaboralEMS ?? ''}`
const plan = ({ dec }: Leido) =>
	JSON.stringify([dec.acreditacion.totalCreditos, dec.uacs.map((uac) => [uac.nombre, uac.totalHorasUAC])])

const agrupar = (leidos: readonly Leido[], clave: (leido: Leido) => string) => {
	const grupos = new Map<string, Leido[]>()
	for (const leido of leidos) {
		const grupo = grupos.get(clave(leido))
		if (grupo) grupo.push(leido)
		else grupos.set(clave(leido), [leido])
	}
	return grupos
}

/** Los que no son como la mayoría clara de su grupo: con dos contra dos no hay de qué extrañarse. */
const distintos = (leidos: readonly Leido[], grupo: (l: Leido) => string, valor: (l: Leido) => string) => {
	const raros = new Set<string>()
	for (const miembros of agrupar(leidos, grupo).values()) {
		const porValor = [...agrupar(miembros, valor).values()].sort((a, b) => b.length - a.length)
		const mayoria = porValor[0]?.length ?? 0
		for (const otros of porValor.slice(1)) {
			if (mayoria >= 3 && mayoria > otros.length * 2) for (const l of otros) raros.add(l.tramiteId)
		}
	}
	return raros
}

const meses = (inicio: string, termino: string): number =>
	(Number(termino.slice(0, 4)) - Number(inicio.slice(0, 4))) * 12 +
	(Number(termino.slice(5, 7)) - Number(inicio.slice(5, 7)))

const porFechas = ({ dec }: Leido, hoy: number): string[] => {
	const { periodoInicio, periodoTermino } = dec.acreditacion
	const avisos: string[] = []
	const termino = Date.parse(`${periodoTermino.slice(0, 10)}T00:00:00Z`)
	if (termino > hoy) avisos.push('Su fecha de término todavía no llega.')
	else if (hoy - termino < DIA) avisos.push('Su fecha de término es de hoy.')
	const duracion = meses(periodoInicio, periodoTermino)
	if (duracion < MESES_MINIMOS) avisos.push(`Terminó en ${duracion} meses, menos de lo usual.`)
	if (duracion > MESES_MAXIMOS) avisos.push(`Terminó en ${duracion} meses, más de lo usual.`)
	return avisos
}

const porAcentos = ({ dec }: Leido): string[] => {
	const { nombre, primerApellido, segundoApellido } = dec.alumno
	const sugeridos = [nombre, primerApellido, segundoApellido ?? ''].flatMap(sugerirAcentos)
	if (sugeridos.length === 0) return []
	return [`Podría llevar acento: ${sugeridos.map(({ de, a }) => `${de} → ${a}`).join(', ')}.`]
}

/** Los avisos de cada certificado que los tiene, por su trámite. `hoy` es el día del servidor, en milisegundos. */
export const avisosDe = (leidos: readonly Leido[], hoy: number): ReadonlyMap<string, readonly string[]> => {
	const familias = agrupar(leidos, familia)
	const homonimos = agrupar(leidos, nombreCompleto)
	const otraInstitucion = distintos(leidos, () => '', institucion)
	const otroLugar = distintos(leidos, ({ dec }) => dec.plantel.cct, lugar)
	const otroPlan = distintos(leidos, carrera, plan)
	const avisos = new Map<string, readonly string[]>()
	for (const leido of leidos) {
		const suyos: string[] = []
		if (leido.nombreEditado) suyos.push('El nombre se corrigió a mano.')
		const iguales = (homonimos.get(nombreCompleto(leido)) ?? []).filter((otro) => otro !== leido)
		const hermanos = (familias.get(familia(leido)) ?? []).filter(
			(otro) => otro !== leido && !iguales.includes(otro),
		)
		if (iguales.length > 0) suyos.push(`Se llama igual que ${matriculas(iguales)}.`)
		if (hermanos.length > 0) {
			suyos.push(`Mismos apellidos y nacimiento que ${matriculas(hermanos)}: pueden ser gemelos.`)
		}
		suyos.push(...porAcentos(leido), ...porFechas(leido, hoy))
		if (otraInstitucion.has(leido.tramiteId) || otroLugar.has(leido.tramiteId)) {
			suyos.push('Los datos de la institución no son como los de los demás.')
		}
		if (otroPlan.has(leido.tramiteId)) suyos.push('Sus módulos no son como los de los demás de su carrera.')
		if (suyos.length > 0) avisos.set(leido.tramiteId, suyos)
	}
	return avisos
}

const matriculas = (leidos: readonly Leido[]): string => leidos.map(({ matricula }) => matricula).join(', ')
