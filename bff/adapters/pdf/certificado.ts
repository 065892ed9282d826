import { PDFDocument } from 'pdf-lib'
import { dia, dichosDe, type Dichos } from './certificado/dichos.ts'
import { pintarModulos } from './certificado/modulos.ts'
import { pintarSellos } from './certificado/sellos.ts'
import { incrustarFuentes } from './fuentes.ts'
import { ANCHO, COLORES, crearLienzo, type Lienzo, MARGEN, UTIL } from './lienzo.ts'
import { crearMarcas, type Marcas } from './marcas.ts'
import { pintarEncabezado, pintarPies, pintarSelloCalidad } from './partes.ts'
import { adjuntarOrigen, guardar, ponerFicha } from './pdfa.ts'
import { artefacto, num, relleno, trazar } from './trazos.ts'
import type { DatosPdfCertificado, PintarCertificado } from '../../application/ports.ts'
import { leerDec } from '#core/dec/leer.ts'

/**
 * El certificado en PDF, tamaño carta (11, 12): PDF/A-3b, marcado, con el XML timbrado dentro. Lo del egresado sale de ese
 * XML, y del registro lo que el XML no trae; lleva los dos sellos (20), el timbre de SEP, el QR y la liga (21), y el sello
 * de calidad sólo si aplica (19). Los mismos datos dan los mismos bytes.
 */
export const pintarCertificado: PintarCertificado = async (datos) => {
	const leido = leerDec(datos.xml)
	if (!leido.ok) throw new Error(`El XML del certificado ${datos.folio} no se lee: ${leido.motivo}`)
	const { folioControl, sep } = leido.valor
	if (folioControl !== undefined && folioControl !== datos.folio)
		throw new Error(`El XML que se quiso imprimir con el folio ${datos.folio} es del folio ${folioControl}`)
	const dichos = dichosDe(leido.valor)
	const documento = await PDFDocument.create({ updateMetadata: false })
	// La hora del timbre, que SEP escribe sin zona: la del centro de México.
	const momento = new Date(`${sep?.fechaSep ?? ''}-06:00`)
	ponerFicha(documento, {
		titulo: `Certificado de Terminación de Estudios ${datos.folio}`,
		asunto: 'Certificado electrónico de terminación de estudios del CONALEP',
		momento,
	})
	await adjuntarOrigen(documento, {
		nombre: `${datos.folio}.xml`,
		descripcion:
			'El certificado electrónico (DEC) timbrado por la SEP: el original del que esta hoja es la imagen',
		bytes: new TextEncoder().encode(datos.xml),
		momento,
	})
	const fuentes = await incrustarFuentes(documento)
	const marcas = crearMarcas(documento)
	const lienzo = crearLienzo(documento, fuentes, {
		pie: 52,
		alAbrir: (pagina, numero) => pintarEncabezado(pagina, fuentes, numero === 1),
		marcas,
	})
	portada(lienzo, datos, dichos)
	if (datos.selloCalidad) {
		const hoja = marcas.hoja('Figure', 'Sello de calidad: plantel con registro vigente en el PC-SINEMS')
		pintarSelloCalidad(lienzo.pagina(), fuentes, ANCHO - MARGEN - 34, 662, hoja)
	}
	estudios(lienzo, marcas, datos, dichos)
	pintarModulos(lienzo, marcas, dichos)
	pintarSellos(lienzo, marcas, datos, dichos)
	pintarPies(documento, fuentes, `Folio ${datos.folio}`)
	marcas.terminar()
	return guardar(documento)
}

/** Lo que deja libre el medallón de calidad, a la derecha. */
const CON_MEDALLON = { x: MARGEN, ancho: UTIL - 84 } as const

const portada = (lienzo: Lienzo, datos: DatosPdfCertificado, dichos: Dichos): void => {
	lienzo.parrafo('Certificado de Terminación de Estudios', {
		marca: 'H1',
		fuente: 'titulo',
		tamano: 21,
		color: COLORES.guinda,
		interlinea: 1.25,
	})
	lienzo.parrafo(
		`Folio ${datos.folio} · CUV ${datos.cuv} · Volumen ${datos.volumen}, foja ${datos.foja}`,
		{ tamano: 9, color: COLORES.gris },
		CON_MEDALLON,
	)
	lienzo.bajar(16)
	lienzo.parrafo(`${datos.entidad} certifica que`, { tamano: 10.5 }, CON_MEDALLON)
	lienzo.bajar(6)
	lienzo.parrafo(
		dichos.egresado,
		{ marca: 'H2', fuente: 'titulo', tamano: 18, interlinea: 1.25 },
		CON_MEDALLON,
	)
	lienzo.parrafo(dichos.identidad, { tamano: 9.5, color: COLORES.gris })
	lienzo.bajar(10)
	lienzo.parrafo('acreditó en su totalidad el plan de estudios de', { tamano: 10.5 })
	lienzo.bajar(4)
	lienzo.parrafo(dichos.carrera, { fuente: 'fuerte', tamano: 13, color: COLORES.verde })
	lienzo.bajar(10)
}

const CHICO = { tamano: 8.5, color: COLORES.gris } as const
const ALTO_RECUADRO = 52

const estudios = (
	lienzo: Lienzo,
	marcas: Marcas,
	datos: DatosPdfCertificado,
	{ recuadros, plantel, institucion, perfil, competencias }: Dichos,
): void => {
	const ancho = UTIL / recuadros.length
	lienzo.reservar(60)
	const pagina = lienzo.pagina()
	artefacto(pagina, () => {
		const abajo = num(lienzo.y() - ALTO_RECUADRO)
		trazar(pagina, `${relleno(COLORES.tenue)} ${MARGEN} ${abajo} ${UTIL} ${ALTO_RECUADRO} re f`)
	})
	recuadros.forEach(([rotulo, valor, nota], i) => {
		const x = MARGEN + i * ancho + 10
		const marca = marcas.hoja('P')
		const leyenda = { marca, tamano: 7.5, color: COLORES.gris } as const
		const largo = valor.length > 12 ? 9.5 : 12
		lienzo.rotulo(rotulo, x, 14, ancho - 14, leyenda)
		lienzo.rotulo(valor, x, 29, ancho - 14, { marca, fuente: 'fuerte', tamano: largo })
		if (nota !== '') lienzo.rotulo(nota, x, 42, ancho - 14, leyenda)
	})
	lienzo.bajar(ALTO_RECUADRO + 10)
	lienzo.parrafo(plantel, { tamano: 9 })
	lienzo.parrafo(institucion, CHICO)
	lienzo.parrafo(`Modelo Académico ${datos.modelo}. Expedido el ${dia(datos.fecha)}.`, CHICO)
	for (const frase of perfil) lienzo.parrafo(frase, CHICO)
	if (competencias.length > 0) {
		lienzo.bajar(5)
		lienzo.parrafo('Competencias del perfil de egreso', { marca: 'H3', fuente: 'fuerte', tamano: 8.5 })
		const caja = { x: MARGEN + 10, ancho: UTIL - 10 }
		marcas.dentro('L', () => {
			for (const competencia of competencias) {
				marcas.dentro('LI', () => {
					lienzo.parrafo(`• ${competencia}`, { ...CHICO, marca: 'LBody' }, caja)
				})
			}
		})
	}
	lienzo.bajar(12)
}
