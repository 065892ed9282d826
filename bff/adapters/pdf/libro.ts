import { setImmediate } from 'node:timers/promises'
import { PDFDocument } from 'pdf-lib'
import { incrustarFuentes } from './fuentes.ts'
import { ANCHO, COLORES, crearLienzo, type Lienzo, MARGEN, UTIL } from './lienzo.ts'
import { filete, pintarEncabezado, pintarPies } from './partes.ts'
import type { DatosPdfLibro, PintarLibro } from '../../application/ports.ts'

const MOMENTO = new Intl.DateTimeFormat('es-MX', {
	dateStyle: 'long',
	timeStyle: 'short',
	timeZone: 'America/Mexico_City',
})
const DIA = new Intl.DateTimeFormat('es-MX', { dateStyle: 'medium', timeZone: 'America/Mexico_City' })
const FECHA = new Intl.DateTimeFormat('es-MX', { dateStyle: 'medium', timeZone: 'UTC' })
const NUMERO = new Intl.NumberFormat('es-MX')

/** Las columnas: dónde empieza cada una y cuánto mide. */
const COLUMNAS = {
	renglon: { x: MARGEN, ancho: 26 },
	folio: { x: MARGEN + 30, ancho: 92 },
	nombre: { x: MARGEN + 126, ancho: 214 },
	matricula: { x: MARGEN + 346, ancho: 76 },
	fecha: { x: MARGEN + 428, ancho: UTIL - 428 },
} as const

const CHICO = { tamano: 6.8, color: COLORES.gris } as const

type Asiento = DatosPdfLibro['asientos'][number]

/**
 * El Libro Electrónico impreso (8): cada foja en su página, con sus asientos, la huella de cada uno y lo anotado al margen.
 * Al final, el punto de control que lo ampara. Los mismos datos dan los mismos bytes.
 */
export const pintarLibro: PintarLibro = async (datos) => {
	const documento = await PDFDocument.create()
	const fojas = [...new Set(datos.asientos.map(({ foja }) => foja))]
	const rotulo = `${datos.plantel} · volumen ${datos.volumen}`
	documento.setTitle(`Libro Electrónico · ${rotulo}`, { showInWindowTitleBar: true })
	documento.setAuthor('Colegio Nacional de Educación Profesional Técnica')
	documento.setCreator('Egreso')
	documento.setProducer('Egreso')
	documento.setLanguage('es-MX')
	const fuentes = await incrustarFuentes(documento)
	const momento = new Date(
		`${datos.asientos.map(({ fecha }) => fecha).reduce(mayor, '1970-01-01')}T12:00:00Z`,
	)
	documento.setCreationDate(momento)
	documento.setModificationDate(momento)
	let foja = fojas[0] ?? 1
	const lienzo = crearLienzo(documento, fuentes, {
		pie: 54,
		alAbrir: (pagina) => {
			const y = pintarEncabezado(pagina, fuentes, true)
			pagina.drawText('Libro Electrónico', {
				...{ x: MARGEN, y: y - 18, size: 17 },
				...{ font: fuentes.titulo, color: COLORES.guinda },
			})
			const lugar = `Volumen ${datos.volumen} · Foja ${foja}`
			pagina.drawText(lugar, {
				...{ x: ANCHO - MARGEN - fuentes.fuerte.widthOfTextAtSize(lugar, 11), y: y - 18, size: 11 },
				font: fuentes.fuerte,
			})
			pagina.drawText(datos.plantel, {
				...{ x: MARGEN, y: y - 33, size: 10 },
				...{ font: fuentes.texto, color: COLORES.gris },
			})
			return y - 44
		},
	})
	for (const [i, numero] of fojas.entries()) {
		foja = numero
		// Cada foja en su página. La primera ya está abierta.
		if (i > 0) lienzo.reservar(Number.MAX_SAFE_INTEGER)
		pintarTitulos(lienzo)
		for (const asiento of datos.asientos.filter((uno) => uno.foja === numero)) pintarAsiento(lienzo, asiento)
		// Un volumen son cientos de páginas: entre foja y foja se atiende a los demás.
		await setImmediate()
	}
	pintarPunto(lienzo, datos.punto)
	pintarPies(documento, fuentes, `Libro Electrónico · ${rotulo}`)
	return documento.save({ useObjectStreams: true })
}

