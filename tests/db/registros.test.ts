import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Base, Tx } from '../../bff/application/ports.ts'
import { anotar } from '../../bff/application/bitacora.ts'
import { enAmbasBases } from './ambas.ts'
import { AHORA, montar, type Escena } from './escena.ts'

/** Cada tabla de registro con una columna que alguien querría cambiar, y su llave para el «insert … on conflict». */
const REGISTROS = [
	{ tabla: 'folio', columna: 'momento', llave: 'folio' },
	{ tabla: 'asiento', columna: 'cuv', llave: 'plantel_id, numero' },
	{ tabla: 'nota_marginal', columna: 'texto', llave: 'id' },
	{ tabla: 'sello', columna: 'sello', llave: 'tramite_id, rol, intento' },
	{ tabla: 'revocacion_comprobada', columna: 'resultado', llave: 'tramite_id, rol, intento' },
	{ tabla: 'acuse', columna: 'momento', llave: 'tramite_id' },
	{ tabla: 'bitacora', columna: 'detalle', llave: 'id' },
	{ tabla: 'bitacora_hoja', columna: 'encadenado', llave: 'indice' },
	{ tabla: 'libro_hoja', columna: 'encadenado', llave: 'indice' },
	{ tabla: 'arbol_nodo', columna: 'hash', llave: 'arbol, nivel, indice' },
	{ tabla: 'punto_control', columna: 'nota', llave: 'arbol, tamano, llave_id' },
	{ tabla: 'ajuste', columna: 'valor', llave: 'id' },
	{ tabla: 'suplencia', columna: 'razon', llave: 'id' },
	{ tabla: 'suplencia_suceso', columna: 'razon', llave: 'suplencia_id, suceso' },
	{ tabla: 'devolucion', columna: 'razon', llave: 'tramite_id, intento' },
	{ tabla: 'rango_suceso', columna: 'razon', llave: 'id' },
	{ tabla: 'folio_cancelado', columna: 'razon', llave: 'folio' },
	{ tabla: 'encuadernacion', columna: 'momento', llave: 'plantel_id, desde_numero' },
	{ tabla: 'asunto_suceso', columna: 'texto', llave: 'asunto_id, orden' },
	{ tabla: 'asunto_adjunto', columna: 'nombre', llave: 'id' },
] as const

enAmbasBases('tablas de registro', (abrir) => {
	let escena: Escena
	let base: Base
	beforeAll(async () => {
		escena = await montar(await abrir())
		base = escena.base
		await llenarRegistros(escena)
	})
	afterAll(() => base.cerrar())

	const correr = (orden: string) => base.enTransaccion((tx) => sql.raw(orden).execute(tx))
	const contenido = async (tabla: string) => (await sql.raw(`select * from ${tabla}`).execute(base.db)).rows

	describe.each(REGISTROS)('$tabla', ({ tabla, columna, llave }) => {
		const intentos: readonly (readonly [string, (dialecto: Base['dialecto']) => string])[] = [
			['cambiar un renglón', () => `update ${tabla} set ${columna} = 'alterado'`],
			['cambiarlo por lo mismo', () => `update ${tabla} set ${columna} = ${columna}`],
			['borrarlo', () => `delete from ${tabla}`],
			[
				'pisarlo con un alta que actualiza',
				() =>
					`insert into ${tabla} select * from ${tabla} where true on conflict (${llave}) do update set ${columna} = 'alterado'`,
			],
			[
				'reemplazarlo o vaciar la tabla',
				(dialecto) =>
					dialecto === 'sqlite'
						? `replace into ${tabla} select * from ${tabla}`
						: `truncate ${tabla} cascade`,
			],
		]
		test.each(intentos)('%s: la base dice que no y nada cambia', async (_que, orden) => {
			const antes = await contenido(tabla)
			expect(antes).not.toHaveLength(0)
			await expect(correr(orden(base.dialecto))).rejects.toThrow(/registro_solo_agrega/)
			expect(await contenido(tabla)).toEqual(antes)
		})
	})
})

