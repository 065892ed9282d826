import type { Command } from 'commander'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { CATALOGOS, NOMBRES } from '../application/catalogos/definiciones.ts'
import { exportarCatalogo } from '../application/catalogos/exportar.ts'
import { importarCatalogo } from '../application/catalogos/importar.ts'
import { mirarCatalogo } from '../application/catalogos/mirar.ts'
import type { Contexto } from './contexto.ts'
import type { ImportacionCatalogo } from '#core/contract/catalogo.ts'
import { frase } from '#core/contract/motivo.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'

const OPERADOR = { sistema: 'operador' } as const

type Abrir = () => Promise<Contexto>

/** `egreso catalogo listar|importar|exportar`: los catálogos con vigencia y el PC-SINEMS (19), con el permiso del operador. */
export const registrarCatalogo = (programa: Command, abrirContexto: Abrir): void => {
	const con = async (hacer: (contexto: Contexto) => Promise<void>): Promise<void> => {
		const contexto = await abrirContexto()
		try {
			await hacer(contexto)
		} finally {
			await contexto.base.cerrar()
		}
	}
	const orden = programa.command('catalogo').description('Los catálogos, de cuándo a cuándo vale cada clave.')
	orden
		.command('listar')
		.description('Qué catálogos hay y cuántas claves rigen hoy.')
		.action(() => con(listar))
	orden
		.command('exportar')
		.description('Escribe un catálogo a la salida, en CSV, con todas sus vigencias.')
		.argument('<catalogo>', 'cuál; los que hay los dice «catalogo listar»')
		.action((catalogo: string) =>
			con(async (contexto) => {
				const csv = await exportarCatalogo(contexto)({ actor: OPERADOR, catalogo })
				if (!csv.ok) throw new Error(noHay(catalogo))
				process.stdout.write(csv.valor)
			}),
		)
	orden
		.command('importar')
		.description('Importa un archivo en un catálogo. Con un solo error no guarda nada.')
		.argument('<catalogo>', 'cuál; los que hay los dice «catalogo listar»')
		.argument('<archivo>', 'CSV o XLSX con las columnas de «catalogo exportar»')
		.option('--revisar', 'sólo dice qué cambiaría')
		.action((catalogo: string, archivo: string, { revisar }: { revisar?: true }) =>
			con(async (contexto) => {
				const bytes = await readFile(archivo).catch(() => {
					throw new Error(`No se pudo leer ${archivo}.`)
				})
				const importacion = { actor: OPERADOR, catalogo, archivo: basename(archivo), bytes }
				const resultado = revisar
					? await mirarCatalogo(contexto)(importacion)
					: await importarCatalogo(contexto)({ ...importacion, vista: null })
				if (resultado.ok) return decir(resultado.valor, revisar ?? false)
				throw new Error(
					resultado.motivo === 'no-encontrado' ? noHay(catalogo) : frase(resultado.motivo, resultado.datos),
				)
			}),
		)
}

const noHay = (catalogo: string): string =>
	`No hay un catálogo «${catalogo}». Los que hay: ${NOMBRES.join(', ')}.`

const listar = async ({ base, reloj }: Contexto): Promise<void> => {
	const hoy = fechaEnMexico(reloj())
	for (const nombre of NOMBRES) {
		const { rigen } = await base.db
			.selectFrom('catalogoValor')
			.select((e) => e.fn.countAll<number>().as('rigen'))
			.where('catalogo', '=', nombre)
			.where('desde', '<=', hoy)
			.where('hasta', '>=', hoy)
			.executeTakeFirstOrThrow()
		process.stdout.write(`${nombre.padEnd(20)} ${String(rigen).padStart(6)}  ${CATALOGOS[nombre].titulo}\n`)
	}
}

const SUCESOS = { alta: '+', cambio: '~', baja: '-', quitada: 'x' } as const

const decir = (importacion: ImportacionCatalogo, revisar: boolean): void => {
	for (const { linea, columna, valor, razon } of importacion.errores) {
		const lugar = [`renglón ${linea}`, columna].filter((parte) => parte !== '').join(', ')
		process.stderr.write(`${lugar}${valor === '' ? '' : ` («${valor}»)`}: ${razon}\n`)
	}
	if (importacion.totalErrores > 0) {
		process.stderr.write(
			`Errores: ${importacion.totalErrores}. No se guardó nada: corrija el archivo y vuelva a importarlo.\n`,
		)
		process.exitCode = 1
		return
	}
	if (revisar) {
		for (const { suceso, clave, desde, hasta, datos } of importacion.detalle) {
			const que = datos.map(({ dato, antes, despues }) => `${dato} ${antes ?? '—'} → ${despues ?? '—'}`)
			process.stdout.write(`${SUCESOS[suceso]} ${clave} ${desde}…${hasta ?? ''} ${que.join('; ')}\n`)
		}
	}
	const { altas, cambios, bajas, quitadas, sinCambio } = importacion
	process.stdout.write(
		`${altas} altas, ${cambios} cambios, ${bajas} bajas de vigencia, ${quitadas} quitadas y ${sinCambio} sin cambio.${revisar ? ' No se guardó nada.' : ''}\n`,
	)
}
