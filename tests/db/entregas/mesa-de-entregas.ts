/**
 * La mesa de los lotes con lo que sigue a la emisión: almacén de verdad, documentos que sólo dicen de quién son (los de
 * verdad se prueban en tests/adapters/pdf), y un correo que contesta lo que la prueba diga y guarda lo que se le dio.
 * El reloj lo mueve la prueba.
 */
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crearAlmacenCarpeta } from '../../../bff/adapters/almacen/carpeta.ts'
import { confirmarCodigo } from '../../../bff/application/entregas/confirmar-codigo.ts'
import type { DepsEntrega } from '../../../bff/application/entregas/entregar.ts'
import { iniciarBuzon } from '../../../bff/application/entregas/iniciar-buzon.ts'
import { pedirCodigo } from '../../../bff/application/entregas/pedir-codigo.ts'
import type {
	Correo,
	EnviarCorreo,
	PintarAcuse,
	PintarCarta,
	PintarLibro,
} from '../../../bff/application/ports.ts'
import { trabajoEntregar } from '../../../bff/jobs/entregar.ts'
import { trabajoMandarAcuse } from '../../../bff/jobs/mandar-acuse.ts'
import { crearWorker } from '../../../bff/jobs/worker.ts'
import type { PedirCodigo } from '#core/contract/entrega.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { AHORA, actor, enPlantel, ESCOLARES } from '../escena.ts'
import { type MesaDeLotes, ponerMesaDeLotes } from '../mesa-de-lotes.ts'

export const ORIGEN = 'https://egreso.example'
export const SIGED = 'https://www.siged.sep.gob.mx/certificados/iems/'
export const MINUTO = 60_000

/** Servicios Escolares de otro plantel de la misma entidad. */
export const ESCOLARES_LERMA: Actor = { ...actor('escolares-plantel', enPlantel('lerma')) }

type Deps = Omit<MesaDeLotes['deps'], 'almacen'> &
	DepsEntrega & {
		readonly pintarAcuse: PintarAcuse
		readonly pintarLibro: PintarLibro
		readonly pintarCarta: PintarCarta
		readonly siged: string
	}

export type MesaDeEntregas = {
	readonly lotes: MesaDeLotes
	readonly base: MesaDeLotes['base']
	readonly deps: Deps
	/** Carpeta del almacén, para dañarlo. */
	readonly carpeta: string
	/** Lo que se entregó al correo, en orden, lo haya tomado o no. */
	readonly correos: Correo[]
	/** Qué contestará el correo, en orden; cuando se acaba, «enviado». */
	readonly respuestas: Awaited<ReturnType<EnviarCorreo>>[]
	readonly avanzar: (ms: number) => void
	/** Otro trámite ya emitido, con su XML en el almacén. */
	readonly emitido: () => Promise<string>
	readonly hacerMenor: (tramiteId: string) => Promise<void>
	readonly abrirBuzon: (tramiteId: string) => Promise<string>
	/** Lo que el egresado mayor de edad manifiesta, con su identidad; `cambios` lo tuerce. */
	readonly manifestar: (
		tramiteId: string,
		ficha: string,
		cambios?: Partial<PedirCodigo>,
	) => Promise<PedirCodigo>
	/** El código del último mensaje. */
	readonly codigo: () => string
	/** De principio a fin: enlace, identidad, código. Devuelve la ficha del enlace. */
	readonly confirmar: (tramiteId: string, cambios?: Partial<PedirCodigo>) => Promise<string>
	/** Corre los trabajos que ya tocan. */
	readonly correr: () => Promise<void>
	/** La ficha del enlace de acuse del último mensaje de entrega. */
	readonly fichaDeAcuse: () => string
	readonly estado: (tramiteId: string) => Promise<string>
	readonly buzones: (tramiteId: string) => ReturnType<typeof leerBuzones>
	readonly entregas: (tramiteId: string) => ReturnType<typeof leerEntregas>
	/** Los renglones de bitácora de un trámite y un acto. */
	readonly anotados: (tramiteId: string, acto: string) => ReturnType<typeof leerAnotados>
	readonly recoger: () => Promise<void>
}

