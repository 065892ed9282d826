import Database from 'better-sqlite3'
import pg from 'pg'
import { expect, test } from 'vitest'
import { abrirBase } from '../../bff/adapters/db/abrir.ts'
import { migrar } from '../../bff/adapters/db/migrar.ts'
import { enAmbasBases, type BaseDePrueba } from './ambas.ts'

enAmbasBases('migraciones', (abrir) => {
	test('el esquema es el que se espera', async () => {
		const base = await abrir()
		await migrar(base)
		await expect(await esquemaDe(base)).toMatchFileSnapshot(`../golden/esquema-${base.dialecto}.txt`)
	})

	test('tres procesos que migran a la vez: uno migra y los otros esperan', async () => {
		const base = await abrir()
		const aplicadas = await Promise.all([migrar(base), migrar(base), migrar(base)])
		expect(aplicadas.filter((nombres) => nombres.length > 0)).toHaveLength(1)
		expect(await migrar(base)).toEqual([])
	})

	test('las cuentas llegan como número', async () => {
		const base = await abrir()
		await migrar(base)
		const { db, cerrar } = await abrirBase(base)
		const fila = await db
			.selectFrom('tramite')
			.select((e) => e.fn.countAll<number>().as('cuantos'))
			.executeTakeFirstOrThrow()
		await cerrar()
		expect(fila.cuantos).toBe(0)
	})
})

test('una URL que no es de base se rechaza sin repetir lo que trae', async () => {
	await expect(abrirBase({ url: 'mysql://ana:secreta@ejemplo/base' })).rejects.toThrow(/^(?!.*secreta)/)
})

/** El esquema como texto: cada tabla, columna, restricción, índice, disparador y función, en orden. */
const esquemaDe = ({ dialecto, url }: BaseDePrueba): Promise<string> =>
	dialecto === 'sqlite' ? esquemaSqlite(url) : esquemaPostgres(url)

const esquemaSqlite = async (url: string): Promise<string> => {
	const base = new Database(url.slice('sqlite:'.length), { readonly: true })
	const filas = base
		.prepare<[], { sql: string }>(
			`select sql from sqlite_schema where sql is not null and name not like 'kysely_%'
			order by tbl_name, type desc, name`,
		)
		.all()
	base.close()
	// Una columna por línea: los cambios se leen.
	return filas.map(({ sql }) => `${sql.replace(/\s+/g, ' ').replaceAll(/, (?=")/g, ',\n\t')};\n`).join('\n')
}

const ESQUEMA_POSTGRES = `
	select 'columna' as clase, table_name || '.' || lpad(ordinal_position::text, 2, '0') as orden,
		table_name || '.' || column_name || ' ' || data_type
		|| case is_nullable when 'NO' then ' not null' else '' end
		|| coalesce(' default ' || column_default, '') as texto
	from information_schema.columns where table_schema = 'public'
	union all
	select 'restriccion', conrelid::regclass::text || conname,
		conrelid::regclass::text || ': ' || conname || ' ' || pg_get_constraintdef(oid)
	from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
	union all
	select 'indice', tablename || indexname, indexdef from pg_indexes where schemaname = 'public'
	union all
	select 'disparador', tgrelid::regclass::text || tgname, pg_get_triggerdef(oid)
	from pg_trigger where not tgisinternal
	union all
	select 'funcion', p.proname, pg_get_functiondef(p.oid) from pg_proc p
	where p.pronamespace = 'public'::regnamespace and p.prolang <> (select oid from pg_language where lanname = 'c')
	order by 1, 2, 3`

const esquemaPostgres = async (url: string): Promise<string> => {
	const cliente = new pg.Client({ connectionString: url })
	await cliente.connect()
	const { rows } = await cliente.query<{ clase: string; texto: string }>(ESQUEMA_POSTGRES)
	await cliente.end()
	return rows
		.filter(({ texto }) => !texto.includes('kysely_migration'))
		.map(({ clase, texto }) => `${clase} ${texto.replace(/\s+/g, ' ').trim()}\n`)
		.join('')
}
