/** Un registro de prueba: la escena con su llave, sus dos árboles y las manos de quien entra a la base con todo. */
import Database from 'better-sqlite3'
import pg from 'pg'
import { huella } from '../../../bff/adapters/huella.ts'
import { abrirLlaveDelRegistro, comprobarFirma } from '../../../bff/adapters/llave-del-registro.ts'
import type { Base } from '../../../bff/application/ports.ts'
import { encadenarArbol } from '../../../bff/application/registro/encadenar.ts'
import { verificarRegistro } from '../../../bff/application/registro/verificar.ts'
import type { Instante } from '../../../src/core/domain/fecha.ts'
import type { Arbol } from '../../../src/core/registro/punto.ts'
import type { Abrir, BaseDePrueba } from '../ambas.ts'
import { AHORA, type Escena, montar } from '../escena.ts'

/** La llave de las pruebas; cualquier otra semilla es otra llave. */
export const llaveDePrueba = (semilla = '01') =>
	abrirLlaveDelRegistro({ huella, nombre: 'egreso', semillaHex: semilla.repeat(32) })

export type Registro = {
	readonly escena: Escena
	readonly base: Base
	readonly firmarPunto: ReturnType<typeof llaveDePrueba>
	/** El reloj, que la prueba adelanta. */
	readonly pasar: (ms: number) => void
	readonly reloj: () => Instante
	readonly encadenar: (arbol: Arbol, reposoMs?: number) => Promise<void>
	readonly verificar: (
		arbol: Arbol,
		traidos?: { readonly cabeza?: string; readonly puntos?: readonly string[] },
	) => ReturnType<ReturnType<typeof verificarRegistro>>
	/** Como quien entra a la base con todos los permisos: quita los disparadores y hace lo que quiere. */
	readonly conPermisos: (...ordenes: readonly string[]) => Promise<void>
}

/** Monta la escena en una base nueva. Quien la monta cierra `base`. */
export const montarRegistro = async (abrir: Abrir): Promise<Registro> => {
	const destino = await abrir()
	const escena = await montar(destino)
	const { base } = escena
	const firmarPunto = llaveDePrueba()
	let pasados = 0
	const reloj = () => new Date(Date.parse(AHORA) + pasados).toISOString() as Instante
	const { derivarCuv } = escena.deps
	const verificacion = verificarRegistro({
		...{ base, huella, comprobarFirma, derivarCuv },
		llaves: [firmarPunto.llave],
	})
	return {
		...{ escena, base, firmarPunto, reloj },
		pasar: (ms) => {
			pasados += ms
		},
		encadenar: (arbol, reposoMs = 0) =>
			encadenarArbol({ base, huella, reloj, firmarPunto, reposoMs, entrePuntosMs: 0 }, arbol)(),
		verificar: (arbol, traidos = {}) => verificacion(arbol, traidos),
		conPermisos: (...ordenes) => conPermisos(destino, ordenes),
	}
}

const conPermisos = async (destino: BaseDePrueba, ordenes: readonly string[]): Promise<void> => {
	if (destino.dialecto === 'postgres') {
		const cliente = new pg.Client({ connectionString: destino.url })
		await cliente.connect()
		try {
			// Sin disparadores ni llaves foráneas, en una transacción.
			await cliente.query(
				['begin', 'set local session_replication_role = replica', ...ordenes, 'commit'].join(';\n'),
			)
		} finally {
			await cliente.end()
		}
		return
	}
	const base = new Database(destino.url.slice('sqlite:'.length))
	try {
		base.pragma('foreign_keys = OFF')
		const disparadores = base
			.prepare<[], { name: string; sql: string }>(
				`select name, sql from sqlite_schema where type = 'trigger'`,
			)
			.all()
		base.transaction(() => {
			for (const { name } of disparadores) base.exec(`drop trigger "${name}"`)
			for (const orden of ordenes) base.exec(orden)
			for (const { sql } of disparadores) base.exec(sql)
		})()
	} finally {
		base.close()
	}
}
