/**
 * Compara el documento recibido con lo revisado, letra por letra y sin normalizar nada: un acento, un espacio, un cero o
 * una letra que sólo se parece son diferencias. Alcanza a todo atributo que el DEC pueda llevar, entre o no en la cadena.
 */
import type { Dec } from '#core/dec/dec.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { DATOS } from './datos.ts'
import {
	acreditacionEsperada,
	alumnoEsperado,
	firmaEsperada,
	iemsEsperada,
	perfilEsperado,
	plantelEsperado,
	raizEsperada,
	servicioEsperado,
	uacEsperada,
	type Mostrado,
} from './esperado.ts'

export type { CertificadoPorSellar, Mostrado, Quien } from './esperado.ts'

/** Un dato que no dice lo mismo en el documento y en lo revisado; null es que ahí no está. */
export type Diferencia = {
	readonly dato: string
	readonly enDocumento: string | null
	readonly revisado: string | null
}

type Valores = Readonly<Record<string, unknown>>
type Esperados = Readonly<Record<string, string | null>>

/** En qué difiere el documento de lo revisado; vacío si en nada. */
export const diferencias = (dec: Dec, mostrado: Mostrado): readonly Diferencia[] => {
	const halladas: Diferencia[] = []
	const ver = (dato: string, enDocumento: unknown, revisado: string | null): void => {
		const leido = typeof enDocumento === 'string' ? enDocumento : null
		if (leido !== revisado) halladas.push({ dato, enDocumento: leido, revisado })
	}
	const verTodo = (datos: Readonly<Record<string, string>>, leido: Valores, esperado: Esperados) => {
		for (const nombre in esperado) {
			if (leido[nombre] !== esperado[nombre])
				ver(datos[nombre] ?? nombre, leido[nombre], esperado[nombre] ?? null)
		}
	}
	verTodo(DATOS.raiz, dec, raizEsperada(mostrado))
	verTodo(DATOS.alumno, dec.alumno, alumnoEsperado(mostrado))
	verTodo(DATOS.acreditacion, dec.acreditacion, acreditacionEsperada(mostrado))
	verTodo(DATOS.plantel, dec.plantel, plantelEsperado(mostrado))
	verTodo(DATOS.iems, dec.iems, iemsEsperada(mostrado))
	verTodo(DATOS.servicioFirmante, dec.servicioFirmante, servicioEsperado(mostrado))
	verTodo(DATOS.firmaResponsable, dec.firmaResponsable, firmaEsperada(mostrado))
	verQuien(dec, mostrado, ver)
	verModulos(dec, mostrado, verTodo)
	verPerfil(dec, mostrado, ver, verTodo)
	if (dec.sep) ver('Timbre de la SEP', dec.sep.folioDigital, null)
	return halladas
}

type Ver = (dato: string, enDocumento: unknown, revisado: string | null) => void
type VerTodo = (datos: Readonly<Record<string, string>>, leido: Valores, esperado: Esperados) => void

/** Quien firma, contra la sesión de este dispositivo y no sólo contra lo que vino con los documentos. */
const verQuien = ({ firmaResponsable: firma }: Dec, { quien }: Mostrado, ver: Ver): void => {
	ver('Nombre de quien entró', nombreCompleto(firma), quien.nombre)
	// Sin CURP en la sesión nadie firma: no hay con qué comparar la e.firma.
	ver('CURP de quien entró', firma.curp, quien.curp ?? '')
	ver('Cargo de quien entró', firma.cargo, quien.cargo)
}

const verModulos = (dec: Dec, mostrado: Mostrado, verTodo: VerTodo): void => {
	const cuantos = Math.max(dec.uacs.length, mostrado.plan?.modulos.length ?? 0)
	for (let i = 0; i < cuantos; i += 1) {
		const leido = dec.uacs[i]
		const esperado = uacEsperada(mostrado, i)
		if (leido && esperado && sonIguales(leido, esperado)) continue
		const datos = Object.fromEntries(
			Object.entries(DATOS.uac).map(([nombre, dato]) => [nombre, `Módulo ${i + 1}: ${dato}`]),
		)
		verTodo(datos, leido ?? {}, esperado ?? NADA)
	}
}

const sonIguales = (leido: Valores, esperado: Esperados): boolean => {
	for (const nombre in esperado) if ((leido[nombre] ?? null) !== esperado[nombre]) return false
	return true
}

const NADA: Esperados = Object.fromEntries(Object.keys(DATOS.uac).map((nombre) => [nombre, null]))

const verPerfil = ({ perfilEgreso }: Dec, mostrado: Mostrado, ver: Ver, verTodo: VerTodo): void => {
	const esperado = perfilEsperado(mostrado)
	if (!perfilEgreso && !esperado) return
	// Un perfil vacío y no llevarlo dan cadenas distintas, aunque ningún atributo difiera.
	ver('Perfil de egreso', perfilEgreso ? 'Sí' : null, esperado ? 'Sí' : null)
	if (!perfilEgreso || !esperado) return
	verTodo(DATOS.perfilEgreso, perfilEgreso, esperado)
	const competencias = mostrado.plan?.perfilEgreso?.competencias ?? []
	const cuantas = Math.max(perfilEgreso.competencias.length, competencias.length)
	for (let i = 0; i < cuantas; i += 1) {
		const leida = perfilEgreso.competencias[i]
		if (leida && leida.nombreCompetenciasLaborales === competencias[i]) continue
		// Una competencia sin nombre también está: vacía no es lo mismo que ninguna.
		ver(
			`Competencia ${i + 1}`,
			leida ? (leida.nombreCompetenciasLaborales ?? '') : null,
			competencias[i] ?? null,
		)
	}
}
