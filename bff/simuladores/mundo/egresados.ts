import { type AzarSembrado, sembrar } from './azar.ts'
import { PLANTELES } from './catalogo.ts'
import { componerCurp } from './curp-inventada.ts'
import { APELLIDOS, NOMBRES_HOMBRE, NOMBRES_MUJER } from './nombres.ts'
import { creditosDe, type Plan, PLANES } from './planes.ts'

/** Un egresado como SAE lo tendría. Las faltas llevan el inciso del numeral 6 que incumplen. */
export type EgresadoDemo = {
	readonly matricula: string
	readonly plantelId: string
	readonly cct: string
	readonly planClave: string
	readonly generacion: string
	readonly curp: string
	readonly sexo: 'H' | 'M'
	readonly entidadNacimiento: string
	readonly nombre: string
	readonly primerApellido: string
	readonly segundoApellido: string | null
	readonly fechaNacimiento: string
	readonly fechaInicio: string
	readonly fechaTermino: string
	readonly fechaSecundaria: string | null
	readonly crip: string | null
	readonly institucionMedica: string | null
	readonly correoInstitucional: string | null
	readonly datosValidados: boolean
	readonly creditosObtenidos: string
	readonly promedio: string
	readonly modulos: readonly {
		readonly clave: string
		readonly calificacion: string | null
		readonly aprobado: boolean
	}[]
	/** Lo que la demostración puso mal a propósito, o null. */
	readonly falta: Falta | null
	/** Lo que RENAPO contestará de su CURP. */
	readonly renapo: 'coincide' | 'no-existe' | 'otro-nombre' | 'otra-fecha'
}

type Falta = 'a' | 'b' | 'c' | 'e' | 'f' | 'g' | 'h' | 'anterior' | 'menor' | 'reposicion'

/*
 * De cada falta, seis egresados; el inciso d no se inventa: nadie tiene folio hasta que se le registra (8). El
 * orden reparte las faltas entre los cuatro planteles.
 */
const FALTAS: readonly Falta[] = ['a', 'b', 'c', 'e', 'f', 'g', 'h', 'anterior', 'menor']
const POR_FALTA = 6
/** Después de ellos, el primero de Garzas: el único que ya tiene su certificado en papel y pide reposición (22). */
const REPOSICION = Math.ceil((FALTAS.length * POR_FALTA) / PLANTELES.length) * PLANTELES.length

const faltaDe = (i: number): Falta | null =>
	i === REPOSICION ? 'reposicion' : (FALTAS[Math.floor(i / POR_FALTA)] ?? null)

const MEDICAS = ['IMSS', 'ISSSTE', 'IMSS-Bienestar', 'ISSEMyM', 'Secretaría de Salud'] as const
const ENTIDADES_NACIMIENTO = ['MC', 'DF', 'MC', 'DF', 'HG', 'PL', 'GR', 'OC', 'VZ', 'MN'] as const

type OpcionesMundo = {
	readonly semilla: number
	/** Día de hoy, AAAA-MM-DD: la generación terminó este año (o el pasado, antes de agosto). */
	readonly hoy: string
	readonly cuantos: number
	/** Desde qué número se cuentan las matrículas: para que un segundo archivo no repita. */
	readonly desde?: number
	/** Sin faltas, todos listos: para archivos de ejemplo y cargas. */
	readonly sinFaltas?: boolean
}

/** La generación de la demostración, igual para la misma semilla y el mismo día. */
export const inventarEgresados = (opciones: OpcionesMundo): readonly EgresadoDemo[] => {
	const azar = sembrar(opciones.semilla)
	const usadas = new Set<string>()
	return Array.from({ length: opciones.cuantos }, (_, i) => {
		const falta = opciones.sinFaltas === true ? null : faltaDe(i)
		let egresado = inventarUno(azar, opciones, i, falta)
		while (usadas.has(egresado.curp)) egresado = inventarUno(azar, opciones, i, falta)
		usadas.add(egresado.curp)
		return egresado
	})
}

