/**
 * El servidor malicioso: quinientos certificados armados por el mismo código del BFF, y uno cambiado en el camino. Todo con
 * semilla, para que una falla se pueda repetir.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { sembrar } from '../../../bff/simuladores/mundo/azar.ts'
import { cadenaOriginal } from '../../../src/core/dec/cadena-original.ts'
import { leerDec } from '../../../src/core/dec/leer.ts'
import { exigir } from '../../../src/core/domain/result.ts'
import {
	preparar,
	sellarLote,
	type DocumentoPorSellar,
	type FilaSellada,
} from '../../../src/lib/firma/lote.ts'
import { inventarDocumentos } from '../../bench/documentos.ts'

const CUANTOS = 500
const RONDAS = 400
const POR_DATO = 40
const ALGORITMO = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

let honestos: readonly DocumentoPorSellar[] = []
let pareja: CryptoKeyPair

beforeAll(async () => {
	honestos = inventarDocumentos(CUANTOS)
	// Lo que no se sella honesto no prueba nada al alterarse.
	expect(honestos.map(preparar).filter((uno) => 'cadena' in uno)).toHaveLength(CUANTOS)
	pareja = (await crypto.subtle.generateKey(
		{ ...ALGORITMO, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
		false,
		['sign', 'verify'],
	)) as CryptoKeyPair
})

const azar = sembrar(3)
const elegirUno = () => azar.elegir(honestos)

const BLANCOS = new TextEncoder().encode(' \t\n')

/** El documento con un byte cambiado, en el tramo que se diga; lo que ya no es UTF-8 llega como lo leería el navegador. */
const conUnByte = (documento: DocumentoPorSellar, [desde, hasta]: readonly [number, number]) => {
	const bytes = new TextEncoder().encode(documento.xml)
	const cual = azar.entre(desde, hasta - 1)
	const antes = bytes[cual] ?? 0
	// La mitad de las veces, otro espacio en blanco: son los cambios con más modo de pasar por buenos.
	const blanco = azar.elegir([...BLANCOS].filter((otro) => otro !== antes))
	bytes[cual] = azar.quiza(0.5) ? blanco : antes ^ azar.entre(1, 255)
	return { ...documento, xml: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) }
}

/** Dónde están, en bytes, los valores de un atributo; con `elemento`, sólo los de ése. */
const tramosDe = (
	xml: string,
	elemento: string,
	atributo: string,
): readonly (readonly [number, number])[] => {
	const largo = (texto: string) => new TextEncoder().encode(texto).length
	return [...xml.matchAll(new RegExp(`(<${elemento} [^>]*?\\b${atributo}=")([^"]+)"`, 'g'))].map(
		(hallado) => {
			const desde = largo(xml.slice(0, hallado.index)) + largo(hallado[1] ?? '')
			return [desde, desde + largo(hallado[2] ?? '')] as const
		},
	)
}

const dicen = (xml: string) => {
	const leido = leerDec(xml)
	return leido.ok ? leido.valor : null
}

/**
 * Si el documento alterado se niega. Si no, lo que se lee de él es exactamente lo mismo y su cadena también: un espacio entre
 * etiquetas, o un salto de línea dentro de un valor, que XML manda leer como espacio.
 */
const seAtrapa = (honesto: DocumentoPorSellar, alterado: DocumentoPorSellar): boolean => {
	expect(alterado.xml).not.toBe(honesto.xml)
	const preparado = preparar(alterado)
	if ('motivo' in preparado) {
		expect(preparado).toEqual({ tramiteId: honesto.tramiteId, motivo: 'documento-alterado' })
		return true
	}
	expect(dicen(alterado.xml)).toEqual(dicen(honesto.xml))
	expect(preparado).toEqual(preparar(honesto))
	return false
}

const sellarTodos = async (documentos: readonly DocumentoPorSellar[]) => {
	const filas: FilaSellada[] = []
	await sellarLote({
		preparados: (async function* () {
			for (let i = 0; i < documentos.length; i += 25) yield documentos.slice(i, i + 25).map(preparar)
		})(),
		llave: pareja.privateKey,
		alAvanzar: (nuevas) => filas.push(...nuevas),
	})
	return filas
}

