import type { Command } from 'commander'
import { recalcularTablero } from '../application/egresados/recalcular-tablero.ts'
import type { Contexto } from './contexto.ts'

/** `egreso tablero recalcular`: vuelve a anotar y a contar a todos. Idempotente. */
export const registrarTablero = (programa: Command, abrirContexto: () => Promise<Contexto>): void => {
	programa
		.command('tablero')
		.description('El tablero de la generación: cuántos van en cada paso y qué los detiene.')
		.command('recalcular')
		.description('Vuelve a evaluar y a contar a todos; hace falta sólo si alguien tocó la base por fuera.')
		.action(async () => {
			const contexto = await abrirContexto()
			try {
				const { egresados, corregidas } = await recalcularTablero(contexto)
				const como = corregidas === 0 ? 'todas las cuentas cuadraban' : `se corrigieron ${corregidas} cuentas`
				process.stdout.write(`Se revisaron ${egresados} egresados: ${como}.\n`)
			} finally {
				await contexto.base.cerrar()
			}
		})
}
