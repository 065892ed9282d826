import type { Command } from 'commander'
import { verificarBitacora } from '../application/verificar-bitacora.ts'
import type { Contexto } from './contexto.ts'

/** `egreso bitacora verificar`: recalcula la bitácora entera; sale con 0 sólo si está íntegra. */
export const registrarBitacora = (programa: Command, abrirContexto: () => Promise<Contexto>): void => {
	programa
		.command('bitacora')
		.description('La bitácora: quién hizo qué y cuándo, encadenada para que nada se cambie sin notarse.')
		.command('verificar')
		.description('Recalcula cada renglón y la cadena, y nombra lo cambiado, quitado o metido.')
		.option(
			'--cabeza <eslabon>',
			'un último eslabón anotado antes, fuera de la base: debe seguir en la cadena',
		)
		.action(async ({ cabeza }: { cabeza?: string }) => {
			const { base, huella } = await abrirContexto()
			try {
				const dicho = await verificarBitacora({ base, huella })(cabeza === undefined ? {} : { cabeza })
				for (const { clase, indice, id, detalle } of dicho.hallazgos) {
					const lugar = indice === null ? '' : ` (eslabón ${indice})`
					process.stdout.write(`mal · ${clase} · ${id}${lugar}: ${detalle}\n`)
				}
				const pendientes = dicho.porEncadenar === 0 ? '' : `, ${dicho.porEncadenar} por encadenar`
				const veredicto =
					dicho.hallazgos.length === 0 ? 'bien · la bitácora está íntegra' : 'mal · la bitácora se alteró'
				process.stdout.write(`${veredicto}: ${dicho.renglones} renglones${pendientes}.\n`)
				process.stdout.write(`Último eslabón: ${dicho.cabeza}\n`)
				if (dicho.hallazgos.length > 0) process.exitCode = 1
			} finally {
				await base.cerrar()
			}
		})
}
