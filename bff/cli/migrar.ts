import type { Command } from 'commander'
import type { Contexto } from './contexto.ts'
import { migrar } from '../adapters/db/migrar.ts'

/** `egreso migrar`: aplica las migraciones pendientes. */
export const registrarMigrar = (programa: Command, abrirContexto: () => Promise<Contexto>): void => {
	programa
		.command('migrar')
		.description('Aplica a la base las migraciones pendientes, todas o ninguna.')
		.action(async () => {
			const { url, base } = await abrirContexto()
			await base.cerrar()
			const aplicadas = await migrar({ url })
			const frase =
				aplicadas.length === 0 ? 'La base ya estaba al día.' : `Se aplicaron: ${aplicadas.join(', ')}.`
			process.stdout.write(`${frase}\n`)
		})
}
