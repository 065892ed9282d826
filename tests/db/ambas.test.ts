import Database from 'better-sqlite3'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { enAmbasBases, type BaseDePrueba } from './ambas.ts'

/** Corre una consulta que devuelve un texto, con el controlador de cada base y nada nuestro. */
const preguntar = async ({ dialecto, url }: BaseDePrueba, consulta: string): Promise<string> => {
	if (dialecto === 'sqlite') {
		const base = new Database(url.slice('sqlite:'.length))
		const valor = base.prepare(consulta).pluck().get()
		base.close()
		return String(valor)
	}
	const cliente = new pg.Client({ connectionString: url })
	await cliente.connect()
	const filas = await cliente.query<{ valor: unknown }>(consulta)
	await cliente.end()
	return String(filas.rows[0]?.valor)
}

enAmbasBases('las bases de prueba', (abrir) => {
	test('cada una responde por su propio motor', async () => {
		const base = await abrir()
		const version = base.dialecto === 'sqlite' ? 'sqlite_version()' : "current_setting('server_version')"
		const dicha = await preguntar(base, `select ${version} as valor`)
		expect(Number.parseInt(dicha, 10)).toBeGreaterThanOrEqual(base.dialecto === 'sqlite' ? 3 : 18)
	})

	test('dos aperturas no comparten nada', async () => {
		expect((await abrir()).url).not.toBe((await abrir()).url)
	})

	test('las tildes y la ñ vuelven como se escribieron', async () => {
		expect(await preguntar(await abrir(), "select 'Muñoz Ávila' as valor")).toBe('Muñoz Ávila')
	})
})

test('PostgreSQL escribe en el disco de verdad', async () => {
	const base = { dialecto: 'postgres', url: inject('urlDePostgres') } as const
	expect(await preguntar(base, "select current_setting('fsync') as valor")).toBe('on')
	expect(await preguntar(base, "select current_setting('synchronous_commit') as valor")).toBe('on')
})
