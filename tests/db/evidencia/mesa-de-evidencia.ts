/** La mesa de lotes con un SAT que contesta de verdad, la orden `evidencia` en su propio proceso y los jueces de fuera. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { conectarOcsp } from '../../../bff/adapters/ocsp/consultar.ts'
import { huella } from '../../../bff/adapters/huella.ts'
import type { ConsultarRevocacion } from '../../../bff/application/ports.ts'
import { sellar } from '../../../bff/application/sellado/sellar.ts'
import { levantarSatOcsp, type SatOcsp } from '../../../bff/simuladores/sat-ocsp/sat-ocsp.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import type { BaseDePrueba } from '../ambas.ts'
import { ponerMesaDeLotes, type MesaDeLotes } from '../mesa-de-lotes.ts'
import { DIRECTOR_MEX, DIRECTOR_TOLUCA } from '../mesa-de-sellos.ts'

const RAIZ = fileURLToPath(new URL('../../../', import.meta.url))

type Corrida = { readonly codigo: number; readonly dicho: string }

/** Corre una orden hasta que termina; `dicho` junta sus dos salidas. */
export const correr = (
	orden: string,
	argumentos: readonly string[],
	opciones: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Corrida => {
	const { cwd = RAIZ, env = {} } = opciones
	const { status, stdout, stderr } = spawnSync(orden, argumentos, {
		cwd,
		encoding: 'utf8',
		env: { PATH: process.env['PATH'], TMPDIR: tmpdir(), ...env },
	})
	return { codigo: status ?? -1, dicho: `${stdout ?? ''}${stderr ?? ''}` }
}

export const verificar = (carpeta: string): Corrida => correr('sh', [join(carpeta, 'verificar.sh')])

const faltan = ['openssl', 'xmllint'].filter((juez) => correr(juez, ['--version']).codigo === -1)
if (faltan.length > 0) {
	console.log(
		`Falta ${faltan.join(' y ')}: la evidencia se escribe, pero no se juzga. En Debian: openssl, libxml2-utils`,
	)
}
export const hayJueces = faltan.length === 0

/** Los archivos de una carpeta, con rutas desde ella, en orden. */
export const archivosDe = (carpeta: string): string[] =>
	readdirSync(carpeta, { recursive: true, withFileTypes: true })
		.filter((entrada) => entrada.isFile())
		.map((entrada) => relative(carpeta, join(entrada.parentPath, entrada.name)))
		.sort()

/** Cambia un byte de un archivo. */
export const alterar = (ruta: string, lugar: number): void => {
	const bytes = readFileSync(ruta)
	bytes[lugar] = (bytes[lugar] ?? 0) ^ 1
	writeFileSync(ruta, bytes)
}

/** Vuelve a escribir el MANIFIESTO con lo que hay: lo que haría quien altera y quiere que no se note. */
export const rehacerManifiesto = (carpeta: string): void => {
	const renglones = archivosDe(carpeta)
		.filter((ruta) => ruta !== 'MANIFIESTO')
		.map((ruta) => `${huella(readFileSync(join(carpeta, ruta)))}  ${ruta}\n`)
	writeFileSync(join(carpeta, 'MANIFIESTO'), renglones.join(''))
}

/** Los archivos de cada sello. */
export const DE_SELLO = [
	'autoridades.pem',
	'cadena.txt',
	'certificado.cer',
	'certificado.pem',
	'dec.xml',
	'emisor.pem',
	'momentos.txt',
	'ocsp.der',
	'publica.pem',
	'raiz.pem',
	'sello.b64',
	'sello.bin',
]

export type MesaDeEvidencia = MesaDeLotes & {
	readonly sat: SatOcsp
	readonly temporal: string
	readonly consultarEn: (momento: Instante) => ConsultarRevocacion
	/** Sella de verdad, con lo que el SAT conteste. */
	readonly sellarYa: (quien: Actor, ids: readonly string[]) => Promise<void>
	/** Un certificado ya timbrado por SEP; devuelve su folio. */
	readonly emitido: () => Promise<string>
	readonly folioDe: (tramiteId: string) => Promise<string>
	/** `egreso evidencia …`, con la base y las autoridades de la mesa. */
	readonly evidencia: (...argumentos: string[]) => Corrida
	/** Una carpeta nueva donde sacarla; devuelve la de la evidencia. */
	readonly sacar: (folio: string) => string
}

export const ponerMesaDeEvidencia = async (destino: BaseDePrueba): Promise<MesaDeEvidencia> => {
	const mesa = await ponerMesaDeLotes(destino)
	const temporal = mkdtempSync(join(tmpdir(), 'egreso-evidencia-'))
	const { autoridad } = mesa
	let ahora = mesa.deps.reloj()
	const sat = await levantarSatOcsp({ autoridad, reloj: () => new Date(ahora) })
	const anclas = [autoridad.raiz, autoridad.intermedia]
	const consultarEn: MesaDeEvidencia['consultarEn'] = (momento) => (der) => {
		ahora = momento
		return conectarOcsp({ url: sat.url, anclas, reloj: () => momento })(der)
	}
	const evidencia: MesaDeEvidencia['evidencia'] = (...argumentos) =>
		correr(process.execPath, ['bff/cli/egreso.ts', 'evidencia', ...argumentos], {
			env: { DATABASE_URL: destino.url, ANCLAS_DIR: autoridad.carpetaAnclas },
		})
	const sellarYa: MesaDeEvidencia['sellarYa'] = async (quien, ids) => {
		const efirma = await mesa.efirmaDe(quien.personaId)
		const reloj = mesa.deps.reloj
		const filas = exigir(
			await sellar(mesa.depsSellar({ reloj, consultarRevocacion: consultarEn(reloj()) }))({
				actor: quien,
				certificado: Buffer.from(efirma.cer).toString('base64'),
				sellos: await mesa.sellosDe(quien, ids, efirma),
			}),
		)
		const negada = filas.find(({ hecho }) => !hecho)
		if (negada || filas.length !== ids.length) throw new Error(`No se selló: ${negada?.motivo}`)
	}
	const folioDe: MesaDeEvidencia['folioDe'] = async (tramiteId) =>
		(
			await mesa.base.db
				.selectFrom('folio')
				.select('folio')
				.where('tramiteId', '=', tramiteId)
				.executeTakeFirstOrThrow()
		).folio
	return {
		...mesa,
		sat,
		temporal,
		consultarEn,
		sellarYa,
		folioDe,
		evidencia,
		emitido: async () => {
			const ids = await mesa.confirmados(1)
			await sellarYa(DIRECTOR_TOLUCA, ids)
			await sellarYa(DIRECTOR_MEX, ids)
			await mesa.correr(3)
			const [id = ''] = ids
			const { estado } = await mesa.tramite(id)
			if (estado !== 'emitido') throw new Error(`El trámite está ${estado}.`)
			return folioDe(id)
		},
		sacar: (folio) => {
			const salida = mkdtempSync(join(temporal, 'en-'))
			const { codigo, dicho } = evidencia(folio, '--salida', salida)
			if (codigo !== 0) throw new Error(dicho)
			return join(salida, `evidencia-${folio}`)
		},
		recoger: async () => {
			await sat.cerrar()
			await mesa.recoger()
			rmSync(temporal, { recursive: true, force: true })
		},
	}
}
