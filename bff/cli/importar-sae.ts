import type { Command } from 'commander'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { importarSae } from '../application/sae/importar-sae.ts'
import { plantillaCsv, plantillaXlsx } from '../application/sae/plantilla.ts'
import type { Contexto } from './contexto.ts'
import { frase } from '#core/contract/motivo.ts'

/** `egreso importar-sae ARCHIVO`: importa un archivo de SAE con el permiso del operador, que alcanza a todos los planteles. */
export const registrarImportarSae = (programa: Command, abrirContexto: () => Promise<Contexto>): void => {
	programa
		.command('importar-sae')
		.description('Importa egresados de un archivo de SAE (CSV o XLSX). Con un solo error no guarda nada.')
		.argument('[archivo]', 'archivo CSV o XLSX con las columnas de la plantilla')
		.option('--plantilla <formato>', 'en vez de importar, escribe la plantilla a la salida: csv o xlsx')
		.action(async (archivo: string | undefined, { plantilla }: { plantilla?: string }) => {
			if (plantilla === 'csv') return void process.stdout.write(plantillaCsv())
			if (plantilla === 'xlsx') return void process.stdout.write(plantillaXlsx())
			if (plantilla !== undefined) throw new Error('La plantilla se pide como csv o xlsx.')
			if (archivo === undefined) throw new Error('Falta el archivo que se va a importar.')
			const bytes = await readFile(archivo).catch(() => {
				throw new Error(`No se pudo leer ${archivo}.`)
			})
			const contexto = await abrirContexto()
			try {
				await importar(contexto, basename(archivo), bytes)
			} finally {
				await contexto.base.cerrar()
			}
		})
}

const importar = async (contexto: Contexto, archivo: string, bytes: Uint8Array): Promise<void> => {
	const resultado = await importarSae(contexto)({ actor: { sistema: 'operador' }, archivo, bytes })
	if (!resultado.ok) throw new Error(frase(resultado.motivo, resultado.datos))
	const { importado, filas, altas, cambios, sinCambio, errores, totalErrores } = resultado.valor
	if (importado) {
		process.stdout.write(
			`${filas} egresados: ${altas} nuevos, ${cambios} con cambios, ${sinCambio} iguales.\n`,
		)
		return
	}
	for (const { linea, columna, valor, razon } of errores) {
		const lugar = [`renglón ${linea}`, columna].filter((parte) => parte !== '').join(', ')
		process.stderr.write(`${lugar}${valor === '' ? '' : ` («${valor}»)`}: ${razon}\n`)
	}
	process.stderr.write(`${frase('filas-con-error', { errores: totalErrores })}\n`)
	process.exitCode = 1
}
