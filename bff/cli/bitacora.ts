import type { Command } from 'commander'
import type { Contexto } from './contexto.ts'
import { juntarOpcion, type OpcionesDeVerificar, verificarArbol } from './verificar-arbol.ts'

/** `egreso bitacora verificar`: recalcula la bitácora entera; sale con 0 sólo si está íntegra. */
export const registrarBitacora = (programa: Command, abrirContexto: () => Promise<Contexto>): void => {
	programa
		.command('bitacora')
		.description(
			'La bitácora: quién hizo qué y cuándo, en un árbol firmado para que nada se cambie sin notarse.',
		)
		.command('verificar')
		.description('Recalcula cada renglón y su árbol, y nombra lo cambiado, quitado, metido o reordenado.')
		.option(
			'--cabeza <eslabon>',
			'un último eslabón anotado antes, fuera de la base: debe seguir en la cadena',
		)
		.option(
			'--punto <archivo>',
			'un punto de control guardado antes, fuera de la base: debe seguir probando (se puede repetir)',
			juntarOpcion,
		)
		.option('--llave <llave>', 'la única llave pública a la que se le cree (se puede repetir)', juntarOpcion)
		.action(async (opciones: OpcionesDeVerificar) => {
			const contexto = await abrirContexto()
			try {
				await verificarArbol(contexto, 'bitacora', 'el registro de la bitácora', opciones)
			} finally {
				await contexto.base.cerrar()
			}
		})
}
