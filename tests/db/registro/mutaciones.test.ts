/**
 * Quien entra a la base con todos los permisos y cambia, quita, mete o reacomoda cualquier renglón de los registros, es
 * hallado y lo que tocó queda nombrado. Una columna y un renglón por prueba, sobre un Libro con de todo.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { anotarAlMargen } from '../../../bff/application/libro/anotar-al-margen.ts'
import { encadenar } from '../../../bff/application/registro/cadena.ts'
import type { Hallazgo } from '../../../bff/application/registro/hallazgo.ts'
import { huella } from '../../../bff/adapters/huella.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { unir } from '../../../src/core/registro/arbol.ts'
import type { Arbol } from '../../../src/core/registro/punto.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES } from '../escena.ts'
import { montarRegistro, type Registro } from './entorno.ts'

type Fila = Readonly<Record<string, unknown>>

/** Cada tabla: en qué árbol se nota, su llave y cómo se la nombra en el hallazgo. */
const TABLAS = [
	{ tabla: 'asiento', arbol: 'libro', llave: ['plantel_id', 'numero'], nombra: (f: Fila) => f['folio'] },
	{ tabla: 'nota_marginal', arbol: 'libro', llave: ['id'], nombra: (f: Fila) => f['id'] },
	{ tabla: 'folio_cancelado', arbol: 'libro', llave: ['folio'], nombra: (f: Fila) => f['folio'] },
	{ tabla: 'libro_hoja', arbol: 'libro', llave: ['indice'], nombra: (f: Fila) => `hoja ${f['indice']}` },
	{ tabla: 'bitacora', arbol: 'bitacora', llave: ['id'], nombra: (f: Fila) => f['id'] },
	{
		tabla: 'bitacora_hoja',
		arbol: 'bitacora',
		llave: ['indice'],
		nombra: (f: Fila) => `hoja ${f['indice']}`,
	},
	{
		tabla: 'arbol_nodo',
		arbol: 'libro',
		llave: ['arbol', 'nivel', 'indice'],
		nombra: (f: Fila) => `nodo ${f['indice']} del nivel ${f['nivel']}`,
	},
	{
		tabla: 'punto_control',
		arbol: 'libro',
		llave: ['arbol', 'tamano', 'llave_id'],
		nombra: (f: Fila) => `${f['tamano']} hojas`,
	},
] as const satisfies readonly {
	tabla: string
	arbol: Arbol
	llave: readonly string[]
	nombra: (fila: Fila) => unknown
}[]

const escrito = (valor: unknown): string =>
	valor === null
		? 'null'
		: typeof valor === 'number'
			? String(valor)
			: `'${String(valor).replaceAll("'", "''")}'`

const donde = (fila: Fila, llave: readonly string[]): string =>
	llave.map((columna) => `${columna} = ${escrito(fila[columna])}`).join(' and ')

const meter = (tabla: string, fila: Fila): string =>
	`insert into ${tabla} (${Object.keys(fila).join(', ')}) values (${Object.values(fila).map(escrito).join(', ')})`

/** Otro valor de la misma columna, que la base admita. */
const otroValor = (tabla: string, columna: string, valor: unknown): string => {
	if (tabla === 'libro_hoja' && columna === 'clase') return valor === 'nota' ? `'cancelacion'` : `'nota'`
	if (columna === 'arbol') return `'bitacora'`
	if (columna === 'hoja' || columna === 'encadenado' || columna === 'hash') return `'${'ab'.repeat(32)}'`
	if (typeof valor === 'number') return String(valor + 1000)
	if (columna === 'momento') return `'2026-07-16T02:59:59.000Z'`
	return `'alterado'`
}

