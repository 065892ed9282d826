/**
 * Procesos BFF de verdad, muertos con kill -9 en instantes al azar mientras intercambian certificados con el par SOAP, que
 * además falla. Cada corrida es una tanda de certificados; al final de todas, la historia debe haber acabado igual.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as esperar } from 'node:timers/promises'
import { encargar } from '../../bff/application/trabajos.ts'
import { type Cosfac, levantarCosfac } from '../../bff/simuladores/cosfac/cosfac.ts'
import type { ModoCosfac } from '../../bff/simuladores/cosfac/modos.ts'
import type { LoteSep } from '../../bff/simuladores/cosfac/registro.ts'
import { sembrar, type Suerte } from '../modelo/azar.ts'
import { comprobar } from '../modelo/comprobar.ts'
import { arrancarBff, type Bff, type Destino } from './bff.ts'
import { type Generacion, sellarGeneracion } from './generacion.ts'

export type Caos = { readonly faltas: readonly string[]; readonly cuentas: ReadonlyMap<string, number> }

type Pedido = {
	readonly url: string
	readonly corridas: number
	readonly semilla: number
	/** Cuántos BFF comparten la base. */
	readonly procesos: number
	readonly alAcabarUna?: (cuantas: number) => void
}

const USUARIO = { usuario: 'conalep', contrasena: 'demo' }
/** Lo más que una tanda tarda en aquietarse; más es que algo se olvidó. */
const PACIENCIA_MS = 90_000

const MODOS: readonly ModoCosfac[] = [
	'respuesta-perdida',
	'peticion-perdida',
	'error-500',
	'soap-fault',
	'nunca-listo',
	'excel-a-medias',
	'zip-a-medias',
	'falta-uno',
	'duplicados-permitidos',
]

export const correrCaos = async (pedido: Pedido): Promise<Caos> => {
	const { url, corridas, semilla, procesos } = pedido
	const suerte = sembrar(semilla)
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-caos-'))
	const tandas = Array.from({ length: corridas }, () => suerte.entero(1, 3))
	const generacion = await sellarGeneracion(
		url,
		tandas.reduce((suma, n) => suma + n, 0),
		carpeta,
	)
	const datos = join(carpeta, 'sep')
	const cosfac = await levantarCosfac({
		...USUARIO,
		anclas: [generacion.mesa.autoridad.raiz, generacion.mesa.autoridad.intermedia],
		datos,
	})
	const destino: Destino = {
		carpeta,
		anclas: generacion.anclas,
		databaseUrl: url,
		cosfac: { ...USUARIO, url: cosfac.url },
	}
	const vivos: Bff[] = Array.from({ length: procesos }, () => arrancarBff(destino))
	const cuentas = new Map<string, number>()
	const contar = (que: string): void => void cuentas.set(que, (cuentas.get(que) ?? 0) + 1)
	const faltas: string[] = []
	try {
		let desde = 0
		for (const [indice, cuantos] of tandas.entries()) {
			const ids = generacion.ids.slice(desde, desde + cuantos)
			desde += cuantos
			await unaTanda({ generacion, cosfac, destino, suerte, vivos, contar }, ids)
			if (!(await seAquieta(generacion, ids))) faltas.push(`Tanda ${indice + 1}: no se aquieta.`)
			contar('corridas')
			pedido.alAcabarUna?.(indice + 1)
		}
		if (!(await seCierra(generacion))) faltas.push('Quedaron lotes sin cerrar.')
		faltas.push(...(await comprobar(generacion.mesa.base, { emitidos: () => emitidosEn(datos) }, contar)))
		return { faltas, cuentas }
	} finally {
		await Promise.all(vivos.map((bff) => bff.matar()))
		await cosfac.cerrar()
		await generacion.mesa.recoger()
		rmSync(carpeta, { recursive: true, force: true })
	}
}

type Escenario = {
	readonly generacion: Generacion
	readonly cosfac: Cosfac
	readonly destino: Destino
	readonly suerte: Suerte
	readonly vivos: Bff[]
	readonly contar: (que: string) => void
}

