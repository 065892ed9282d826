import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import process from 'node:process'
import { ambienteDemo, leerLlaves } from './demo/ambiente.ts'
import { cargarDemo, estaCargada } from './demo/cargar.ts'
import { CONTRASENA, emitirEfirmas } from './demo/efirmas.ts'
import { crearMundo, escribirArchivosSae, SEMILLA } from './demo/mundo.ts'
import { levantarPares } from './demo/pares.ts'
import { crearAzar } from '../adapters/azar.ts'
import { abrirBase } from '../adapters/db/abrir.ts'
import { migrar } from '../adapters/db/migrar.ts'
import { huella } from '../adapters/huella.ts'
import { crearReloj } from '../adapters/reloj.ts'
import { leerArranqueDemo } from '../config.ts'
import { PERSONAS } from '../simuladores/mundo/catalogo.ts'
import { fechaEnMexico, type Instante } from '#core/domain/fecha.ts'

/*
 * Lo que `npm start` pone en marcha: migra, carga la demostración si no está, levanta los pares locales y el BFF como
 * proceso aparte, que sólo conoce las direcciones de los pares: igual que conocería las de los sistemas reales.
 */

/**
 * Un puerto libre, fuera de los que el sistema reparte a las conexiones (desde 32768 en Linux, 49152 en los demás): entre
 * hallarlo y que el BFF lo tome pasan segundos, y uno de aquéllos lo puede tomar cualquiera.
 */
const puertoLibre = async (): Promise<number> => {
	for (;;) {
		const puerto = randomInt(20_000, 32_000)
		if (await estaLibre(puerto)) return puerto
	}
}

const estaLibre = (puerto: number): Promise<boolean> =>
	new Promise((resolver) => {
		const servidor = createServer()
		servidor.once('error', () => resolver(false))
		servidor.listen(puerto, '127.0.0.1', () => servidor.close(() => resolver(true)))
	})

const arrancar = async (): Promise<void> => {
	const arranque = leerArranqueDemo()
	const carpeta = resolve(arranque.carpeta)
	await mkdir(carpeta, { recursive: true })
	const url = arranque.databaseUrl ?? `sqlite:${carpeta}/egreso.sqlite`
	const reloj = crearReloj(arranque.relojInicio as Instante | undefined)
	const puerto = arranque.puerto === 0 ? await puertoLibre() : arranque.puerto
	const momento = new Date(reloj())
	const { autoridad, carpetaEfirmas } = await emitirEfirmas({ carpeta, momento })
	const mundo = crearMundo({ semilla: SEMILLA, hoy: fechaEnMexico(reloj()) })
	const carpetaSae = await escribirArchivosSae(carpeta, mundo)
	const llaves = await leerLlaves(carpeta)
	const anclas = arranque.anclas ?? autoridad.carpetaAnclas
	const pares = await levantarPares({
		carpeta,
		mundo,
		autoridad,
		anclas,
		origen: `http://localhost:${puerto}`,
		reloj: () => new Date(reloj()),
	})
	await migrar({ url })
	const base = await abrirBase({ url })
	try {
		const contexto = { url, base, reloj, azar: crearAzar(() => Date.parse(reloj())), huella }
		if (!(await estaCargada(contexto))) {
			process.stdout.write('Cargando la generación de demostración…\n')
			await cargarDemo(contexto, { mundo, renapoUrl: pares.renapo.url, llaveCuv: llaves.cuv })
		}
	} finally {
		await base.cerrar()
	}
	const bff = spawn(process.execPath, ['bff/main.ts'], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: {
			...arranque.heredado,
			...ambienteDemo({
				carpeta,
				puerto,
				url,
				llaves,
				pares,
				anclas,
				relojInicio: arranque.relojInicio,
			}),
		},
	})
	bff.stdout.once('data', () =>
		process.stdout.write(
			letrero({
				puerto,
				inbox: pares.correo.url,
				carpetaEfirmas,
				carpetaSae,
				base: url.replace(/:\/\/[^@/]*@/, '://'),
			}),
		),
	)
	const cerrar = (): void => void bff.kill('SIGTERM')
	process.once('SIGINT', cerrar)
	process.once('SIGTERM', cerrar)
	bff.once('exit', (codigo) => {
		void pares.cerrar().then(() => process.exit(codigo ?? 0))
	})
}

const letrero = (datos: {
	readonly puerto: number
	readonly inbox: string
	readonly carpetaEfirmas: string
	readonly carpetaSae: string
	readonly base: string
}): string => {
	const renglones = PERSONAS.filter((persona) => persona.perfil !== null).map(
		(persona) => `    ${persona.correo.padEnd(50)} ${persona.descripcion}`,
	)
	return [
		'',
		`  Egreso está listo:  http://localhost:${datos.puerto}`,
		`  Correos de prueba:  ${datos.inbox}`,
		`  Base:               ${datos.base}`,
		'',
		'  Personas (entre con «Entrar con Office 365»; el proveedor local las ofrece en una lista):',
		...renglones,
		'',
		`  e.firmas de quienes sellan:  ${datos.carpetaEfirmas}`,
		`    un .cer y un .key por persona; contraseña de todas: ${CONTRASENA}`,
		`  Archivos de SAE para importar: ${datos.carpetaSae}`,
		'',
		'  Todo es inventado. Ctrl+C termina.',
		'',
	].join('\n')
}

try {
	await arrancar()
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
	process.exit(1)
}