enAmbasBases('nada se altera sin que se halle', (abrir) => {
	let registro: Registro
	const filas = async (tabla: string): Promise<Fila[]> =>
		(await sql<Fila>`${sql.raw(`select * from ${tabla}`)}`.execute(registro.base.db)).rows.map((fila) =>
			Object.fromEntries(
				Object.entries(fila).map(([nombre, valor]) => [
					nombre.replace(/[A-Z]/g, (letra) => `_${letra.toLowerCase()}`),
					valor,
				]),
			),
		)

	beforeAll(async () => {
		registro = await montarRegistro(abrir)
		const { escena, base } = registro
		const deps = { ...escena.deps, reloj: registro.reloj }
		await escena.agregarRango(1, 100)
		await escena.agregarRango(101, 200, { modelo: '2008' })
		const tramites = await escena.agregarTramites(11)
		tramites.push(...(await escena.agregarTramites(4, { modelo: '2008' })))
		const anotar = (folio: string) =>
			base.enTransaccion((tx) =>
				anotarAlMargen(tx, deps, { folio, texto: 'Nota', personaId: ESCOLARES.personaId }),
			)
		// En tres partes, con un punto firmado después de cada una.
		for (const [i, parte] of [tramites.slice(0, 5), tramites.slice(5, 9), tramites.slice(9)].entries()) {
			await registrar(deps)({ actor: ESCOLARES, tramites: parte })
			registro.pasar(1000)
			const folio = `CE2018000000${i + 1}`
			const notaId = await anotar(folio)
			if (i > 0) {
				const cancelado = {
					folio,
					notaId,
					razon: 'Se dañó',
					personaId: ESCOLARES.personaId,
					momento: registro.reloj(),
				}
				await base.db.insertInto('folioCancelado').values(cancelado).execute()
			}
			registro.pasar(1000)
			await registro.encadenar('libro')
			await registro.encadenar('bitacora')
		}
	})
	afterAll(() => registro.base.cerrar())

	const hallar = async (arbol: Arbol): Promise<readonly Hallazgo[]> =>
		(await registro.verificar(arbol)).hallazgos

	/** Corre lo alterado, mira qué se halla, y lo deja como estaba. */
	const alterando = async (
		arboles: readonly Arbol[],
		alterar: readonly string[],
		deshacer: readonly string[],
	): Promise<readonly Hallazgo[]> => {
		await registro.conPermisos(...alterar)
		try {
			return (await Promise.all(arboles.map(hallar))).flat()
		} finally {
			await registro.conPermisos(...deshacer)
		}
	}
	const dicen = (hallazgos: readonly Hallazgo[]): string =>
		hallazgos.map(({ clase, id, indice, detalle }) => `${clase} ${id} hoja ${indice}: ${detalle}`).join('\n')

	test('sin tocar nada, los dos árboles están íntegros y con tres puntos cada uno', async () => {
		for (const arbol of ['bitacora', 'libro'] as const) {
			const { hallazgos, puntos, porEncadenar } = await registro.verificar(arbol)
			expect({ hallazgos, puntos, porEncadenar }).toEqual({ hallazgos: [], puntos: 3, porEncadenar: 0 })
		}
	})

	describe.each(TABLAS)('$tabla', ({ tabla, arbol, llave, nombra }) => {
		const deEste = async () =>
			(await filas(tabla)).filter((fila) => fila['arbol'] === undefined || fila['arbol'] === arbol)

		test('cambiar una columna de un renglón', async () => {
			const todas = await deEste()
			expect(todas.length).toBeGreaterThan(1)
			for (const [i, columna] of Object.keys(todas[0] ?? {}).entries()) {
				// El nodo más alto sólo está en un árbol: cambiarlo de árbol no choca con otro.
				const alto = todas.find(
					({ nivel }) => nivel === Math.max(...todas.map((una) => Number(una['nivel']))),
				)
				const fila = (columna === 'arbol' ? alto : undefined) ?? todas[(i * 7) % todas.length] ?? {}
				const cambiada = { ...fila, [columna]: null }
				const puesto = otroValor(tabla, columna, fila[columna])
				const llaveNueva = llave
					.map((una) => `${una} = ${una === columna ? puesto : escrito(cambiada[una])}`)
					.join(' and ')
				const hallazgos = await alterando(
					columna === 'arbol' ? ['bitacora', 'libro'] : [arbol],
					[`update ${tabla} set ${columna} = ${puesto} where ${donde(fila, llave)}`],
					[`update ${tabla} set ${columna} = ${escrito(fila[columna])} where ${llaveNueva}`],
				)
				// Lo que ya no está con su llave se nombra por la llave que tenía, o por el lugar que dejó.
				expect(hallazgos.length, `${tabla}.${columna}`).toBeGreaterThan(0)
				expect(dicen(hallazgos), `${tabla}.${columna}`).toContain(String(nombra(fila)))
			}
		})

		test('quitar un renglón', async () => {
			for (const fila of (await deEste()).slice(-3)) {
				const hallazgos = await alterando(
					[arbol],
					[`delete from ${tabla} where ${donde(fila, llave)}`],
					[meter(tabla, fila)],
				)
				// Un punto de en medio que se quita no deja rastro aquí: por eso se guardan fuera.
				if (tabla === 'punto_control') continue
				expect(hallazgos.length, JSON.stringify(fila)).toBeGreaterThan(0)
				expect(dicen(hallazgos)).toMatch(/quitad|ya no está|falta|se quitaron/)
			}
		})
	})

	test('cambiar de lugar dos renglones de un árbol, de cualquier modo, se dice «reordenado»', async () => {
		for (const [arbol, tabla, columnas] of [
			['bitacora', 'bitacora_hoja', ['bitacora_id']],
			['bitacora', 'bitacora_hoja', ['bitacora_id', 'hoja']],
			['bitacora', 'bitacora_hoja', ['bitacora_id', 'hoja', 'encadenado']],
			['libro', 'libro_hoja', ['clase', 'clave']],
			['libro', 'libro_hoja', ['clase', 'clave', 'hoja']],
			['libro', 'libro_hoja', ['clase', 'clave', 'hoja', 'encadenado']],
		] as const) {
			for (const [i, j] of [
				[2, 3],
				[2, 9],
				[1, 10],
			] as const) {
				const todas = await filas(tabla)
				const [a = {}, b = {}] = [i, j].map((indice) => todas.find((fila) => fila['indice'] === indice))
				const poner = (fila: Fila, indice: number) =>
					`update ${tabla} set ${columnas.map((c) => `${c} = ${escrito(fila[c])}`).join(', ')} where indice = ${indice}`
				const apartar = `update ${tabla} set indice = -5 where indice = ${j}`
				const volver = `update ${tabla} set indice = ${j} where indice = -5`
				const [libera, reserva] =
					tabla === 'libro_hoja'
						? [`update ${tabla} set clave = 'x' where indice = ${i}`, '']
						: [`update ${tabla} set bitacora_id = 'x' where indice = ${i}`, '']
				const orden = (x: Fila, y: Fila) =>
					[libera, apartar, poner(x, -5), poner(y, i), volver, reserva].filter(Boolean)
				const hallazgos = await alterando([arbol], orden(a, b), orden(b, a))
				const caso = `${tabla} ${columnas.join('+')} ${i}↔${j}\n${dicen(hallazgos)}`
				const reordenados = hallazgos
					.filter(({ clase }) => clase === 'reordenado')
					.map(({ indice }) => indice)
				expect(reordenados, caso).toEqual([i, j])
			}
		}
	})

	test('meter un asiento que nadie registró, aunque se encadene y se firme', async () => {
		const [molde = {}] = (await filas('asiento')).slice(-1)
		const [tramite = ''] = await registro.escena.agregarTramites(1)
		const nuevo = {
			...molde,
			...{ numero: 16, folio: 'CE20180000099', cuv: 'ZZZZ-ZZZZ-ZZZZ', tramite_id: tramite },
			...{ volumen: 2, foja: 1, renglon: 4, momento: registro.reloj() },
		}
		const hallazgos = await alterando(
			['libro'],
			[meter('asiento', nuevo)],
			[`delete from asiento where numero = 16`],
		)
		expect(dicen(hallazgos)).toMatch(/metido CE20180000099/)
	})

	test('reescribirlo todo —renglón, hoja, cadena y nodos— lo delata lo firmado, y se dice entre qué hojas', async () => {
		const [objetivo] = await registro.base.db
			.selectFrom('bitacoraHoja as h')
			.innerJoin('bitacora as b', 'b.id', 'h.bitacoraId')
			.selectAll('b')
			.select('h.indice')
			.where('h.indice', '=', 7)
			.execute()
		if (!objetivo) throw new Error('falta la hoja 7')
		const antes = { hojas: await filas('bitacora_hoja'), nodos: await filas('arbol_nodo') }
		const hojaNueva = huella(
			`\u0000${JSON.stringify([
				objetivo.id,
				objetivo.momento,
				...[objetivo.quien, objetivo.perfil, 'otro', objetivo.objeto],
				...[objetivo.entidadId, objetivo.plantelId, objetivo.detalle],
			])}`,
		)
		const ordenes = [`update bitacora set acto = 'otro', hoja = '${hojaNueva}' where id = '${objetivo.id}'`]
		let anterior = '0'.repeat(64)
		const hojas = antes.hojas
			.toSorted((a, b) => Number(a['indice']) - Number(b['indice']))
			.map((fila) => {
				const hoja = fila['indice'] === 7 ? hojaNueva : String(fila['hoja'])
				anterior = encadenar(huella, anterior, hoja)
				ordenes.push(
					`update bitacora_hoja set hoja = '${hoja}', encadenado = '${anterior}' where indice = ${fila['indice']}`,
				)
				return hoja
			})
		let nivel = hojas
		for (let altura = 1; nivel.length > 1; altura += 1) {
			nivel = Array.from({ length: Math.floor(nivel.length / 2) }, (_, i) =>
				unir(huella, nivel[2 * i] ?? '', nivel[2 * i + 1] ?? ''),
			)
			for (const [i, hash] of nivel.entries()) {
				ordenes.push(
					`update arbol_nodo set hash = '${hash}' where arbol = 'bitacora' and nivel = ${altura} and indice = ${i}`,
				)
			}
		}
		const hallazgos = await alterando(['bitacora'], ordenes, [
			`update bitacora set acto = '${objetivo.acto}', hoja = '${objetivo.hoja}' where id = '${objetivo.id}'`,
			...['bitacora_hoja', 'arbol_nodo'].map((tabla) => `delete from ${tabla}`),
			...antes.hojas.map((fila) => meter('bitacora_hoja', fila)),
			...antes.nodos.map((fila) => meter('arbol_nodo', fila)),
		])
		expect(dicen(hallazgos)).toMatch(/^no-corresponde .*entre la hoja 6 y la 9$/)
		expect(await hallar('bitacora')).toEqual([])
	})
})
