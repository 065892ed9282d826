import { PDFDocument } from 'pdf-lib'
import { incrustarFuentes } from './fuentes.ts'
import { ANCHO, COLORES, crearLienzo, type Lienzo, MARGEN, UTIL } from './lienzo.ts'
import { filete, pintarCodigo, pintarEncabezado, pintarPies, pintarSelloCalidad } from './partes.ts'
import type { DatosPdfCertificado, PintarCertificado } from '../../application/ports.ts'
import type { Dec } from '#core/dec/dec.ts'
import { leerDec } from '#core/dec/leer.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'

const DIA = new Intl.DateTimeFormat('es-MX', { dateStyle: 'long', timeZone: 'UTC' })
const MOMENTO = new Intl.DateTimeFormat('es-MX', {
	dateStyle: 'long',
	timeStyle: 'medium',
	timeZone: 'America/Mexico_City',
})

/**
 * El certificado en PDF, tamaño carta, cuando SEP no lo manda (11, 12). Todo sale del XML timbrado y del registro;
 * lleva los dos sellos (20), el timbre de SEP, el QR y la liga (21), y el sello de calidad sólo si aplica (19).
 */
export const pintarCertificado: PintarCertificado = async (datos) => {
	const leido = leerDec(datos.xml)
	if (!leido.ok) throw new Error(`El XML del certificado ${datos.folio} no se lee: ${leido.motivo}`)
	const dec = leido.valor
	const documento = await PDFDocument.create()
	documento.setTitle(`Certificado de Terminación de Estudios ${datos.folio}`, { showInWindowTitleBar: true })
	documento.setSubject('Certificado electrónico de terminación de estudios del CONALEP')
	documento.setAuthor('Colegio Nacional de Educación Profesional Técnica')
	documento.setCreator('Egreso')
	documento.setProducer('Egreso')
	documento.setLanguage('es-MX')
	// Las fechas del archivo son las del certificado: el mismo certificado da los mismos bytes.
	const fecha = new Date(`${datos.fecha}T12:00:00Z`)
	documento.setCreationDate(fecha)
	documento.setModificationDate(fecha)
	const fuentes = await incrustarFuentes(documento)
	const lienzo = crearLienzo(documento, fuentes, {
		pie: 52,
		alAbrir: (pagina, numero) => pintarEncabezado(pagina, fuentes, numero === 1),
	})
	portada(lienzo, datos, dec)
	if (datos.selloCalidad) pintarSelloCalidad(lienzo.pagina(), fuentes, ANCHO - MARGEN - 36, 668)
	estudios(lienzo, datos, dec)
	modulos(lienzo, dec)
	sellos(lienzo, datos)
	pintarPies(documento, fuentes, `Folio ${datos.folio}`)
	return documento.save({ useObjectStreams: true })
}

const portada = (lienzo: Lienzo, datos: DatosPdfCertificado, dec: Dec): void => {
	lienzo.parrafo('Certificado de Terminación de Estudios', {
		fuente: 'titulo',
		tamano: 21,
		color: COLORES.guinda,
		interlinea: 1.25,
	})
	lienzo.parrafo(`Folio ${datos.folio} · CUV ${datos.cuv} · Volumen ${datos.volumen}, foja ${datos.foja}`, {
		tamano: 9,
		color: COLORES.gris,
	})
	lienzo.bajar(16)
	lienzo.parrafo(
		`El ${datos.plantel.nombre}, ${datos.entidad}, certifica que`,
		{ tamano: 10.5 },
		{ x: MARGEN, ancho: UTIL - 90 },
	)
	lienzo.bajar(6)
	lienzo.parrafo(nombreCompleto(dec.alumno), {
		fuente: 'titulo',
		tamano: 18,
		interlinea: 1.25,
	})
	lienzo.parrafo(`CURP ${dec.alumno.curp} · Matrícula ${dec.alumno.numeroControl}`, {
		tamano: 9.5,
		color: COLORES.gris,
	})
	lienzo.bajar(10)
	lienzo.parrafo('acreditó en su totalidad el plan de estudios de', { tamano: 10.5 })
	lienzo.bajar(4)
	lienzo.parrafo(datos.carrera, { fuente: 'fuerte', tamano: 13, color: COLORES.verde })
	lienzo.bajar(10)
}

const estudios = (lienzo: Lienzo, datos: DatosPdfCertificado, dec: Dec): void => {
	const { acreditacion } = dec
	const celdas: readonly (readonly [string, string, string])[] = [
		['Promedio', acreditacion.promedioAprovechamiento, acreditacion.promedioAprovechamientoTexto],
		['Créditos', `${acreditacion.creditosObtenidos} de ${acreditacion.totalCreditos}`, 'obtenidos'],
		['Inicio', dia(acreditacion.periodoInicio), ''],
		['Término', dia(acreditacion.periodoTermino), ''],
	]
	const ancho = UTIL / celdas.length
	lienzo.reservar(60)
	lienzo
		.pagina()
		.drawRectangle({ x: MARGEN, y: lienzo.y() - 52, width: UTIL, height: 52, color: COLORES.tenue })
	celdas.forEach(([rotulo, valor, nota], i) => {
		const x = MARGEN + i * ancho + 10
		lienzo.rotulo(rotulo, x, 14, ancho - 14, { tamano: 7.5, color: COLORES.gris })
		lienzo.rotulo(valor, x, 29, ancho - 14, { fuente: 'fuerte', tamano: valor.length > 12 ? 9.5 : 12 })
		if (nota !== '') lienzo.rotulo(nota, x, 42, ancho - 14, { tamano: 7.5, color: COLORES.gris })
	})
	lienzo.bajar(64)
	lienzo.parrafo(
		`${datos.plantel.nombre} · CCT ${datos.plantel.cct} · ${datos.plantel.municipio}, ${datos.entidad} · Modelo Académico ${datos.modelo}. Expedido el ${dia(datos.fecha)}.`,
		{ tamano: 9, color: COLORES.gris },
	)
	lienzo.bajar(12)
}

