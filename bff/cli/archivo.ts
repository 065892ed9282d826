import type { Command } from 'commander'
import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { abrirAlmacen } from '../adapters/almacen/abrir.ts'
import { barrerArchivo } from '../application/archivo/barrer.ts'
import { leerHallazgos } from '../application/archivo/hallazgos.ts'
import { repasarTanda } from '../application/archivo/repasar.ts'
import { rotarLlaves } from '../application/archivo/rotar.ts'
import { AlmacenNoDisponible, type Archivero } from '../application/ports.ts'
import { leerAlmacen, leerLlavesDelRegistro } from '../config.ts'
import type { Contexto } from './contexto.ts'

type Abierto = Contexto & { readonly almacen: Archivero }

/** `egreso archivo rotar | repasar | barrer`: cuidar lo guardado (14). Se pueden correr con el BFF andando. */
export const registrarArchivo = (programa: Command, abrirContexto: () => Promise<Contexto>): void => {
	const con = async (obra: (abierto: Abierto) => Promise<void>): Promise<void> => {
		const almacen = await abrirAlmacen(leerAlmacen(await llaveDeLaDemostracion()))
		const contexto = await abrirContexto()
		try {
			await obra({ ...contexto, almacen })
		} catch (error) {
			if (!(error instanceof AlmacenNoDisponible)) throw error
			throw new Error(`${error.message}. Lo hecho está hecho: vuelva a correr la orden.`, { cause: error })
		} finally {
			await contexto.base.cerrar()
		}
	}
	const archivo = programa
		.command('archivo')
		.description('Lo guardado: rotar sus llaves, repasarlo y barrer lo que nadie nombra.')
	archivo
		.command('rotar')
		.description(
			'Recifra con ALMACEN_LLAVE lo que está con una de ALMACEN_LLAVES_ANTERIORES. Si se interrumpe, se repite y sigue.',
		)
		.action(() => con(rotar))
	archivo
		.command('repasar')
		.description('Relee todo lo guardado y lo compara con su huella. Sale con 1 si algo falta o está dañado.')
		.action(() => con(repasar))
	archivo
		.command('barrer')
		.description('Aparta lo que nadie nombra desde hace 48 horas, y borra lo que lleva otras 48 apartado.')
		.action(() =>
			con(async (deps) => {
				const { vistos, retirados, restaurados, borrados, detenido } = await barrerArchivo(deps)()
				process.stdout.write(
					`Se miraron ${vistos}: ${retirados} apartados, ${restaurados} devueltos, ${borrados} borrados.\n`,
				)
				if (!detenido) return
				throw new Error('Hay demasiados que nadie nombra: revise que DATABASE_URL sea la de este almacén.')
			}),
		)
}

const rotar = async (deps: Abierto): Promise<void> => {
	const { vistos, recifrados, fallas, alDia } = await rotarLlaves(deps)((van, cambiados) =>
		process.stdout.write(`${van} mirados, ${cambiados} recifrados…\n`),
	)
	process.stdout.write(`Se miraron ${vistos} y se recifraron ${recifrados}.\n`)
	if (fallas.length === 0 && !alDia) {
		throw new Error(
			'Otro proceso sigue escribiendo con una llave anterior: reinicie los BFF con ALMACEN_LLAVE y vuelva a correr la orden. No quite llaves todavía.',
		)
	}
	if (fallas.length === 0) {
		process.stdout.write('Todo está con la llave de hoy: ya puede quitar ALMACEN_LLAVES_ANTERIORES.\n')
		return
	}
	for (const { sha256, problema } of fallas)
		process.stdout.write(`${sha256}  ${EN_PALABRAS[problema] ?? problema}\n`)
	throw new Error(`${fallas.length} no se pudieron recifrar y siguen como estaban. No quite llaves todavía.`)
}

const repasar = async (deps: Abierto): Promise<void> => {
	const tanda = repasarTanda(deps)
	for (;;) {
		const { termino, vistos, total, hallazgos } = await tanda()
		process.stdout.write(`${vistos} de ${total}, ${hallazgos} con problema…\n`)
		if (termino) break
	}
	const abiertos = await leerHallazgos(deps.base.db)
	for (const uno of abiertos) {
		const donde = uno.folio ?? uno.renglon
		process.stdout.write(`${donde}  ${uno.clase}  ${EN_PALABRAS[uno.problema]}  ${uno.sha256}\n`)
	}
	if (abiertos.length === 0) return void process.stdout.write('Todo lo guardado está sano.\n')
	throw new Error(`${abiertos.length} archivos con problema: recupérelos del respaldo.`)
}

const EN_PALABRAS: Readonly<Record<string, string>> = {
	falta: 'falta',
	danado: 'está dañado',
	llave: 'está con una llave que no se dio',
	tamano: 'no mide lo que se anotó',
}

const llaveDeLaDemostracion = async (): Promise<string | undefined> => {
	const texto = await readFile(leerLlavesDelRegistro().deLaDemostracion, 'utf8').catch(() => '{}')
	const leido = JSON.parse(texto) as { readonly almacen?: unknown }
	return typeof leido.almacen === 'string' ? leido.almacen : undefined
}
