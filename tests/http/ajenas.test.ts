/**
 * Nadie ve, cuenta, adivina ni cronometra lo de otro plantel (10): cada petición que nombra algo ajeno se repite nombrando
 * algo que no existe, y las dos se contestan igual, byte a byte, y le preguntan lo mismo a la base.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consultasDe } from './consultas.ts'
import { levantarMundo, type Mundo, PERSONAS, type Peticion, type Quien } from './mundo.ts'
import type { Recursos, Ruta } from './ruta.ts'
import { prepararRecursos, RUTAS } from './rutas.ts'

/** Quien no alcanza lo del plantel Toluca, que es de lo que piden todas las rutas. */
const AJENOS = PERSONAS.filter(({ lugar }) => lugar === 'otro plantel' || lugar === 'otra entidad')

const nombreDe = ({ metodo, ruta }: Pick<Ruta, 'metodo' | 'ruta'>): string => `${metodo} ${ruta}`

describe('lo ajeno es como lo que no existe', () => {
	let mundo: Mundo
	let recursos: Recursos
	const comparadas = new Set<string>()
	beforeAll(async () => {
		mundo = await levantarMundo(2)
		recursos = await prepararRecursos(mundo)
	})
	afterAll(() => mundo.recoger())

	test.each(RUTAS.map((ruta) => [nombreDe(ruta), ruta] as const))('%s', async (nombre, ruta) => {
		for (const quien of AJENOS) {
			const ajena = { metodo: ruta.metodo, ...(await ruta.pedir({ mundo, recursos, quien })) }
			const gemela = conInexistentes(ajena, await identificadores(mundo))
			if (gemela === null) return
			comparadas.add(nombre)
			const deAjena = await contestada(mundo, quien, ajena)
			const deInexistente = await contestada(mundo, quien, gemela.peticion)
			// Quien pide ya sabe qué nombró: la respuesta puede repetirlo, y nada más.
			expect({ quien: quien.id, ...gemela.comoSiFuera(deInexistente) }).toEqual({
				quien: quien.id,
				...deAjena,
			})
		}
	})

	test('no se quedó sin comparar ninguna ruta que lleve un identificador', () => {
		const conIdentificador = RUTAS.map(nombreDe).filter((ruta) => /:(id|matricula)\b/.test(ruta))
		expect(conIdentificador.filter((ruta) => !comparadas.has(ruta))).toEqual([])
		// Y las que lo llevan en el cuerpo o en la consulta.
		for (const ruta of ['POST /api/tramites', 'POST /api/egresados/confrontar', 'GET /api/egresados']) {
			expect(comparadas).toContain(ruta)
		}
	})

	test('nada de lo anterior fue una falla nuestra', () => expect(mundo.fallas).toEqual([]))
})

type Contestada = {
	readonly estado: number
	readonly cabeceras: readonly (readonly [string, string])[]
	readonly cuerpo: string
	/** Qué se le preguntó a la base, sin los valores. */
	readonly consultas: readonly string[]
}

const contestada = async (mundo: Mundo, quien: Quien, peticion: Peticion): Promise<Contestada> => {
	const [{ status, headers, cuerpo }, consultas] = await consultasDe(async () => {
		const respuesta = await mundo.pedir(quien, peticion)
		return { status: respuesta.status, headers: respuesta.headers, cuerpo: await respuesta.text() }
	})
	return { estado: status, cabeceras: [...headers].sort(), cuerpo, consultas }
}

/** Todo lo que identifica algo en la base, de cualquier tabla. */
const identificadores = async ({ mesa: { base } }: Mundo): Promise<ReadonlySet<string>> => {
	const { rows } = await sql<{ tabla: string; columna: string }>`
		select m.name as tabla, c.name as columna from sqlite_schema m join pragma_table_info(m.name) c
		where m.type = 'table' and c.name in ('id', 'matricula', 'curp', 'folio') and m.name not like 'kysely%'`.execute(
		base.db,
	)
	const valores = await Promise.all(
		rows.map(({ tabla, columna }) =>
			sql<{ valor: string }>`select distinct ${sql.ref(columna)} as valor from ${sql.table(tabla)}`.execute(
				base.db,
			),
		),
	)
	return new Set(valores.flatMap(({ rows: filas }) => filas.map(({ valor }) => valor)))
}

type Gemela = {
	readonly peticion: Peticion
	/** La respuesta a la inexistente, con lo que ella nombró cambiado por lo que nombró la ajena. */
	readonly comoSiFuera: (respuesta: Contestada) => Contestada
}

/** La misma petición con cada identificador cambiado por uno de la misma forma que no existe; null si no lleva ninguno. */
const conInexistentes = (peticion: Peticion, existen: ReadonlySet<string>): Gemela | null => {
	const cambios = new Map<string, string>()
	const otro = (valor: string): string => {
		if (!existen.has(valor)) return valor
		const inventado = cambios.get(valor) ?? inexistente(valor, existen, new Set(cambios.values()))
		cambios.set(valor, inventado)
		return inventado
	}
	const [ruta = '', consulta] = peticion.ruta.split('?')
	const parametros = [...new URLSearchParams(consulta)].map(([clave, valor]) => [clave, otro(valor)])
	const camino = ruta.split('/').map(otro).join('/')
	const gemela = {
		...peticion,
		ruta: consulta === undefined ? camino : `${camino}?${new URLSearchParams(parametros)}`,
		...('cuerpo' in peticion ? { cuerpo: enCadaTexto(peticion.cuerpo, otro) } : {}),
	}
	if (cambios.size === 0) return null
	return {
		peticion: gemela,
		comoSiFuera: (respuesta) => ({
			...respuesta,
			cuerpo: [...cambios].reduce((texto, [de, a]) => texto.replaceAll(a, de), respuesta.cuerpo),
		}),
	}
}

const enCadaTexto = (valor: unknown, otro: (texto: string) => string): unknown => {
	if (typeof valor === 'string') return otro(valor)
	if (Array.isArray(valor)) return valor.map((uno: unknown) => enCadaTexto(uno, otro))
	if (valor === null || typeof valor !== 'object' || valor instanceof Uint8Array) return valor
	return Object.fromEntries(Object.entries(valor).map(([clave, uno]) => [clave, enCadaTexto(uno, otro)]))
}

/** Otro de la misma forma: sólo cambia la última cifra o letra. */
const inexistente = (valor: string, existen: ReadonlySet<string>, usados: ReadonlySet<string>): string => {
	const letras = /\d$/.test(valor) ? '9876543210' : 'abcdefghijklmnopqrstuvwxyz'
	const hallado = [...letras, ...letras]
		.map((letra, i) =>
			i < letras.length ? valor.slice(0, -1) + letra : valor.slice(0, -2) + letra + valor.at(-1),
		)
		.find((candidato) => !existen.has(candidato) && !usados.has(candidato))
	if (hallado === undefined) throw new Error(`No hay otro como ${valor}`)
	return hallado
}
