import { inventarDocumentos } from './documentos.ts'
import { conSello, type Dec } from '#core/dec/dec.ts'
import { leerDec } from '#core/dec/leer.ts'
import { exigir } from '#core/domain/result.ts'

/** Bytes que no se comprimen, como los de un sello o un certificado; los mismos en cada corrida. */
const ruido = (semilla: number, cuantos: number): string => {
	let estado = semilla * 2_654_435_761 + 1
	const bytes = Uint8Array.from({ length: cuantos }, () => {
		estado = (Math.imul(estado, 1_664_525) + 1_013_904_223) >>> 0
		return estado >>> 24
	})
	return Buffer.from(bytes).toString('base64')
}

const OCTETOS_DE_SELLO = 256
/** Lo que mide un certificado del SAT. */
const OCTETOS_DE_CERTIFICADO = 1560

/** Los documentos de un lote, ya sellados: treinta y cinco módulos, con sello y certificado del tamaño de los de verdad. */
export const inventarSellados = (cuantos: number): Dec[] => {
	const certificado = ruido(7, OCTETOS_DE_CERTIFICADO)
	return inventarDocumentos(cuantos).map(({ xml }, i) =>
		conSello(exigir(leerDec(xml)), {
			sello: ruido(i + 100, OCTETOS_DE_SELLO),
			certificado,
			noCertificado: '30001000000500000001',
		}),
	)
}

/** Los mismos, como la SEP los devolvería. */
export const inventarTimbrados = (cuantos: number): Dec[] =>
	inventarSellados(cuantos).map((dec, i) => ({
		...dec,
		sep: {
			version: '1.0',
			folioDigital: `0b5e2f6a-7f3c-4a51-9a51-${String(i).padStart(12, '0')}`,
			fechaSep: '2026-11-23T12:00:00',
			selloDec: dec.firmaResponsable.sello,
			noCertificadoSep: '00001000000500000001',
			selloSep: ruido(i + 50_000, OCTETOS_DE_SELLO),
		},
	}))
