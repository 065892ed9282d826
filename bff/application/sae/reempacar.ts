import { zipSync, type Zippable } from 'fflate'
import { fromBufferPromise } from 'yauzl'
import { ok, rechazo, type Result } from '#core/domain/result.ts'

const BYTES_MAXIMOS = 100 * 1024 * 1024
const ENTRADAS_MAXIMAS = 500

/** Lo que un XLSX ocupa para decir sus celdas. Con otras partes el lector lo tomaría por ODS, XLSB o Numbers. */
const PARTE = /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?!worksheets\/_rels\/).+\.(xml|rels))$/i
/** El lector crea una celda por cada una del rango de un vínculo: uno sobre toda la hoja agota la memoria. */
const VINCULOS = ['<hyperlink ', ':hyperlink '] as const

/**
 * Descomprime un XLSX ajeno contando lo que sale, y lo devuelve en un ZIP nuestro sin comprimir. Así el lector de
 * hojas, que confía en los tamaños que el archivo dice, nunca abre una bomba.
 */
export const reempacar = async (bytes: Uint8Array): Promise<Result<Uint8Array, 'desmedido' | 'danado'>> => {
	const partes: Zippable = Object.create(null) as Zippable
	let total = 0
	try {
		const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
		if (zip.entryCount > ENTRADAS_MAXIMAS) return rechazo('desmedido')
		for await (const entrada of zip.eachEntry()) {
			if (!PARTE.test(entrada.fileName)) continue
			const trozos: Buffer[] = []
			const flujo = await zip.openReadStreamPromise(entrada)
			for await (const trozo of flujo as AsyncIterable<Buffer>) {
				total += trozo.length
				if (total > BYTES_MAXIMOS) {
					flujo.destroy()
					zip.close()
					return rechazo('desmedido')
				}
				trozos.push(trozo)
			}
			partes[entrada.fileName] = [sinVinculos(Buffer.concat(trozos)), { level: 0 }]
		}
	} catch {
		return rechazo('danado')
	}
	return ok(zipSync(partes))
}

const sinVinculos = (parte: Buffer): Buffer => {
	for (const marca of VINCULOS) {
		for (let i = parte.indexOf(marca); i >= 0; i = parte.indexOf(marca, i + 1)) parte.write('_', i + 1)
	}
	return parte
}