enAmbasBases('rangos sin traslape', (abrir) => {
	let escena: Escena
	beforeAll(async () => {
		escena = await montar(await abrir())
	})
	afterAll(() => escena.base.cerrar())

	test('de dieciséis rangos a la vez que comparten números, queda uno', async () => {
		const intentos = await Promise.allSettled(
			Array.from({ length: 16 }, (_, i) =>
				escena.agregarRango(1 + i, 100 + i, { plantel: i % 2 === 0 ? 'toluca' : 'tlalpan' }),
			),
		)
		expect(intentos.filter((intento) => intento.status === 'fulfilled')).toHaveLength(1)
		for (const intento of intentos) {
			if (intento.status === 'rejected') expect(String(intento.reason)).toMatch(/rango_sin_traslape/)
		}
	})

	test('el que empieza donde acaba otro cabe; el que comparte un número, no; el otro modelo, sí', async () => {
		await escena.agregarRango(1001, 1100)
		await escena.agregarRango(1101, 1200)
		await expect(escena.agregarRango(1200, 1300)).rejects.toThrow(/rango_sin_traslape/)
		await escena.agregarRango(1001, 1100, { modelo: '2008' })
	})

	test('agrandar un rango hasta tocar a otro tampoco se puede', async () => {
		const id = await escena.agregarRango(2001, 2100)
		await escena.agregarRango(2101, 2200)
		const agrandar = escena.base.db.updateTable('rangoFolio').set({ hasta: 2101 }).where('id', '=', id)
		await expect(agrandar.execute()).rejects.toThrow(/rango_sin_traslape/)
	})
})

/** Un renglón en cada tabla de registro, por sus puertas naturales. */
const llenarRegistros = async ({ base, deps, agregarTramites, agregarRango }: Escena): Promise<void> => {
	const rangoId = await agregarRango(1, 10)
	const [tramiteId = ''] = await agregarTramites(1)
	const folio = 'CE20180000001'
	const momento = AHORA
	await base.enTransaccion(async (tx) => {
		await tx
			.insertInto('folio')
			.values({ folio, rangoId, modelo: '2018', numero: 1, tramiteId, momento })
			.execute()
		await tx
			.insertInto('asiento')
			.values({
				plantelId: 'toluca',
				numero: 1,
				volumen: 1,
				foja: 1,
				renglon: 1,
				folio,
				cuv: 'AAAA-BBBB-CCCC',
				matricula: '100000001-1',
				tramiteId,
				fecha: '2026-07-15',
				momento,
			})
			.execute()
		await tx
			.insertInto('notaMarginal')
			.values({ id: 'n', folio, texto: 'Nota', personaId: null, momento })
			.execute()
		await tx
			.insertInto('folioCancelado')
			.values({ folio, notaId: 'n', razon: 'Razón', personaId: 'p-escolares-plantel', momento })
			.execute()
		await tx
			.insertInto('rangoSuceso')
			.values({
				...{
					id: 'rs',
					rangoId,
					suceso: 'asignado',
					entidadId: 'mex',
					plantelId: 'toluca',
					otroPlantelId: null,
				},
				...{ modelo: '2018', desde: 1, hasta: 10, razon: null, personaId: null, momento },
			})
			.execute()
		await tx
			.insertInto('sello')
			.values({
				tramiteId,
				rol: 'plantel',
				intento: 1,
				personaId: 'p-escolares-plantel',
				firmante: '{}',
				noCertificado: '0'.repeat(20),
				certificado: 'AA==',
				cadena: '||1||',
				sello: 'AA==',
				revocacion: 'vigente',
				ocsp: null,
				momento,
			})
			.execute()
		await tx
			.insertInto('revocacionComprobada')
			.values({
				tramiteId,
				rol: 'plantel',
				intento: 1,
				noCertificado: '0'.repeat(20),
				resultado: 'vigente',
				revocadoDesde: null,
				motivo: null,
				ocsp: 'AA==',
				momento,
			})
			.execute()
		await tx
			.insertInto('buzon')
			.values({ id: 'b', tramiteId, ficha: 'f', vence: momento, creado: momento })
			.execute()
		await tx
			.insertInto('entrega')
			.values({
				id: 'e',
				tramiteId,
				buzonId: 'b',
				correo: 'alguien@ejemplo.mx',
				ficha: 'g',
				estado: 'enviado',
				enviado: momento,
				error: null,
				creado: momento,
			})
			.execute()
		await tx
			.insertInto('acuse')
			.values({
				tramiteId,
				entregaId: 'e',
				quien: 'egresado',
				nombre: 'Alguien',
				correo: 'alguien@ejemplo.mx',
				archivos: '[]',
				momento,
			})
			.execute()
		await anotar(tx, deps, { autor: { sistema: 'prueba' }, acto: 'probar', objeto: 'prueba:1' })
		const { id, hoja } = await tx.selectFrom('bitacora').select(['id', 'hoja']).executeTakeFirstOrThrow()
		await tx
			.insertInto('ajuste')
			.values({
				id: 'j',
				clave: 'muestra-minimo',
				entidadId: null,
				version: 1,
				valor: '5',
				razon: 'Razón',
				personaId: 'p-escolares-plantel',
				momento,
			})
			.execute()
		await llenarMesa(tx)
		await llenarSuplencia(tx)
		await tx
			.insertInto('devolucion')
			.values({
				tramiteId,
				intento: 1,
				rol: 'plantel',
				personaId: 'p-escolares-plantel',
				clase: 'otro',
				razon: 'Razón',
				momento,
			})
			.execute()
		const encadenada = { indice: 1, clase: 'asiento', clave: folio, hoja, encadenado: 'x' } as const
		await tx.insertInto('libroHoja').values(encadenada).execute()
		await tx.insertInto('arbolNodo').values({ arbol: 'libro', nivel: 1, indice: 0, hash: hoja }).execute()
		await tx
			.insertInto('puntoControl')
			.values({ arbol: 'libro', tamano: 1, llaveId: '00000000', momento, nota: 'nota' })
			.execute()
		await tx.insertInto('bitacoraHoja').values({ indice: 1, bitacoraId: id, hoja, encadenado: 'x' }).execute()
	})
}