/** Una tanda: se ponen fallas, se sella, y se mata a cualquiera una o dos veces mientras sale; luego SEP se compone. */
const unaTanda = async (
	{ generacion, cosfac, destino, suerte, vivos, contar }: Escenario,
	ids: readonly string[],
): Promise<void> => {
	const { base, deps } = generacion.mesa
	const { fallas } = cosfac
	const modo = suerte.pasa(0.8) ? suerte.escoge(MODOS) : 'normal'
	contar(`falla: ${modo}`)
	fallas.modo = modo
	fallas.veces = modo === 'duplicados-permitidos' ? 0 : suerte.entero(1, 2)
	// Más que el plazo de la petición: el cliente se va y SEP la toma después.
	fallas.demoraMs = suerte.pasa(0.3) ? suerte.entero(100, 1200) : 0
	await base.enTransaccion(async (tx) => {
		await tx.updateTable('tramite').set({ estado: 'sellado-estatal' }).where('id', 'in', ids).execute()
		const carga = { entidadId: 'mex' }
		const reloj = () => new Date().toISOString() as ReturnType<typeof deps.reloj>
		await encargar(tx, { ...deps, reloj }, { clase: 'integrar-lotes', clave: 'mex', carga })
	})
	for (let muertes = suerte.entero(1, 2); muertes > 0; muertes -= 1) {
		await esperar(suerte.entero(0, 1500))
		const indice = suerte.entero(0, vivos.length - 1)
		await vivos[indice]?.matar()
		contar('proceso muerto (kill -9)')
		await esperar(suerte.entero(0, 300))
		vivos[indice] = arrancarBff(destino)
	}
	await esperar(suerte.entero(0, 1000))
	fallas.demoraMs = 0
	if (fallas.modo !== 'duplicados-permitidos') fallas.modo = 'normal'
}

/** Espera a que cada certificado de la tanda esté en un estado final, o a la vista de quien deba decidir. */
const seAquieta = (generacion: Generacion, ids: readonly string[]): Promise<boolean> =>
	hasta(async () => {
		const filas = await generacion.mesa.base.db
			.selectFrom('tramite as t')
			.leftJoin('loteCertificado as l', 'l.tramiteId', 't.id')
			.leftJoin('lote as o', 'o.id', 'l.loteId')
			.select(['t.estado', 'l.estado as enLote', 'o.estado as lote', 'o.pendiente'])
			.where('t.id', 'in', ids)
			.execute()
		return filas.every(
			({ estado, enLote, lote, pendiente }) =>
				estado === 'emitido' ||
				estado === 'rechazado' ||
				lote === 'detenido' ||
				(lote === 'desconocido' && pendiente !== null) ||
				((enLote === 'cuarentena' || enLote === 'duplicado') && lote === 'cerrado'),
		)
	})

/** Espera a que no quede lote abierto, salvo los que esperan a una persona, ni cancelación pendiente. */
const seCierra = ({ mesa: { base } }: Generacion): Promise<boolean> =>
	hasta(async () => {
		const abiertos = await base.db
			.selectFrom('lote')
			.select('id')
			.where('estado', 'not in', ['cerrado', 'deshecho', 'detenido'])
			.where('pendiente', 'is', null)
			.execute()
		const porCancelar = await base.db
			.selectFrom('cancelacionSep')
			.select('folioDigital')
			.where('estado', '=', 'pendiente')
			.execute()
		return abiertos.length === 0 && porCancelar.length === 0
	})

const hasta = async (listo: () => Promise<boolean>): Promise<boolean> => {
	const limite = performance.now() + PACIENCIA_MS
	while (performance.now() < limite) {
		if (await listo()) return true
		await esperar(100)
	}
	return false
}

/** Lo que SEP emitió, leído de lo que guarda. */
const emitidosEn = (datos: string) =>
	readdirSync(datos)
		.filter((nombre) => /^lote-\d+\.json$/.test(nombre))
		.flatMap((nombre) => (JSON.parse(readFileSync(join(datos, nombre), 'utf8')) as LoteSep).renglones ?? [])
		.flatMap(({ emitido }) =>
			emitido === null
				? []
				: [
						{
							folioDigital: emitido.folioDigital,
							matricula: emitido.matricula,
							xml: emitido.xml,
							vivo: !emitido.cancelado,
						},
					],
		)
