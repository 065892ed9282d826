import { Argument, type Command } from 'commander'
import { writeFile } from 'node:fs/promises'
import process from 'node:process'
import { leerUltimoPunto } from '../application/registro/probar.ts'
import type { Contexto } from './contexto.ts'
import { leerLlavesConocidas } from './llaves-del-registro.ts'
import { escribirLlave } from '#core/registro/nota.ts'
import { type Arbol, ARBOLES } from '#core/registro/punto.ts'

/** `egreso registro exportar ARBOL` y `egreso registro llaves`: lo que se guarda fuera para comprobar después. */
export const registrarRegistro = (programa: Command, abrirContexto: () => Promise<Contexto>): void => {
	const registro = programa
		.command('registro')
		.description('Los puntos de control firmados de la bitácora y del Libro, para guardarlos fuera.')
	registro
		.command('exportar')
		.description('Da el último punto de control firmado; guardado fuera, prueba lo anterior con «--punto».')
		.addArgument(new Argument('<arbol>', 'bitacora o libro').choices(ARBOLES))
		.option('--salida <archivo>', 'dónde escribirlo; sin ella, a la pantalla')
		.action(async (arbol: Arbol, { salida }: { salida?: string }) => {
			const { base } = await abrirContexto()
			try {
				const nota = await leerUltimoPunto(base.db, arbol)
				if (nota === null) {
					throw new Error(
						`El árbol «${arbol}» todavía no tiene un punto firmado. Se firma solo, en menos de dos minutos, con el BFF en marcha.`,
					)
				}
				if (salida === undefined) process.stdout.write(nota)
				else {
					// No se pisa un punto guardado: es la prueba de lo anterior.
					await writeFile(salida, nota, { flag: 'wx' }).catch((causa: unknown) => {
						throw new Error(`No se pudo escribir ${salida}; si ya existe, diga otro archivo.`, {
							cause: causa,
						})
					})
					process.stdout.write(`${salida}\n`)
				}
			} finally {
				await base.cerrar()
			}
		})
	registro
		.command('llaves')
		.description('Las llaves públicas que firman o firmaron los puntos de control, como las pide «--llave».')
		.action(async () => {
			const { publicas } = await leerLlavesConocidas()
			if (publicas.length === 0) throw new Error('No hay llave: falta REGISTRO_LLAVE.')
			for (const llave of publicas) process.stdout.write(`${escribirLlave(llave)}\n`)
		})
}