const COLUMNAS = {
	nombre: MARGEN,
	horas: MARGEN + 330,
	creditos: MARGEN + 390,
	calificacion: MARGEN + 450,
} as const
const ANCHO_NOMBRE = 320
const TAMANO_CELDA = 8.5
const CELDA = { tamano: TAMANO_CELDA } as const

const modulos = (lienzo: Lienzo, dec: Dec): void => {
	if (dec.uacs.length === 0) return
	const encabezar = (): void => {
		lienzo.rotulo('Módulo', COLUMNAS.nombre, 9, 300, { fuente: 'fuerte', tamano: 8, color: COLORES.guinda })
		for (const [rotulo, x] of [
			['Horas', COLUMNAS.horas],
			['Créditos', COLUMNAS.creditos],
			['Calificación', COLUMNAS.calificacion],
		] as const) {
			lienzo.rotulo(rotulo, x, 9, 56, {
				fuente: 'fuerte',
				tamano: 8,
				color: COLORES.guinda,
				alinear: 'derecha',
			})
		}
		lienzo.bajar(14)
		filete(lienzo.pagina(), lienzo.y())
	}
	lienzo.reservar(60)
	lienzo.parrafo('Formación para el trabajo', { fuente: 'titulo', tamano: 11 })
	lienzo.bajar(4)
	encabezar()
	for (const uac of dec.uacs) {
		const pagina = lienzo.pagina()
		const alto = lienzo.medir(uac.nombre, CELDA, ANCHO_NOMBRE)
		lienzo.reservar(alto + 6)
		if (lienzo.pagina() !== pagina) encabezar()
		for (const [valor, x] of [
			[uac.totalHorasUAC, COLUMNAS.horas],
			[uac.creditos ?? '—', COLUMNAS.creditos],
			[uac.calificacion, COLUMNAS.calificacion],
		] as const) {
			lienzo.rotulo(valor, x, 3 + TAMANO_CELDA, 56, { ...CELDA, alinear: 'derecha' })
		}
		lienzo.bajar(3)
		lienzo.parrafo(uac.nombre, CELDA, { x: COLUMNAS.nombre, ancho: ANCHO_NOMBRE })
		lienzo.bajar(2)
		filete(lienzo.pagina(), lienzo.y())
	}
	lienzo.bajar(14)
}

const sellos = (lienzo: Lienzo, datos: DatosPdfCertificado): void => {
	lienzo.reservar(190)
	lienzo.parrafo('Sellos digitales', { fuente: 'titulo', tamano: 11 })
	lienzo.bajar(4)
	for (const firmante of datos.firmantes) {
		lienzo.reservar(64)
		lienzo.parrafo(`${firmante.nombre} · ${firmante.cargo}`, { fuente: 'fuerte', tamano: 8.5 })
		lienzo.parrafo(
			`Selló por el ${firmante.rol === 'plantel' ? 'plantel' : 'estado'} el ${MOMENTO.format(new Date(firmante.momento))} (hora del centro) con el certificado SAT ${firmante.noCertificado}.`,
			{ tamano: 7.5, color: COLORES.gris },
		)
		lienzo.parrafo(firmante.sello, { tamano: 5.6, interlinea: 1.3 })
		lienzo.bajar(6)
	}
	lienzo.reservar(150)
	lienzo.parrafo('Timbre de la Secretaría de Educación Pública', { fuente: 'fuerte', tamano: 8.5 })
	lienzo.parrafo(
		`Folio digital ${datos.folioDigital} · Fecha ${datos.sep.fecha.replace('T', ' ')} · Certificado SEP ${datos.sep.noCertificado}`,
		{ tamano: 7.5, color: COLORES.gris },
	)
	lienzo.parrafo(datos.sep.sello, { tamano: 5.6, interlinea: 1.3 })
	lienzo.bajar(10)
	validacion(lienzo, datos)
}

const LADO_QR = 102

const validacion = (lienzo: Lienzo, datos: DatosPdfCertificado): void => {
	lienzo.reservar(LADO_QR + 6)
	const arriba = lienzo.y()
	pintarCodigo(lienzo.pagina(), datos.enlacePublico, MARGEN - 6, arriba - LADO_QR, LADO_QR)
	const caja = { x: MARGEN + LADO_QR + 8, ancho: UTIL - LADO_QR - 8 }
	lienzo.parrafo('Compruebe este certificado', { fuente: 'titulo', tamano: 10, color: COLORES.verde }, caja)
	lienzo.parrafo(`Escanee el código o abra ${datos.enlacePublico}`, { tamano: 7.5 }, caja)
	lienzo.parrafo(
		`También con el folio ${datos.folio} y la CUV ${datos.cuv}, o en el portal SIGED con el folio digital. La página muestra lo que se selló: compárelo con este documento.`,
		{ tamano: 7.5 },
		caja,
	)
	lienzo.bajar(4)
	lienzo.parrafo(LEGAL, { tamano: 6.6, color: COLORES.gris, interlinea: 1.3 }, caja)
}

const LEGAL =
	'Documento electrónico con firma electrónica avanzada conforme a la Ley de Firma Electrónica Avanzada: produce los mismos efectos que el firmado de puño y letra. El original es el archivo XML; esta es su representación. Expedido por el CONALEP conforme a su decreto de creación y a la Ley General de Educación. El trámite es gratuito.'

const dia = (texto: string): string => DIA.format(new Date(`${texto.slice(0, 10)}T12:00:00Z`))
