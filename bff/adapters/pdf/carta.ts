import { PDFDocument } from 'pdf-lib'
import { incrustarFuentes } from './fuentes.ts'
import { COLORES, crearLienzo } from './lienzo.ts'
import { pintarEncabezado, pintarPies } from './partes.ts'
import type { PintarCarta } from '../../application/ports.ts'
import { DECLARACION } from '#core/domain/carta.ts'

const MOMENTO = new Intl.DateTimeFormat('es-MX', {
	dateStyle: 'long',
	timeStyle: 'long',
	timeZone: 'America/Mexico_City',
})
const DIA = new Intl.DateTimeFormat('es-MX', { dateStyle: 'long', timeZone: 'UTC' })
const NUMERO = new Intl.NumberFormat('es-MX')

const dia = (fecha: string): string => DIA.format(new Date(`${fecha}T00:00:00Z`))

/** La carta responsiva (14): quién resguarda, qué resguarda y su sello de e.firma, con la cadena original completa. */
export const pintarCarta: PintarCarta = async (datos) => {
	const { custodio } = datos
	const documento = await PDFDocument.create()
	documento.setTitle(`Carta responsiva ${datos.numero} de ${datos.entidad}`, { showInWindowTitleBar: true })
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
	const dato = (nombre: string, valor: string): void => {
		lienzo.reservar(30)
		lienzo.parrafo(nombre, { fuente: 'fuerte', tamano: 8.5, color: COLORES.gris })
		lienzo.parrafo(valor, { tamano: 10.5 })
		lienzo.bajar(6)
	}
	lienzo.parrafo('Carta responsiva', {
		...{ fuente: 'titulo', tamano: 21, color: COLORES.guinda, interlinea: 1.3 },
	})
	lienzo.parrafo(`${datos.entidad} · número ${datos.numero}`, { tamano: 11, color: COLORES.gris })
	lienzo.bajar(16)
	lienzo.parrafo(
		`Dirección de Servicios Educativos: ${custodio.nombre}, ${custodio.cargo}, encargado del almacenamiento y resguardo de los archivos en ${datos.entidad}, el ${MOMENTO.format(new Date(datos.momento))}:`,
		{ tamano: 11, interlinea: 1.55 },
	)
	lienzo.bajar(8)
	lienzo.parrafo(DECLARACION, { tamano: 11, interlinea: 1.55 })
	lienzo.bajar(14)
	dato('Certificados que se resguardan', NUMERO.format(datos.certificados))
	dato('Contados hasta', MOMENTO.format(new Date(datos.corte)))
	dato('Huella SHA-256 de su relación (archivo CSV que acompaña a esta carta)', datos.relacion)
	dato('Inicio nacional del proceso (numeral 3)', dia(datos.inicio))
	dato('Fecha límite de la copia a la DSE: 30 días después (numeral 14)', dia(datos.limite))
	lienzo.bajar(8)
	lienzo.reservar(120)
	lienzo.parrafo('Sello de e.firma', { fuente: 'titulo', tamano: 12 })
	lienzo.bajar(4)
	dato('Quien firma', `${custodio.nombre} · CURP ${custodio.curp}`)
	dato('Número del certificado de e.firma', datos.noCertificado)
	dato('Sellada', MOMENTO.format(new Date(datos.momento)))
	lienzo.parrafo('Sello digital (RSA con SHA-256, Base64)', {
		fuente: 'fuerte',
		tamano: 8.5,
		color: COLORES.gris,
	})
	lienzo.parrafo(partible(datos.sello), { tamano: 8 })
	lienzo.bajar(6)
	lienzo.parrafo('Cadena original', { fuente: 'fuerte', tamano: 8.5, color: COLORES.gris })
	lienzo.parrafo(datos.cadena, { tamano: 8 })
	pintarPies(documento, fuentes, `Carta responsiva ${datos.numero} · ${datos.entidad}`)
	return documento.save({ useObjectStreams: true })
}

/** Un Base64 no trae espacios: se corta en grupos para que quepa en el renglón. */
const partible = (texto: string): string => texto.replace(/(.{86})/g, '$1 ')