test('los quinientos, tal como el BFF los arma, se sellan, y cada sello es de su cadena', async () => {
	const filas = await sellarTodos(honestos)
	expect(filas.filter((fila) => 'sello' in fila)).toHaveLength(CUANTOS)
	const [fila] = filas
	if (!fila || !('sello' in fila)) throw new Error('sin sello')
	const cadena = exigir(cadenaOriginal(exigir(leerDec(honestos[0]?.xml ?? ''))))
	const sello = Buffer.from(fila.sello, 'base64')
	expect(
		await crypto.subtle.verify(ALGORITMO, pareja.publicKey, sello, new TextEncoder().encode(cadena)),
	).toBe(true)
})

test(`cualquier byte de cualquier documento: se atrapa, o el documento dice exactamente lo mismo (${RONDAS} rondas)`, () => {
	let atrapados = 0
	for (let ronda = 0; ronda < RONDAS; ronda += 1) {
		const honesto = elegirUno()
		const alterado = conUnByte(honesto, [0, new TextEncoder().encode(honesto.xml).length])
		if (seAtrapa(honesto, alterado)) atrapados += 1
	}
	// Si un día todo pasara o nada, la prueba no probaría nada.
	expect(atrapados).toBeGreaterThan(RONDAS * 0.7)
	expect(atrapados).toBeLessThan(RONDAS)
})

const DATOS: readonly (readonly [string, string, string])[] = [
	['el nombre', 'Alumno', 'nombre'],
	['el primer apellido', 'Alumno', 'primerApellido'],
	['la CURP', 'Alumno', 'curp'],
	['la matrícula', 'Alumno', 'numeroControl'],
	['el promedio', 'Acreditacion', 'promedioAprovechamiento'],
	['el promedio en letra', 'Acreditacion', 'promedioAprovechamientoTexto'],
	['la fecha de término', 'Acreditacion', 'periodoTermino'],
	['los créditos', 'Acreditacion', 'creditosObtenidos'],
	['la clave del plan', 'Acreditacion', 'clavePlanEstudios'],
	['el nombre de un módulo', 'UacdeFt', 'nombre'],
	['la calificación de un módulo', 'UacdeFt', 'calificacion'],
	['las horas de un módulo', 'UacdeFt', 'totalHorasUAC'],
	['los créditos de un módulo', 'UacdeFt', 'creditos'],
	['la CURP de quien firma', 'FirmaResponsable', 'curp'],
	['el nombre de quien firma', 'FirmaResponsable', 'nombre'],
	['la clave del cargo de quien firma', 'FirmaResponsable', 'idCargo'],
	['el cargo de quien firma', 'FirmaResponsable', 'cargo'],
	['la CCT', 'PlantelOServicioEducativo', 'cct'],
	['el nombre del plantel', 'PlantelOServicioEducativo', 'nombreNumeroPlantel'],
	['la institución', 'Iems', 'idIEMS'],
	['el folio', 'Dec', 'folioControl'],
	['el servicio firmante', 'ServicioFirmante', 'idEntidad'],
]

test.each(DATOS)(`un byte de %s se atrapa siempre (${POR_DATO} rondas)`, (_, elemento, atributo) => {
	let atrapados = 0
	for (let ronda = 0; ronda < POR_DATO; ronda += 1) {
		const honesto = elegirUno()
		const tramos = tramosDe(honesto.xml, elemento, atributo)
		expect(tramos.length).toBeGreaterThan(0)
		const alterado = conUnByte(honesto, azar.elegir(tramos))
		if (seAtrapa(honesto, alterado)) atrapados += 1
	}
	expect(atrapados).toBeGreaterThan(POR_DATO * 0.8)
})

