import { HOJA_EGRESADOS, HOJA_MODULOS, normalizarEncabezado } from '../columnas.ts'
import {
	ArchivoIlegible,
	FILAS_MAXIMAS,
	sonDemasiados,
	type CeldaDeModulo,
	type Renglon,
	type TablaEnFlujo,
} from '../tabla.ts'
import { agotar, conTope, leerEstilosDeFecha, leerHoja, leerTextos, type Claves } from './celdas-xlsx.ts'
import type { Fuente } from './fuente.ts'
import { abrirLibro, type LibroXlsx } from './libro-xlsx.ts'

const LETRAS_DE_MODULOS = 64 * 1024 * 1024
/** De una misma matrícula: diez veces los del plan más largo. */
const MODULOS_POR_MATRICULA = 500
/** Lo que pueden pesar las partes que dicen qué hojas hay. */
const INDICE_MAXIMO = 4 * 1024 * 1024

/**
 * Abre un XLSX: la hoja Egresados (o la primera, si no la hay) por flujo y, si está, la hoja Modulos, que se lee antes y
 * se guarda por matrícula: no tiene por qué venir en el mismo orden.
 */
export const abrirXlsx = async (fuente: Fuente): Promise<TablaEnFlujo> => {
	const libro = await abrirLibro(fuente)
	try {
		const { hojas, desde1904 } = await leerHojas(libro)
		const hoja = (nombre: string) =>
			hojas.find((una) => normalizarEncabezado(una.nombre) === nombre.toUpperCase())
		const deEgresados = hoja(HOJA_EGRESADOS) ?? hojas[0]
		if (deEgresados === undefined) throw new ArchivoIlegible('está dañado o no es un libro de Excel')
		const claves: Claves = {
			textos: await leerTextos(libro),
			deFecha: await leerEstilosDeFecha(libro),
			desde1904,
		}
		const deModulos = hoja(HOJA_MODULOS)
		const modulos =
			deModulos === undefined || deModulos === deEgresados
				? null
				: await leerModulos(leerHoja(libro, deModulos.parte, claves))
		const renglones = leerHoja(libro, deEgresados.parte, claves)
		const encabezado = await renglones.next()
		if (encabezado.done === true) throw new ArchivoIlegible(`la hoja «${deEgresados.nombre}» está vacía`)
		return {
			formato: 'xlsx',
			encabezado: encabezado.value.celdas,
			lineaEncabezado: encabezado.value.linea,
			renglones: hastaElFinal(libro, renglones, encabezado.value.celdas.length),
			modulos,
		}
	} catch (error) {
		libro.cerrar()
		throw error
	}
}

const hastaElFinal = async function* (
	libro: LibroXlsx,
	renglones: AsyncIterable<Renglon>,
	ancho: number,
): AsyncGenerator<Renglon> {
	try {
		let leidos = 0
		for await (const { linea, celdas } of renglones) {
			if (++leidos > FILAS_MAXIMAS) throw sonDemasiados()
			// Un renglón termina donde su última celda escrita: lo que falta a la derecha está vacío.
			while (celdas.length < ancho) (celdas as string[]).push('')
			yield { linea, celdas }
		}
	} finally {
		libro.cerrar()
	}
}

type Hoja = { readonly nombre: string; readonly parte: string }

/** Las hojas del libro, en su orden, con la parte del ZIP que las lleva. */
const leerHojas = async (libro: LibroXlsx): Promise<{ hojas: readonly Hoja[]; desde1904: boolean }> => {
	const destinos = new Map<string, string>()
	const anotarDestino = (nombre: string, atributos: Readonly<Record<string, string>>): void => {
		if (nombre === 'Relationship') destinos.set(atributos['Id'] ?? '', atributos['Target'] ?? '')
	}
	await agotar(libro.recorrer('xl/_rels/workbook.xml.rels', { abre: anotarDestino }, INDICE_MAXIMO))
	const hojas: Hoja[] = []
	let desde1904 = false
	await agotar(
		libro.recorrer(
			'xl/workbook.xml',
			{
				abre: (nombre, atributos) => {
					if (nombre === 'workbookPr') desde1904 = /^(1|true)$/.test(atributos['date1904'] ?? '')
					if (nombre !== 'sheet') return
					const id = Object.entries(atributos).find(([clave]) => /(^|:)id$/.test(clave))?.[1]
					const destino = destinos.get(id ?? '')
					if (destino === undefined) return
					const parte = destino.startsWith('/') ? destino.slice(1) : `xl/${destino}`
					if (libro.tiene(parte)) hojas.push({ nombre: atributos['name'] ?? '', parte })
				},
			},
			INDICE_MAXIMO,
		),
	)
	return { hojas, desde1904 }
}

const leerModulos = async (
	renglones: AsyncIterable<Renglon>,
): Promise<ReadonlyMap<string, readonly CeldaDeModulo[]>> => {
	const grupos = new Map<string, CeldaDeModulo[]>()
	const contar = conTope(LETRAS_DE_MODULOS, 'esa cantidad de módulos en su hoja: use la columna MODULOS')
	const claves = new Map<string, string>()
	const lugares = { matricula: -1, clave: -1, calificacion: -1 }
	for await (const { linea, celdas } of renglones) {
		if (lugares.matricula < 0) {
			const encabezado = celdas.map(normalizarEncabezado)
			lugares.matricula = encabezado.indexOf('MATRICULA')
			lugares.clave = encabezado.indexOf('MODULO')
			lugares.calificacion = encabezado.indexOf('CALIFICACION')
			if (Object.values(lugares).some((lugar) => lugar < 0)) {
				throw new ArchivoIlegible(
					`la hoja ${HOJA_MODULOS} debe tener las columnas MATRICULA, MODULO y CALIFICACION`,
				)
			}
			continue
		}
		const matricula = contar(celdas[lugares.matricula] ?? '')
		const escrita = contar(celdas[lugares.clave] ?? '')
		// La misma clave se repite por egresado: se guarda una vez.
		const clave = claves.get(escrita) ?? escrita
		claves.set(clave, clave)
		const modulo = { linea, clave, calificacion: contar(celdas[lugares.calificacion] ?? '') }
		const grupo = grupos.get(matricula)
		if (grupo === undefined) grupos.set(matricula, [modulo])
		else if (grupo.push(modulo) > MODULOS_POR_MATRICULA) {
			throw new ArchivoIlegible(
				`la hoja ${HOJA_MODULOS} tiene más de ${MODULOS_POR_MATRICULA} módulos de una misma matrícula: vea el renglón ${linea}`,
			)
		}
	}
	return grupos
}
