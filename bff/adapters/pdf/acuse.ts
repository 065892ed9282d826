import { PDFDocument } from 'pdf-lib'
import { incrustarFuentes } from './fuentes.ts'
import { COLORES, crearLienzo } from './lienzo.ts'
import { pintarEncabezado, pintarPies } from './partes.ts'
import type { PintarAcuse } from '../../application/ports.ts'

const MOMENTO = new Intl.DateTimeFormat('es-MX', {
	dateStyle: 'long',
	timeStyle: 'long',
	timeZone: 'America/Mexico_City',
})

const RELACION: Readonly<Record<string, string>> = {
	egresado: 'la persona egresada',
	madre: 'madre de la persona egresada',
	padre: 'padre de la persona egresada',
	tutor: 'tutor de la persona egresada',
}

/** El acuse de recibido (13), para el expediente: quién, cuándo, desde qué correo y qué archivos con su huella. */
export const pintarAcuse: PintarAcuse = async (datos) => {
	const documento = await PDFDocument.create()
	documento.setTitle(`Acuse de recibido del certificado ${datos.folio}`, { showInWindowTitleBar: true })
	documento.setAuthor('Colegio Nacional de Educación Profesional Técnica')
	documento.setCreator('Egreso')
	documento.setProducer('Egreso')
	documento.setLanguage('es-MX')
	documento.setCreationDate(new Date(datos.momento))
	documento.setModificationDate(new Date(datos.momento))
	const fuentes = await incrustarFuentes(documento)
	const lienzo = crearLienzo(documento, fuentes, {
		pie: 52,
		alAbrir: (pagina, numero) => pintarEncabezado(pagina, fuentes, numero === 1),
	})
	lienzo.parrafo('Acuse de recibido', {
		fuente: 'titulo',
		tamano: 21,
		color: COLORES.guinda,
		interlinea: 1.3,
	})
	lienzo.parrafo(`Certificado de Terminación de Estudios, folio ${datos.folio}`, {
		tamano: 11,
		color: COLORES.gris,
	})
	lienzo.bajar(18)
	lienzo.parrafo(
		`El ${MOMENTO.format(new Date(datos.momento))}, ${datos.quien}, ${RELACION[datos.relacion] ?? datos.relacion}, acusó de recibido el certificado electrónico de ${datos.egresado}, matrícula ${datos.matricula}, del ${datos.plantel}, entregado en el correo ${datos.correo}.`,
		{ tamano: 11, interlinea: 1.55 },
	)
	lienzo.bajar(14)
	lienzo.parrafo('Archivos recibidos', { fuente: 'titulo', tamano: 12 })
	lienzo.bajar(4)
	for (const archivo of datos.archivos) {
		lienzo.parrafo(archivo.nombre, { fuente: 'fuerte', tamano: 10 })
		lienzo.parrafo(`SHA-256 ${archivo.sha256}`, { tamano: 8, color: COLORES.gris })
		lienzo.bajar(6)
	}
	lienzo.bajar(10)
	lienzo.parrafo(
		`Folio digital ${datos.folioDigital}. El acuse se dio con un acto expreso desde el enlace personal enviado a ese correo y queda en el expediente (numeral 13 de los Lineamientos). El trámite es gratuito.`,
		{ tamano: 9, color: COLORES.gris },
	)
	pintarPies(documento, fuentes, `Acuse · folio ${datos.folio}`)
	return documento.save({ useObjectStreams: true })
}