const llenarMesa = async (tx: Tx): Promise<void> => {
	const quien = { personaId: 'p-escolares-plantel', lado: 'solicita', momento: AHORA } as const
	await tx
		.insertInto('asunto')
		.values({
			...{ id: 'a', clase: 'duda', entidadId: 'mex', plantelId: 'toluca', abreId: quien.personaId },
			...{ asignadoId: null, estado: 'abierto', tramiteId: null, titulo: 'Duda', peticion: null },
			...{ movimientos: 2, creado: AHORA, actualizado: AHORA },
		})
		.execute()
	await tx
		.insertInto('asuntoSuceso')
		.values({
			...{ asuntoId: 'a', orden: 1, suceso: 'abierto', texto: 'Texto', asignadoId: null },
			...{ acto: null, objeto: null, ...quien },
		})
		.execute()
	await tx
		.insertInto('asuntoAdjunto')
		.values({
			...{ id: 'j', asuntoId: 'a', orden: 2, nombre: 'hoja.pdf', tipo: 'application/pdf', bytes: 1 },
			...{ sha256: '0'.repeat(64), ...quien },
		})
		.execute()
}

const llenarSuplencia = async (tx: Tx): Promise<void> => {
	for (const [id, perfil] of [
		['p-titular', 'director-plantel'],
		['p-confirma', 'director-estatal'],
	] as const) {
		await tx
			.insertInto('persona')
			.values({
				...{ id, perfil, correo: `${id}@mex.conalep.edu.mx`, nombre: 'Rosa', primerApellido: 'Inventada' },
				...{ tid: null, oid: null, segundoApellido: null, curp: null, idCargo: null, cargo: null },
				...{ entidadId: 'mex', plantelId: perfil === 'director-plantel' ? 'toluca' : null },
			})
			.execute()
	}
	await tx
		.insertInto('suplencia')
		.values({
			...{ id: 's', rol: 'plantel', entidadId: 'mex', plantelId: 'toluca', tope: null, razon: 'Razón' },
			...{ titularId: 'p-titular', suplenteId: 'p-escolares-plantel', otorgaId: 'p-escolares-estatal' },
			...{ desde: '2026-07-15', hasta: '2026-07-20', otorgada: AHORA },
		})
		.execute()
	await tx
		.insertInto('suplenciaSuceso')
		.values({
			...{ suplenciaId: 's', suceso: 'confirmada', personaId: 'p-confirma' },
			...{ razon: 'Razón', momento: AHORA },
		})
		.execute()
}
