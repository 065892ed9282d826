/**
 * `intercambio.*`: certificados por segundo de integrar, enviar, consultar, descargar, comprobar y archivar (11, 14) con los
 * trabajos de verdad, contra el par SOAP en otro proceso. `vs-par`: contra lo más que el par da a un cliente que sólo
 * manda, pregunta y baja lo mismo, sin base ni comprobación. `crecimiento`: con 10,000 contra con 1,000.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { comprimir } from '../../../bff/adapters/cosfac/comprimido.ts'
import { MAXIMO_POR_LOTE } from '#core/domain/lote.ts'
import { mediana, type Medida } from '../medida.ts'
import { type Generacion, sellarGeneracion } from './generacion.ts'
import { intercambiar } from './nuestro.ts'
import { agotarPar, conPar, SONDEO_MS } from './par.ts'

const MUCHOS = 10_000
const POCOS = 1000
const CALENTAR = 200

type Ritmos = { readonly muchos: number; readonly pocos: readonly number[]; readonly par: number }

/** Certificados por segundo. Los de pocos van antes, en medio y después: el ruido de la máquina les toca parejo. */
const correr = async (carpeta: string): Promise<Ritmos> => {
	const generacion = await sellarGeneracion(MUCHOS, carpeta)
	const zips = empacar(generacion)
	let corrida = 0
	const nuestro = async (cuantos: number): Promise<number> => {
		corrida += 1
		const almacen = join(carpeta, `almacen-${corrida}`)
		const url = `sqlite:${join(carpeta, `base-${corrida}.sqlite`)}`
		const segundos = await conPar(generacion.anclas, (cosfac) =>
			intercambiar(generacion, cuantos, { url, almacen, cosfac }),
		)
		rmSync(almacen, { recursive: true })
		return cuantos / segundos
	}
	await nuestro(CALENTAR)
	const pocos = [await nuestro(POCOS)]
	const par = MUCHOS / (await conPar(generacion.anclas, (url) => agotarPar(url, zips)))
	pocos.push(await nuestro(POCOS))
	const muchos = await nuestro(MUCHOS)
	pocos.push(await nuestro(POCOS))
	return { muchos, pocos, par }
}

/** Los mismos lotes que integraría lo nuestro, ya comprimidos: al par no se le cobra. */
const empacar = ({ documentos }: Generacion) =>
	Array.from({ length: Math.ceil(documentos.length / MAXIMO_POR_LOTE) }, (_, lote) => ({
		nombreArchivo: `lote-${lote}.zip`,
		zip: comprimir(
			documentos
				.slice(lote * MAXIMO_POR_LOTE, (lote + 1) * MAXIMO_POR_LOTE)
				.map(({ folio, xml }) => ({ nombre: `${folio}.xml`, bytes: new TextEncoder().encode(xml) })),
		),
	}))

let corridas: Promise<Ritmos> | null = null

/** Las dos medidas salen de una sola corrida. */
const unaSola = (): Promise<Ritmos> => {
	corridas ??= (async () => {
		const carpeta = mkdtempSync(join(tmpdir(), 'egreso-intercambio-'))
		try {
			return await correr(carpeta)
		} finally {
			rmSync(carpeta, { recursive: true, force: true })
		}
	})()
	return corridas
}

const NOTAS = [
	`el par, en otro proceso, revisa y timbra de verdad; se le pregunta cada ${SONDEO_MS} ms; SQLite y almacén cifrado en carpeta`,
]

export const medirContraPar = async (): Promise<Medida> => {
	const { muchos, par } = await unaSola()
	return {
		...{ nombre: 'intercambio.vs-par', nuestro: muchos, par, razon: muchos / par, unidad: 'cert/s' },
		notas: [`${MUCHOS} certificados en lotes de ${MAXIMO_POR_LOTE}`, ...NOTAS],
	}
}

export const medirCrecimiento = async (): Promise<Medida> => {
	const { muchos, pocos } = await unaSola()
	const par = mediana(pocos)
	return {
		...{ nombre: 'intercambio.crecimiento', nuestro: muchos, par, razon: muchos / par, unidad: 'cert/s' },
		notas: [
			`con ${POCOS}, en el orden en que corrieron: ${pocos.map((r) => r.toFixed(1)).join(', ')}`,
			...NOTAS,
		],
	}
}
