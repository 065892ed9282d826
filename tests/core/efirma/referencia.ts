import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { exigir } from '#core/domain/result.ts'
import { leerX509, type X509 } from '#core/efirma/x509.ts'

const RAIZ = fileURLToPath(new URL('../../../../shared/reference/efirma/', import.meta.url))

/** Los pares de prueba del SAT no siempre están. */
export const haySat = existsSync(RAIZ)
if (!haySat) console.warn('Sin ../shared/reference/efirma: se omite lo que usa los pares de prueba del SAT.')

export const hayOpenssl = spawnSync('openssl', ['version']).status === 0
if (!hayOpenssl) console.warn('Sin openssl: se omite lo que él comprueba.')

/** La contraseña que el SAT publica para todos sus pares de prueba. */
export const CONTRASENA = '12345678a'

const leerSat = (ruta: string): Buffer => readFileSync(RAIZ + ruta)

export const PARES: readonly string[] = haySat
	? readdirSync(`${RAIZ}sat-test`)
			.filter((archivo) => archivo.endsWith('.cer'))
			.map((archivo) => archivo.slice(0, -4))
	: []

export const cer = (par: string): Buffer => leerSat(`sat-test/${par}.cer`)
export const key = (par: string): Buffer => leerSat(`sat-test/${par}.key`)
export const x509 = (par: string): X509 => exigir(leerX509(cer(par)))

/** Los archivos de una carpeta de autoridades. */
export const carpeta = (nombre: 'ca-test' | 'ca-prod'): readonly Buffer[] =>
	readdirSync(RAIZ + nombre).map((archivo) => readFileSync(`${RAIZ}${nombre}/${archivo}`))
