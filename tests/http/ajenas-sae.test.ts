/**
 * Importar tampoco dice quién está en otro plantel (10): Lerma sube una matrícula de alguien de Toluca y otra igual que no es
 * de nadie, y todo lo que se le contesta, de la subida al archivo por corregir, es lo mismo.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { trabajosDeImportacion } from '../../bff/jobs/importaciones.ts'
import { crearWorker } from '../../bff/jobs/worker.ts'
import { bytes, csv, fila } from '../application/sae/archivo.ts'
import { levantarMundo, type Mundo, PERSONAS } from './mundo.ts'

const SAE = '/api/sae/importaciones'
const LERMA = PERSONAS.find(({ id }) => id === 'p-lerma') ?? null

let mundo: Mundo
beforeAll(async () => {
	mundo = await levantarMundo(1)
})
afterAll(() => mundo.recoger())

test('una matrícula de otro plantel se contesta como la que no existe', async () => {
	const { db } = mundo.mesa.base
	const { matricula: ajena } = await db
		.selectFrom('egresado')
		.select('matricula')
		.where('plantelId', '=', 'toluca')
		.executeTakeFirstOrThrow()
	const deNadie = '100000099-9'
	expect(
		await db.selectFrom('egresado').select('matricula').where('matricula', '=', deNadie).execute(),
	).toEqual([])
	expect(await loQueSeContesta(ajena)).toEqual(await loQueSeContesta(deNadie))
	expect(mundo.fallas).toEqual([])
})

const loQueSeContesta = async (matricula: string): Promise<readonly string[]> => {
	const { deps } = mundo.mesa
	const worker = crearWorker({
		...deps,
		trabajos: trabajosDeImportacion({ ...deps, traerDeSae: null }),
	})
	const deLerma = { CCT: '15DPT0002A' }
	const archivo = csv([
		fila({ ...deLerma, MATRICULA: '700000001-1' }),
		fila({ ...deLerma, MATRICULA: matricula }),
	])
	const subida = await mundo.pedir(LERMA, {
		metodo: 'POST',
		ruta: SAE,
		cuerpo: bytes(archivo),
		encabezados: { 'content-type': 'application/octet-stream', 'x-archivo': 'sae.csv' },
	})
	const { id } = (await subida.json()) as { id: string }
	await worker.correrPendientes()
	const vistas: string[] = []
	for (const [metodo, resto] of [
		['GET', ''],
		['GET', '/errores'],
		['GET', '/errores?clase=dato'],
		['GET', '/cambios'],
		['GET', '/por-corregir.csv'],
		['DELETE', ''],
	] as const) {
		const respuesta = await mundo.pedir(LERMA, { metodo, ruta: `${SAE}/${id}${resto}` })
		const cuerpo = (await respuesta.text()).replaceAll(id, 'ID').replaceAll(matricula, 'MATRICULA')
		vistas.push(`${metodo} ${resto} ${respuesta.status} ${cuerpo}`)
	}
	expect(vistas[0]).toMatch(/"altas":1,.*"conError":1/)
	return vistas
}
