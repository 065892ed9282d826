import { afterAll, beforeAll, expect, test } from 'vitest'
import { crearActos } from '../../bff/actos.ts'
import { AlmacenNoDisponible, type Almacen } from '../../bff/application/ports.ts'
import { ok } from '#core/domain/result.ts'
import { levantarMundo, type Mundo, PERSONAS } from './mundo.ts'

/** Con el almacén lleno o caído (14), quien guarda o lee oye una frase clara, y nada queda a medias. */
let mundo: Mundo
beforeAll(async () => {
	mundo = await levantarMundo(1)
})
afterAll(() => mundo.recoger())

const con = (cambios: Partial<Almacen>) =>
	mundo.con(
		crearActos({
			...mundo.mesa.deps,
			...mundo.mesa.lotes.depsSellar(),
			reloj: mundo.mesa.deps.reloj,
			almacen: { ...mundo.mesa.deps.almacen, ...cambios },
			validarFicha: () => Promise.resolve(ok({ tid: '', oid: '', correo: '' })),
			dominios: [],
			traerDeSae: null,
		}),
	)
const falla = (codigo: string) => () => Promise.reject(new AlmacenNoDisponible(codigo))
const escolares = PERSONAS[0] ?? null

const negado = async (respuesta: Response) => {
	expect(respuesta.status).toBe(503)
	expect(await respuesta.json()).toMatchObject({
		motivo: 'almacen-no-disponible',
		detail: expect.stringMatching(/no responde o está lleno/) as string,
	})
}

test('subir un archivo de SAE con el disco lleno: 503 con su frase, y no queda la importación', async () => {
	const app = con({ guardar: falla('ENOSPC') })
	const antes = await mundo.foto()
	const respuesta = await mundo.pedir(
		escolares,
		{
			metodo: 'POST',
			ruta: '/api/sae/importaciones',
			cuerpo: new TextEncoder().encode('MATRICULA\r\n1\r\n'),
			encabezados: { 'x-archivo': 'a.csv', 'content-type': 'application/octet-stream' },
		},
		app,
	)
	await negado(respuesta)
	expect((await mundo.foto()) === antes).toBe(true)
})

test('descargar con S3 caído: 503, el trámite no se mueve y no se anota', async () => {
	const id = await mundo.mesa.emitido()
	const antes = await mundo.foto()
	const peticion = { metodo: 'POST', ruta: `/api/tramites/${id}/documentos/xml`, cuerpo: {} }
	await negado(await mundo.pedir(escolares, peticion, con({ leer: falla('HTTP 500') })))
	expect((await mundo.foto()) === antes).toBe(true)
	// En cuanto vuelve, se descarga.
	expect((await mundo.pedir(escolares, peticion)).status).toBe(200)
})
