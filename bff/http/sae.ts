import { Hono } from 'hono'
import { adjunto } from './adjunto.ts'
import { actorDe, leerConsulta, leerCuerpo, type Ambiente, type Contexto } from './hono.ts'
import { negar, negarRechazo } from './rechazos.ts'
import type { aplicarImportacion } from '../application/importaciones/aplicar.ts'
import type { confirmarColumnas } from '../application/importaciones/confirmar-columnas.ts'
import type { descartarImportacion } from '../application/importaciones/descartar.ts'
import type {
	leerCambios,
	leerErrores,
	leerImportacion,
	listarImportaciones,
	porCorregir,
} from '../application/importaciones/leer.ts'
import type { subirImportacion } from '../application/importaciones/subir.ts'
import type { pedirASae } from '../application/importaciones/traer.ts'
import {
	AplicarImportacion,
	ConfirmarColumnas,
	ConsultaCambios,
	ConsultaErrores,
	ConsultaImportaciones,
} from '#core/contract/importacion.ts'
import type { Result } from '#core/domain/result.ts'
import { tienePermiso } from '#core/domain/rol.ts'

export type DepsSae = {
	readonly subirImportacion: ReturnType<typeof subirImportacion>
	readonly pedirASae: ReturnType<typeof pedirASae>
	readonly listarImportaciones: ReturnType<typeof listarImportaciones>
	readonly leerImportacion: ReturnType<typeof leerImportacion>
	readonly leerErrores: ReturnType<typeof leerErrores>
	readonly leerCambios: ReturnType<typeof leerCambios>
	readonly porCorregir: ReturnType<typeof porCorregir>
	readonly confirmarColumnas: ReturnType<typeof confirmarColumnas>
	readonly aplicarImportacion: ReturnType<typeof aplicarImportacion>
	readonly descartarImportacion: ReturnType<typeof descartarImportacion>
	readonly plantillaCsv: () => Promise<Uint8Array> | Uint8Array
	readonly plantillaXlsx: () => Promise<Uint8Array> | Uint8Array
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** /api/sae: plantilla e importación (5, 18), en dos tiempos. */
export const rutasSae = (deps: DepsSae) =>
	new Hono<Ambiente>()
		.get('/sae/plantilla.csv', async () =>
			adjunto({
				nombre: 'plantilla-sae.csv',
				tipo: 'text/csv; charset=utf-8',
				bytes: await deps.plantillaCsv(),
			}),
		)
		.get('/sae/plantilla.xlsx', async () =>
			adjunto({ nombre: 'plantilla-sae.xlsx', tipo: XLSX, bytes: await deps.plantillaXlsx() }),
		)
		.post('/sae/importaciones', async (c) => {
			const actor = actorDe(c)
			// El acto también lo revisa; aquí sólo se evita recibir el archivo de quien nunca puede.
			if (!tienePermiso(actor.perfil, 'importar-sae')) return negar(c, 'sin-permiso')
			const archivo = nombreDe(c.req.header('x-archivo'))
			return aceptar(c, await deps.subirImportacion({ actor, archivo, cuerpo: c.req.raw.body ?? NADA() }))
		})
		.post('/sae/traer', async (c) => aceptar(c, await deps.pedirASae({ actor: actorDe(c) })))
		.get('/sae/importaciones', async (c) => {
			const leida = leerConsulta(c, ConsultaImportaciones)
			if (!leida.ok) return leida.respuesta
			return responder(c, await deps.listarImportaciones({ actor: actorDe(c), ...leida.valor }))
		})
		.get('/sae/importaciones/:id', async (c) =>
			responder(c, await deps.leerImportacion({ actor: actorDe(c), id: c.req.param('id') })),
		)
		.get('/sae/importaciones/:id/errores', async (c) => {
			const leida = leerConsulta(c, ConsultaErrores)
			if (!leida.ok) return leida.respuesta
			const orden = { actor: actorDe(c), id: c.req.param('id'), ...leida.valor }
			return responder(c, await deps.leerErrores(orden))
		})
		.get('/sae/importaciones/:id/cambios', async (c) => {
			const leida = leerConsulta(c, ConsultaCambios)
			if (!leida.ok) return leida.respuesta
			const orden = { actor: actorDe(c), id: c.req.param('id'), ...leida.valor }
			return responder(c, await deps.leerCambios(orden))
		})
		.get('/sae/importaciones/:id/por-corregir.csv', async (c) => {
			const leido = await deps.porCorregir({ actor: actorDe(c), id: c.req.param('id') })
			if (!leido.ok) return negarRechazo(c, leido)
			return new Response(enFlujo(leido.valor.textos), {
				headers: {
					'content-type': 'text/csv; charset=utf-8',
					'content-disposition': 'attachment; filename="por-corregir.csv"',
				},
			})
		})
		.put('/sae/importaciones/:id/columnas', async (c) => {
			const leido = await leerCuerpo(c, ConfirmarColumnas)
			if (!leido.ok) return leido.respuesta
			const orden = { actor: actorDe(c), id: c.req.param('id'), ...leido.valor }
			return aceptar(c, await deps.confirmarColumnas(orden))
		})
		.post('/sae/importaciones/:id/aplicar', async (c) => {
			const leido = await leerCuerpo(c, AplicarImportacion)
			if (!leido.ok) return leido.respuesta
			const orden = { actor: actorDe(c), id: c.req.param('id'), ...leido.valor }
			return aceptar(c, await deps.aplicarImportacion(orden))
		})
		.delete('/sae/importaciones/:id', async (c) =>
			responder(c, await deps.descartarImportacion({ actor: actorDe(c), id: c.req.param('id') })),
		)

const responder = (c: Contexto, resultado: Result<object, string>, estado: 200 | 202 = 200): Response =>
	resultado.ok ? c.json(resultado.valor, estado) : negarRechazo(c, resultado)

/** Se aceptó; el servidor lo hace después. */
const aceptar = (c: Contexto, resultado: Result<object, string>): Response => responder(c, resultado, 202)

const NADA = async function* (): AsyncGenerator<Uint8Array> {}

const enFlujo = (textos: AsyncIterable<string>): ReadableStream<Uint8Array> => {
	const resto = textos[Symbol.asyncIterator]()
	const codificador = new TextEncoder()
	return new ReadableStream({
		pull: async (control) => {
			const siguiente = await resto.next()
			if (siguiente.done === true) control.close()
			else control.enqueue(codificador.encode(siguiente.value))
		},
		cancel: async () => void (await resto.return?.()),
	})
}

const nombreDe = (encabezado: string | undefined): string => {
	try {
		return decodeURIComponent(encabezado ?? 'archivo')
			.replace(/\p{Cc}/gu, ' ')
			.slice(0, 200)
	} catch {
		return 'archivo'
	}
}