const mayor = (una: string, otra: string): string => (una > otra ? una : otra)

const pintarTitulos = (lienzo: Lienzo): void => {
	const { renglon, folio, nombre, matricula, fecha } = COLUMNAS
	const estilo = { fuente: 'fuerte', tamano: 7.5, color: COLORES.gris } as const
	lienzo.rotulo('Núm.', renglon.x, 9, renglon.ancho, estilo)
	lienzo.rotulo('Folio', folio.x, 9, folio.ancho, estilo)
	lienzo.rotulo('Nombre', nombre.x, 9, nombre.ancho, estilo)
	lienzo.rotulo('Matrícula', matricula.x, 9, matricula.ancho, estilo)
	lienzo.rotulo('Fecha', fecha.x, 9, fecha.ancho, { ...estilo, alinear: 'derecha' })
	lienzo.bajar(14)
}

const pintarAsiento = (lienzo: Lienzo, asiento: Asiento): void => {
	const { renglon, folio, nombre, matricula, fecha } = COLUMNAS
	const notas = asiento.notas.map(
		({ texto, momento }) => `Al margen, ${DIA.format(new Date(momento))}: ${texto}`,
	)
	const caja = { x: folio.x, ancho: UTIL - (folio.x - MARGEN) }
	const nota = { tamano: 7.6, color: COLORES.guinda } as const
	const alturaNombre = lienzo.medir(asiento.nombre, { tamano: 9 }, nombre.ancho)
	const alto = notas.reduce((suma, texto) => suma + lienzo.medir(texto, nota, caja.ancho), alturaNombre + 15)
	lienzo.reservar(alto)
	filete(lienzo.pagina(), lienzo.y())
	lienzo.bajar(3)
	lienzo.rotulo(String(asiento.renglon), renglon.x, 9, renglon.ancho, { tamano: 9, color: COLORES.gris })
	lienzo.rotulo(asiento.folio, folio.x, 9, folio.ancho, { fuente: 'fuerte', tamano: 9 })
	lienzo.rotulo(asiento.matricula, matricula.x, 9, matricula.ancho, { tamano: 9 })
	lienzo.rotulo(FECHA.format(new Date(`${asiento.fecha}T00:00:00Z`)), fecha.x, 9, fecha.ancho, {
		...{ tamano: 9, alinear: 'derecha' },
	})
	lienzo.parrafo(asiento.nombre, { tamano: 9 }, nombre)
	const cancelado = asiento.cancelado ? 'Folio cancelado · ' : ''
	lienzo.rotulo(`${cancelado}CUV ${asiento.cuv} · huella ${asiento.hoja}`, caja.x, 7, caja.ancho, CHICO)
	lienzo.bajar(10)
	for (const texto of notas) lienzo.parrafo(texto, nota, caja)
	lienzo.bajar(2)
}

const pintarPunto = (lienzo: Lienzo, punto: DatosPdfLibro['punto']): void => {
	const estilo = { ...CHICO, interlinea: 1.4 }
	const texto =
		punto === null
			? 'El registro del Libro todavía no tiene un punto de control firmado.'
			: `Punto de control del registro del Libro: ${NUMERO.format(punto.tamano)} hojas, firmado el ${MOMENTO.format(new Date(punto.momento))}, con raíz ${punto.raiz}. La huella de cada asiento es su hoja en ese árbol (RFC 6962): con ella se prueba que el asiento está y no ha cambiado.`
	lienzo.reservar(lienzo.medir(texto, estilo, UTIL) + 10)
	filete(lienzo.pagina(), lienzo.y())
	lienzo.bajar(6)
	lienzo.parrafo(texto, estilo)
}