/** Pone la mesa sobre una base nueva, con `cuantos` trámites emitidos. Quien la pone llama `recoger`. */
export const ponerMesaDeEntregas = async (
	destino: { readonly url: string },
	cuantos: number,
): Promise<MesaDeEntregas> => {
	const lotes = await ponerMesaDeLotes(destino)
	const { base } = lotes
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-almacen-'))
	const almacen = crearAlmacenCarpeta({ carpeta, llaveHex: '07'.repeat(32) })
	const emitidos = await emitirTodos(lotes, almacen, cuantos)
	let ahora = Date.parse(AHORA) + 24 * 60 * MINUTO
	const correos: Correo[] = []
	const respuestas: MesaDeEntregas['respuestas'] = []
	const deps: Deps = {
		...lotes.deps,
		almacen,
		reloj: () => new Date(ahora).toISOString() as Instante,
		pintarCertificado: (datos) => texto(`pdf de ${datos.folio}`),
		pintarQr: (enlace) => texto(`qr de ${enlace}`),
		pintarAcuse: (datos) => texto(`acuse de ${datos.folio}`),
		pintarCarta: (datos) => texto(`carta ${datos.numero} de ${datos.entidad}, por ${datos.certificados}`),
		pintarLibro: (datos) => texto(`volumen ${datos.volumen} de ${datos.plantel}`),
		enlacePublico: (folioDigital) => `${ORIGEN}/v/${folioDigital}`,
		fichaDeEntrega: (id) => createHmac('sha256', 'prueba').update(id).digest('base64url'),
		origen: ORIGEN,
		siged: SIGED,
		enviarCorreo: (correo) => {
			correos.push(correo)
			return Promise.resolve(respuestas.shift() ?? { resultado: 'enviado' })
		},
	}
	const mesa: MesaDeEntregas = {
		lotes,
		base,
		deps,
		carpeta,
		correos,
		respuestas,
		avanzar: (ms) => {
			ahora += ms
		},
		emitido: () => {
			const id = emitidos.shift()
			if (id === undefined) throw new Error('Se acabaron los trámites emitidos: pida más al poner la mesa')
			return Promise.resolve(id)
		},
		hacerMenor: async (tramiteId) => {
			const { matricula } = await lotes.tramite(tramiteId)
			await base.db
				.updateTable('egresado')
				.set({ fechaNacimiento: '2009-01-15' })
				.where('matricula', '=', matricula)
				.execute()
		},
		abrirBuzon: async (tramiteId) => {
			const { enlace } = exigir(await iniciarBuzon(deps)({ actor: ESCOLARES, tramiteId }))
			return trasElGato(enlace)
		},
		manifestar: async (tramiteId, ficha, cambios = {}) => {
			const { matricula } = await lotes.tramite(tramiteId)
			const { curp, fechaNacimiento } = await base.db
				.selectFrom('egresado')
				.select(['curp', 'fechaNacimiento'])
				.where('matricula', '=', matricula)
				.executeTakeFirstOrThrow()
			const suyos = { matricula, curp, fechaNacimiento }
			return { ficha, ...suyos, correo: null, manifiesta: 'egresado', nombre: null, ...cambios }
		},
		codigo: () => /Su código es (\d{6})\./.exec(correos.at(-1)?.texto ?? '')?.[1] ?? '',
		confirmar: async (tramiteId, cambios = {}) => {
			const ficha = await mesa.abrirBuzon(tramiteId)
			exigir(await pedirCodigo(deps)(await mesa.manifestar(tramiteId, ficha, cambios)))
			exigir(await confirmarCodigo(deps)({ ficha, codigo: mesa.codigo() }))
			return ficha
		},
		correr: async () => {
			const { reloj, azar } = deps
			const trabajos = [trabajoEntregar(deps), trabajoMandarAcuse(deps)]
			await crearWorker({ base, reloj, azar, trabajos }).correrPendientes()
		},
		fichaDeAcuse: () => {
			const mensaje = correos.findLast(({ mensajeId }) => mensajeId.startsWith('<entrega-'))
			return trasElGato(/\S+\/acuse#\S+/.exec(mensaje?.texto ?? '')?.[0] ?? '')
		},
		estado: async (tramiteId) => (await lotes.tramite(tramiteId)).estado,
		buzones: (tramiteId) => leerBuzones(base, tramiteId),
		entregas: (tramiteId) => leerEntregas(base, tramiteId),
		anotados: (tramiteId, acto) => leerAnotados(base, tramiteId, acto),
		recoger: async () => {
			await lotes.recoger()
			rmSync(carpeta, { recursive: true, force: true })
		},
	}
	return mesa
}

const texto = (contenido: string): Promise<Uint8Array> => Promise.resolve(new TextEncoder().encode(contenido))

const trasElGato = (enlace: string): string => enlace.split('#')[1] ?? ''

const emitirTodos = async (
	lotes: MesaDeLotes,
	almacen: ReturnType<typeof crearAlmacenCarpeta>,
	cuantos: number,
): Promise<string[]> => {
	await lotes.sellados(cuantos)
	await lotes.correr(3)
	const emitidos = await lotes.base.db
		.selectFrom('tramite as t')
		.innerJoin('certificado as c', 'c.tramiteId', 't.id')
		.select(['t.id', 'c.xmlSep'])
		.where('t.estado', '=', 'emitido')
		.orderBy('t.matricula')
		.execute()
	if (emitidos.length !== cuantos) throw new Error(`Se emitieron ${emitidos.length} de ${cuantos}`)
	// La mesa de lotes no guarda bytes: como el almacén nombra por contenido, basta con guardarlos ahora.
	for (const { xmlSep } of emitidos) await almacen.guardar(new TextEncoder().encode(xmlSep ?? ''))
	return emitidos.map(({ id }) => id)
}

type Base = MesaDeLotes['base']

const leerBuzones = ({ db }: Base, tramiteId: string) =>
	db.selectFrom('buzon').selectAll().where('tramiteId', '=', tramiteId).orderBy('id').execute()

const leerEntregas = ({ db }: Base, tramiteId: string) =>
	db.selectFrom('entrega').selectAll().where('tramiteId', '=', tramiteId).orderBy('id').execute()

const leerAnotados = ({ db }: Base, tramiteId: string, acto: string) =>
	db
		.selectFrom('bitacora')
		.selectAll()
		.where('objeto', '=', `tramite:${tramiteId}`)
		.where('acto', '=', acto)
		.orderBy('id')
		.execute()
