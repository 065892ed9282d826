import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../bff/main.ts', import.meta.url))

/** Lo que dura cada cosa, para que una corrida quepa en segundos. Las proporciones son las de verdad. */
const TIEMPOS = {
	SONDEO_MS: '100',
	COSFAC_PLAZO_MS: '500',
	LOTE_MARGEN_MS: '2500',
	LOTE_VIGILANCIA_MS: '6000',
	LOTE_BARRIDO_MS: '2000',
	ARRIENDO_MS: '1500',
}

export type Destino = {
	readonly carpeta: string
	readonly anclas: string
	readonly databaseUrl: string
	readonly cosfac: { readonly url: string; readonly usuario: string; readonly contrasena: string }
}

/** Un BFF de verdad, como proceso. `matar` es kill -9: no se despide de nadie. */
export type Bff = { readonly matar: () => Promise<void> }

export const arrancarBff = ({ carpeta, anclas, databaseUrl, cosfac }: Destino): Bff => {
	const registro = openSync(join(carpeta, 'bff.log'), 'a')
	const hijo: ChildProcess = spawn(process.execPath, [MAIN], {
		cwd: carpeta,
		stdio: ['ignore', registro, registro],
		env: {
			PATH: process.env['PATH'],
			NODE_COMPILE_CACHE: join(carpeta, 'compilado'),
			PORT: '0',
			ORIGEN: 'http://localhost:1',
			DATABASE_URL: databaseUrl,
			ALMACEN_DIR: join(carpeta, 'almacen'),
			ALMACEN_LLAVE: '11'.repeat(32),
			CUV_LLAVE: '22'.repeat(32),
			REGISTRO_LLAVE: '33'.repeat(32),
			ANCLAS_DIR: anclas,
			IDENTIDAD_AUTORIDAD: 'http://127.0.0.1:9',
			IDENTIDAD_CLIENTE: 'egreso',
			IDENTIDAD_INQUILINOS: 'conalep',
			COSFAC_URL: cosfac.url,
			COSFAC_USUARIO: cosfac.usuario,
			COSFAC_CONTRASENA: cosfac.contrasena,
			RENAPO_URL: 'http://127.0.0.1:9',
			RENAPO_USUARIO: 'x',
			RENAPO_CONTRASENA: 'x',
			OCSP_URL: 'http://127.0.0.1:9',
			SMTP_URL: 'smtp://127.0.0.1:9',
			...TIEMPOS,
		},
	})
	closeSync(registro)
	const fin = new Promise<void>((listo) => hijo.once('exit', () => listo()))
	return {
		matar: async () => {
			hijo.kill('SIGKILL')
			await fin
		},
	}
}
