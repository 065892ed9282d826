import type { Command } from 'commander'
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { finished } from 'node:stream/promises'
import { importarDeUnaVez } from '../application/importaciones/de-una-vez.ts'
import type { RenglonMalo } from '../application/importaciones/anotar-tanda.ts'
import type { GuardarMalos } from '../application/importaciones/revisar.ts'
import type { Fuente } from '../application/sae/lector/fuente.ts'
import { plantillaCsv, plantillaXlsx } from '../application/sae/plantilla.ts'
import type { Contexto } from './contexto.ts'
import { renglonCsv } from '#core/contract/csv.ts'
import { frase } from '#core/contract/motivo.ts'

type Opciones = {
	readonly plantilla?: string
	readonly soloBuenos?: boolean
	readonly porCorregir?: string
}

/** `egreso importar-sae ARCHIVO`: importa un archivo de SAE con el permiso del operador, que alcanza a todos los planteles. */
export const registrarImportarSae = (programa: Command, abrirContexto: () => Promise<Contexto>): void => {
	programa
		.command('importar-sae')
		.description(
			'Importa egresados de un archivo de SAE (CSV, XLSX o JSON). Con un solo error no guarda nada, salvo con --solo-buenos.',
		)
		.argument('[archivo]', 'archivo con las columnas de la plantilla')
		.option('--plantilla <formato>', 'en vez de importar, escribe la plantilla a la salida: csv o xlsx')
		.option('--solo-buenos', 'aplica los renglones buenos aunque haya otros con error')
		.option('--por-corregir <salida>', 'escribe ahí un CSV con sólo los renglones malos y su error')
		.action(async (archivo: string | undefined, opciones: Opciones) => {
			const { plantilla } = opciones
			if (plantilla === 'csv') return void process.stdout.write(plantillaCsv())
			if (plantilla === 'xlsx') return void process.stdout.write(plantillaXlsx())
			if (plantilla !== undefined) throw new Error('La plantilla se pide como csv o xlsx.')
			if (archivo === undefined) throw new Error('Falta el archivo que se va a importar.')
			const fuente = await enDisco(archivo)
			const contexto = await abrirContexto()
			try {
				await importar(contexto, archivo, fuente, opciones)
			} finally {
				await contexto.base.cerrar()
			}
		})
}

const enDisco = async (archivo: string): Promise<Fuente> => {
	const hay = await stat(archivo).catch(() => null)
	if (hay?.isFile() !== true) throw new Error(`No se pudo leer ${archivo}.`)
	return {
		bytes: hay.size,
		leer: async function* (desde = 0, hasta = hay.size) {
			if (desde < hasta) yield* createReadStream(archivo, { start: desde, end: hasta - 1 })
		},
	}
}

const importar = async (
	contexto: Contexto,
	archivo: string,
	fuente: Fuente,
	{ soloBuenos = false, porCorregir }: Opciones,
): Promise<void> => {
	const malos = new Map<number, Uint8Array>()
	const guardarMalos: GuardarMalos = async (tanda, lineas) => {
		if (porCorregir !== undefined) malos.set(tanda, lineas)
	}
	const resultado = await importarDeUnaVez(contexto)({
		actor: { sistema: 'operador' },
		archivo: basename(archivo),
		fuente,
		soloBuenos,
		guardarMalos,
	})
	if (!resultado.ok) throw new Error(frase(resultado.motivo, resultado.datos))
	const { importacion, errores } = resultado.valor
	const { estado, cuentas, columnas } = importacion
	if (importacion.razon !== null) throw new Error(importacion.razon)
	if (estado === 'columnas') {
		const faltan = columnas?.propuesta.filter(({ necesaria, como }) => necesaria && como !== 'exacta') ?? []
		throw new Error(
			frase('columnas-incompletas', { columnas: faltan.map(({ columna }) => columna).join(', ') }),
		)
	}
	for (const { linea, columna, valor, razon } of errores) {
		const lugar = [`renglón ${linea}`, columna].filter((parte) => parte !== '').join(', ')
		process.stderr.write(`${lugar}${valor === '' ? '' : ` («${valor}»)`}: ${razon}\n`)
	}
	if (porCorregir !== undefined && cuentas.conError > 0) {
		await escribirMalos(porCorregir, columnas?.encabezado ?? [], [...malos.values()])
	}
	if (estado === 'aplicada') {
		process.stdout.write(
			`${cuentas.filas} egresados: ${cuentas.altas} nuevos, ${cuentas.cambios} con cambios, ${cuentas.sinCambio} iguales, ${cuentas.conError} con error.\n`,
		)
		return
	}
	process.stderr.write(`${frase('filas-con-error', { errores: cuentas.errores })}\n`)
	process.exitCode = 1
}

const escribirMalos = async (
	salida: string,
	encabezado: readonly string[],
	tandas: readonly Uint8Array[],
): Promise<void> => {
	const archivo = createWriteStream(salida)
	archivo.write(`\ufeff${renglonCsv([...encabezado, 'ERROR'])}`)
	for (const tanda of tandas) {
		for (const linea of Buffer.from(tanda).toString().split('\n')) {
			if (linea === '') continue
			const { celdas, error } = JSON.parse(linea) as RenglonMalo
			archivo.write(renglonCsv([...encabezado.map((_, i) => celdas[i] ?? ''), error]))
		}
	}
	archivo.end()
	await finished(archivo)
}
