import type { Command } from 'commander'
import type { Contexto } from './contexto.ts'
import { juntarOpcion, type OpcionesDeVerificar, verificarArbol } from './verificar-arbol.ts'

/** `egreso libro verificar`: recalcula el Libro entero (8); sale con 0 sólo si está íntegro. */
export const registrarLibro = (programa: Command, abrirContexto: () => Promise<Contexto>): void => {
	programa
		.command('libro')
		.description('El Libro Electrónico: cada folio en su volumen y su foja, en un árbol firmado (8).')
		.command('verificar')
		.description(
			'Recalcula cada asiento, nota y cancelación, y su árbol; los compara con folios, trámites y bitácora, y nombra lo cambiado, quitado, metido o reordenado.',
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
				await verificarArbol(contexto, 'libro', 'el Libro Electrónico', opciones)
			} finally {
				await contexto.base.cerrar()
			}
		})
}
