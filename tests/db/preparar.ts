import type { TestProject } from 'vitest/node'
import { iniciarPostgres } from './postgres.ts'

declare module 'vitest' {
	export interface ProvidedContext {
		/** URL de la base `postgres` del servidor de la corrida. */
		urlDePostgres: string
	}
}

/** Un servidor por corrida; cada prueba crea en él sus propias bases. */
export default async (proyecto: TestProject): Promise<() => Promise<void>> => {
	const servidor = await iniciarPostgres({ enMemoria: true })
	proyecto.provide('urlDePostgres', servidor.url('postgres'))
	return servidor.detener
}