test(`dos módulos que cambian de lugar se atrapan siempre (${POR_DATO} rondas)`, () => {
	for (let ronda = 0; ronda < POR_DATO; ronda += 1) {
		const honesto = elegirUno()
		const modulos = honesto.xml.match(/<UacdeFt [^>]*\/>/g) ?? []
		const i = azar.entre(0, modulos.length - 2)
		const [uno = '', otro = ''] = [modulos[i], modulos[i + 1]]
		expect(uno).not.toBe(otro)
		const xml = honesto.xml
			.replace(uno, '<UNO/>')
			.replace(otro, () => uno)
			.replace('<UNO/>', () => otro)
		expect(dicen(xml)?.uacs).toHaveLength(modulos.length)
		expect(preparar({ ...honesto, xml })).toMatchObject({ motivo: 'documento-alterado' })
	}
})

describe('lo que se ve igual y no es lo mismo', () => {
	const PARECIDOS: readonly (readonly [string, (valor: string) => string])[] = [
		['acentos sueltos (NFD)', (valor) => valor.normalize('NFD')],
		['un carácter de ancho cero', (valor) => `${valor.slice(0, 1)}\u200b${valor.slice(1)}`],
		['un guion que no se ve', (valor) => `${valor}\u00ad`],
		['una marca que voltea el texto', (valor) => `\u202e${valor}`],
		['un espacio que no se parte', (valor) => valor.replace(' ', '\u00a0')],
		['un espacio al final', (valor) => `${valor} `],
		['dos espacios', (valor) => valor.replace(' ', '  ')],
		['una a cirílica', (valor) => valor.replace('a', '\u0430')],
		['una o griega', (valor) => valor.replace('o', '\u03bf')],
		['una i sin punto', (valor) => valor.replace('i', '\u0131')],
		['letras de ancho completo', (valor) => valor.replace(/[A-Z]/, 'Ａ')],
		['un cero a la izquierda', (valor) => valor.replace(/^\d/, (cifra) => `0${cifra}`)],
		['otra cifra que se ve igual', (valor) => valor.replace(/9/, '９')],
		['un acento de más', (valor) => valor.replace('e', 'é')],
	]
	test.each(PARECIDOS)('%s en cualquier dato es una diferencia', (_, cambiar) => {
		let cambiados = 0
		for (const honesto of honestos.slice(0, 20)) {
			for (const [, elemento, atributo] of DATOS) {
				const patron = new RegExp(`(<${elemento} [^>]*?\\b${atributo}=")([^"]+)"`)
				const xml = honesto.xml.replace(
					patron,
					(_todo, antes: string, valor: string) => `${antes}${cambiar(valor)}"`,
				)
				if (xml === honesto.xml) continue
				cambiados += 1
				expect(preparar({ ...honesto, xml })).toMatchObject({ motivo: 'documento-alterado' })
			}
		}
		expect(cambiados).toBeGreaterThan(0)
	})
})

/** Otro texto en el primero de esos valores. */
const alterarA = (honesto: DocumentoPorSellar, elemento: string, atributo: string): DocumentoPorSellar => ({
	...honesto,
	xml: honesto.xml.replace(
		new RegExp(`(<${elemento} [^>]*?\\b${atributo}=")([^"])`),
		(_, antes: string, letra: string) => `${antes}${letra === '9' ? '8' : '9'}`,
	),
})

test('con uno alterado en medio, los otros 499 se sellan: una vuelta entera por cada dato', async () => {
	for (const [, elemento, atributo] of [DATOS[0], DATOS[4], DATOS[9], DATOS[13]].filter(
		(uno) => uno !== undefined,
	)) {
		const cual = azar.entre(0, CUANTOS - 1)
		const lote = honestos.map((honesto, i) => (i === cual ? alterarA(honesto, elemento, atributo) : honesto))
		const filas = await sellarTodos(lote)
		expect(filas[cual]).toEqual({ tramiteId: lote[cual]?.tramiteId, motivo: 'documento-alterado' })
		expect(filas.filter((fila) => 'sello' in fila)).toHaveLength(CUANTOS - 1)
	}
}, 60_000)