const inventarUno = (
	azar: AzarSembrado,
	opciones: OpcionesMundo,
	i: number,
	falta: Falta | null,
): EgresadoDemo => {
	const plantel = PLANTELES[i % PLANTELES.length]
	if (!plantel) throw new Error('Sin planteles')
	const anioTermino = Number(opciones.hoy.slice(0, 4)) - (opciones.hoy.slice(5) < '08-01' ? 1 : 0)
	const plan = elegirPlan(azar, falta)
	const sexo = azar.quiza(0.5) ? 'M' : 'H'
	const persona = {
		nombre: azar.elegir(sexo === 'M' ? NOMBRES_MUJER : NOMBRES_HOMBRE),
		primerApellido: azar.elegir(APELLIDOS),
		segundoApellido: azar.quiza(0.04) ? null : azar.elegir(APELLIDOS),
	}
	const nacimiento = fechaNacimiento(azar, opciones.hoy, falta)
	const entidad = azar.elegir(ENTIDADES_NACIMIENTO)
	const inicio = `${anioTermino - 3}-08-${String(azar.entre(15, 28))}`
	const numero = (opciones.desde ?? 0) + i + 1
	const modulos = calificar(azar, plan, falta)
	const conNumero = modulos.filter((uno) => uno.calificacion !== null)
	const promedio = conNumero.reduce((suma, uno) => suma + Number(uno.calificacion), 0) / conNumero.length
	return {
		matricula: `${String(anioTermino - 3).slice(2)}${plantel.clave}${String(numero).padStart(4, '0')}-${numero % 10}`,
		plantelId: plantel.id,
		cct: plantel.cct,
		planClave: plan.clave,
		generacion: `${anioTermino - 3}-${anioTermino}`,
		curp: componerCurp({ ...persona, nacimiento, sexo, entidad, homonimia: azar.entre(0, 9) }),
		sexo,
		entidadNacimiento: entidad,
		...persona,
		fechaNacimiento: nacimiento,
		fechaInicio: inicio,
		fechaTermino: `${anioTermino}-07-${String(azar.entre(10, 19))}`,
		fechaSecundaria:
			falta === 'f'
				? sumarDias(inicio, azar.entre(0, 40))
				: `${anioTermino - 3}-07-${String(azar.entre(10, 15))}`,
		crip:
			falta === 'e' ? 'mx15a00998b' : azar.quiza(0.3) ? `MX15${String(azar.entre(10_000, 99_999))}B` : null,
		institucionMedica:
			falta === 'g'
				? i % 2 === 0
					? 'En trámite'
					: 'No tengo Seguridad Social o lo Desconozco'
				: azar.elegir(MEDICAS),
		correoInstitucional:
			falta === 'h'
				? i % 3 === 0
					? null
					: 'correo.sin.dominio'
				: `${numero}.egresado@alumno.conalep.edu.mx`,
		datosValidados: falta !== 'a',
		creditosObtenidos:
			falta === 'c' ? String(Math.max(0, Math.round(Number(creditosDe(plan)) - 12))) : creditosDe(plan),
		promedio: formaPromedio(promedio),
		modulos,
		falta,
		renapo:
			falta === 'b'
				? ((['no-existe', 'otro-nombre', 'otra-fecha'] as const)[i % 3] ?? 'no-existe')
				: 'coincide',
	}
}

const elegirPlan = (azar: AzarSembrado, falta: Falta | null): Plan => {
	const modelos = falta === 'anterior' ? ['anterior'] : azar.quiza(0.3) ? ['2008'] : ['2018']
	return azar.elegir(PLANES.filter((plan) => modelos.includes(plan.modelo)))
}

/** Egresa uno con 18 a 20 años; el menor cumple 18 dentro de uno a seis meses. */
const fechaNacimiento = (azar: AzarSembrado, hoy: string, falta: Falta | null): string =>
	falta === 'menor'
		? sumarDias(
				`${Number(hoy.slice(0, 4)) - 18}${hoy.slice(4).replace('-02-29', '-02-28')}`,
				azar.entre(30, 180),
			)
		: sumarDias(
				`${Number(hoy.slice(0, 4)) - 18}${hoy.slice(4).replace('-02-29', '-02-28')}`,
				-azar.entre(30, 700),
			)

const calificar = (azar: AzarSembrado, plan: Plan, falta: Falta | null) => {
	const piso = azar.entre(70, 92)
	const reprobados = falta === 'c' ? azar.entre(1, 4) : 0
	return plan.modulos.map((modulo, i) => {
		const aprobado = i < plan.modulos.length - reprobados
		const calificacion = aprobado ? formaPromedio(Math.min(100, azar.entre(piso, piso + 12)) / 10) : null
		return { clave: modulo.clave, calificacion, aprobado }
	})
}

/** Como lo escribe el DEC: `9.1`, y `10` para diez. */
const formaPromedio = (valor: number): string => {
	const redondo = Math.round(valor * 10) / 10
	return redondo >= 10 ? '10' : redondo.toFixed(1)
}

const sumarDias = (fecha: string, dias: number): string =>
	new Date(Date.parse(`${fecha}T00:00:00Z`) + dias * 86_400_000).toISOString().slice(0, 10)
