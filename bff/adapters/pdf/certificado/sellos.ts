import { COLORES, type Lienzo, MARGEN, UTIL } from '../lienzo.ts'
import type { Marcas } from '../marcas.ts'
import { pintarCodigo } from '../partes.ts'
import { type Dichos, EL_DEL_DOCUMENTO } from './dichos.ts'
import type { DatosPdfCertificado } from '../../../application/ports.ts'

const MOMENTO = new Intl.DateTimeFormat('es-MX', {
	dateStyle: 'long',
	timeStyle: 'medium',
	hourCycle: 'h23',
	timeZone: 'America/Mexico_City',
})

const NOMBRE = { marca: 'H3', fuente: 'fuerte', tamano: 8.5 } as const
const CHICO = { tamano: 7.5, color: COLORES.gris } as const
const SELLO = { tamano: 5.8, interlinea: 1.3 } as const

/** Con su zona quieta: 42 mm, que zbar lee aun reducido a 30. */
const LADO_QR = 119

/** El bloque de sellos (20): cada director con su cargo, su certificado y su sello, y el timbre de la SEP. */
export const pintarSellos = (
	lienzo: Lienzo,
	marcas: Marcas,
	datos: DatosPdfCertificado,
	dichos: Dichos,
): void => {
	const alto = (sello: string): number => lienzo.medir(sello, SELLO, UTIL) + 34
	lienzo.reservar(alto(dichos.selloDec) + 20)
	lienzo.parrafo('Sellos digitales', { marca: 'H2', fuente: 'titulo', tamano: 11 })
	lienzo.bajar(4)
	for (const firmante of datos.firmantes) {
		lienzo.reservar(alto(firmante.sello))
		const esElDelDocumento = firmante.sello === dichos.selloDec
		lienzo.parrafo(`${firmante.nombre} · ${firmante.cargo}`, NOMBRE)
		lienzo.parrafo(
			`Autoridad que selló por el ${firmante.rol === 'plantel' ? 'plantel' : 'estado'} el ${MOMENTO.format(new Date(firmante.momento))} (hora del centro), con el certificado ${firmante.noCertificado} del SAT.${esElDelDocumento ? ` ${EL_DEL_DOCUMENTO}` : ''}`,
			CHICO,
		)
		lienzo.parrafo(firmante.sello, SELLO)
		lienzo.bajar(6)
	}
	// El timbre y cómo se comprueba van juntos: el QR no se queda solo en una hoja.
	lienzo.reservar(alto(dichos.selloSep) + 10 + LADO_QR)
	lienzo.parrafo('Secretaría de Educación Pública · Timbre del certificado', NOMBRE)
	lienzo.parrafo(dichos.timbre, CHICO)
	lienzo.parrafo(dichos.selloSep, SELLO)
	lienzo.bajar(10)
	validacion(lienzo, marcas, datos)
}

const validacion = (lienzo: Lienzo, marcas: Marcas, datos: DatosPdfCertificado): void => {
	const arriba = lienzo.y()
	const caja = { x: MARGEN + LADO_QR + 4, ancho: UTIL - LADO_QR - 4 }
	const figura = marcas.hoja('Figure', `Código QR con la dirección ${datos.enlacePublico}`)
	pintarCodigo(lienzo.pagina(), datos.enlacePublico, MARGEN - 9, arriba - LADO_QR, LADO_QR, figura)
	lienzo.bajar(6)
	const titulo = { marca: 'H2', fuente: 'titulo', tamano: 10, color: COLORES.verde } as const
	lienzo.parrafo('Compruebe este certificado', titulo, caja)
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
	'El original es el archivo XML que este PDF lleva adjunto; esta hoja es su representación. Quienes lo expiden lo sellaron con su firma electrónica avanzada: conforme a la Ley de Firma Electrónica Avanzada, produce los mismos efectos que el firmado de puño y letra. Lo expide el CONALEP con base en su decreto de creación, en la Ley General de Educación y en los Lineamientos del Certificado de Terminación de Estudios electrónico del 1 de julio de 2021, cuyos numerales 20 y 21 dicen con qué se protege y cómo se comprueba. Trae datos personales: entréguelo sólo a quien deba verlos. El trámite es gratuito.'
