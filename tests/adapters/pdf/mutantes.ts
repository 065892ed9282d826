import { PDFArray, PDFDict, PDFString, type PDFDocument } from 'pdf-lib'
import { conContenido, corrientesDe, dictDe, n, reescribir } from './mutar.ts'

const xmpDe = (documento: PDFDocument): [ReturnType<typeof corrientesDe>[number], string] => {
	const [xmp] = corrientesDe(documento, (dict) => dict.lookup(n('Type')) === n('Metadata'))
	if (!xmp) throw new Error('El PDF no trae XMP')
	return [xmp, new TextDecoder().decode(xmp[1].contents)]
}
const conXmp = (cambiar: (xmp: string) => string) => (documento: PDFDocument) => {
	const [xmp, texto] = xmpDe(documento)
	if (cambiar(texto) === texto) throw new Error('El cambio no cambió nada')
	reescribir(documento, xmp, new TextEncoder().encode(cambiar(texto)))
}
const fuenteDe = (documento: PDFDocument): PDFDict => {
	const fuentes = documento.getPage(0).node.Resources()?.lookup(n('Font'))
	if (!(fuentes instanceof PDFDict)) throw new Error('La página no trae fuentes')
	return dictDe(fuentes, fuentes.keys()[0]?.decodeText() ?? '')
}
const perfilDe = (documento: PDFDocument): PDFDict =>
	dictDe(documento.catalog, 'OutputIntents', '0', 'DestOutputProfile')
const listaDe = (documento: PDFDocument, clave: string): PDFArray =>
	documento.catalog.lookup(n(clave), PDFArray)
const conTexto = (cambiar: (texto: string) => string) => (documento: PDFDocument) => {
	conContenido(documento.getPage(0), cambiar)
}

/** Cada regla de PDF/A, con los cambios que deben romperla. */
export const MUTANTES: Readonly<Record<string, Readonly<Record<string, (documento: PDFDocument) => void>>>> =
	{
		'sin-cifrar': {
			cifrado: ({ context }) => {
				context.trailerInfo.Encrypt = context.register(context.obj({ Filter: 'Standard' }))
			},
		},
		identificador: {
			'sin ID': ({ context }) => {
				Reflect.deleteProperty(context.trailerInfo, 'ID')
			},
		},
		filtros: {
			'un filtro LZW': (documento) => {
				dictDe(fuenteDe(documento), 'DescendantFonts', '0', 'FontDescriptor', 'CIDSet').set(
					n('Filter'),
					n('LZWDecode'),
				)
			},
			'una corriente en otro archivo': (documento) => {
				perfilDe(documento).set(n('F'), PDFString.of('otro.icc'))
			},
		},
		metadatos: {
			'PDF/A-2': conXmp((xmp) => xmp.replace('<pdfaid:part>3', '<pdfaid:part>2')),
			'nivel A': conXmp((xmp) => xmp.replace('conformance>B', 'conformance>A')),
			'otro título': conXmp((xmp) => xmp.replace('Certificado de Terminación', 'Diploma de Terminación')),
			'otra fecha': conXmp((xmp) => xmp.replace('CreateDate>2026', 'CreateDate>2025')),
			'mal formado': conXmp((xmp) => xmp.replace('</rdf:RDF>', '')),
			'otro título en Info': (documento) => {
				documento.setTitle('Diploma CE20180000001')
			},
			'sin autor en Info': (documento) => {
				documento.context.lookup(documento.context.trailerInfo.Info, PDFDict).delete(n('Author'))
			},
			'XMP comprimido': (documento) => {
				const [[, { dict }]] = xmpDe(documento)
				dict.set(n('Filter'), n('FlateDecode'))
			},
			'sin XMP': ({ catalog }) => void catalog.delete(n('Metadata')),
		},
		'intencion-de-salida': {
			'sin intención': ({ catalog }) => void catalog.delete(n('OutputIntents')),
			'dos intenciones': (documento) => {
				const lista = listaDe(documento, 'OutputIntents')
				lista.push(lista.get(0))
			},
			'otra clase': (documento) => {
				dictDe(documento.catalog, 'OutputIntents', '0').set(n('S'), n('GTS_PDFX'))
			},
			'cuatro componentes': (documento) => {
				perfilDe(documento).set(n('N'), documento.context.obj(4))
			},
			'un perfil que no lo es': (documento) => {
				const [perfil] = corrientesDe(documento, (dict) => dict === perfilDe(documento))
				if (perfil) reescribir(documento, perfil, new Uint8Array(200))
			},
		},
		'idioma-y-titulo': {
			'en inglés': (documento) => {
				documento.setLanguage('en-US')
			},
			'sin título en la ventana': ({ catalog }) => void catalog.delete(n('ViewerPreferences')),
		},
		marcado: {
			'sin MarkInfo': ({ catalog }) => void catalog.delete(n('MarkInfo')),
			'sin estructura': ({ catalog }) => void catalog.delete(n('StructTreeRoot')),
			'sin ParentTree': ({ catalog }) => void dictDe(catalog, 'StructTreeRoot').delete(n('ParentTree')),
			'una página sin padres': (documento) => void documento.getPage(0).node.delete(n('StructParents')),
			'algo pintado sin marcar': conTexto((texto) => `${texto}\n0 0 10 10 re f`),
			'un contenido que nadie alcanza': conTexto((texto) => `${texto}\n/P <</MCID 999>> BDC EMC`),
			'un párrafo marcado como título': conTexto((texto) =>
				texto.replace('/P <</MCID 1>>', '/H1 <</MCID 1>>'),
			),
		},
		tipografias: {
			'sin incrustar': (documento) => {
				dictDe(fuenteDe(documento), 'DescendantFonts', '0', 'FontDescriptor').delete(n('FontFile2'))
			},
			'sin ToUnicode': (documento) => void fuenteDe(documento).delete(n('ToUnicode')),
			'sin prefijo de corte': (documento) => {
				fuenteDe(documento).set(n('BaseFont'), n('Montserrat-Bold'))
			},
			'otros anchos': (documento) => {
				const anchos = dictDe(fuenteDe(documento), 'DescendantFonts', '0')
					.lookup(n('W'), PDFArray)
					.lookup(1, PDFArray)
				anchos.set(5, documento.context.obj(1234))
			},
			'otra codificación': (documento) => {
				fuenteDe(documento).set(n('Encoding'), n('WinAnsiEncoding'))
			},
			'un código sin letra': conTexto((texto) => texto.replace(/<[0-9A-F]{4}/, '<0000')),
		},
		operadores: {
			'texto invisible': conTexto((texto) => texto.replace('BT ', 'BT 3 Tr ')),
			'color de imprenta': conTexto((texto) => texto.replace(/[\d.]+ [\d.]+ [\d.]+ rg/, '0 0 0 1 k')),
			'un estado gráfico': (documento) => {
				documento
					.getPage(0)
					.node.Resources()
					?.set(n('ExtGState'), documento.context.obj({ G0: { ca: 0.5 } }))
			},
			'un grupo de transparencia': (documento) => {
				documento.getPage(0).node.set(n('Group'), documento.context.obj({ S: 'Transparency' }))
			},
		},
		'sin-acciones': {
			'algo al abrir': ({ catalog, context }) => {
				catalog.set(n('OpenAction'), context.obj({ S: 'JavaScript', JS: PDFString.of('app.alert(1)') }))
			},
			'un guion suelto': ({ context }) => {
				context.register(context.obj({ S: 'JavaScript', JS: PDFString.of('app.alert(1)') }))
			},
			'una anotación': (documento) => {
				documento.getPage(0).node.set(n('Annots'), documento.context.obj([{ Type: 'Annot' }]))
			},
			'un formulario': ({ catalog, context }) => {
				catalog.set(n('AcroForm'), context.obj({}))
			},
		},
		adjunto: {
			'sin AF': ({ catalog }) => void catalog.delete(n('AF')),
			'sin EmbeddedFiles': ({ catalog }) => void catalog.delete(n('Names')),
			'dos adjuntos': (documento) => {
				const lista = listaDe(documento, 'AF')
				lista.push(lista.get(0))
			},
			'otra relación': (documento) => {
				dictDe(documento.catalog, 'AF', '0').set(n('AFRelationship'), n('Data'))
			},
			'otro nombre en F': (documento) => {
				dictDe(documento.catalog, 'AF', '0').set(n('F'), PDFString.of('otro.xml'))
			},
			'otro tipo': (documento) => {
				dictDe(documento.catalog, 'AF', '0', 'EF', 'F').set(n('Subtype'), n('text/plain'))
			},
			'sin fecha': (documento) => void dictDe(documento.catalog, 'AF', '0', 'EF', 'F').delete(n('Params')),
		},
		carta: {
			'tamaño A4': (documento) => {
				documento.getPage(0).setSize(595, 842)
			},
		},
		'fuera-de-lo-marcado': {
			'otra vez el folio, al pie': conTexto((texto) =>
				texto.replace('/Artifact <</Type /Layout>> BDC', (marca) => `${marca} BT /F2 9 Tf <0010> Tj ET`),
			),
		},
		folio: {
			'otro nombre del adjunto': (documento) => {
				dictDe(documento.catalog, 'AF', '0').set(n('UF'), PDFString.of('CE20180000009.xml'))
			},
		},
		'liga-y-qr': {
			'un QR retocado': (documento) => {
				conContenido(documento.getPage(documento.getPageCount() - 1), (texto) =>
					texto.replace(' 1.02 re', ' 1.02 re 3 3 9 1.02 re'),
				)
			},
		},
		xml: {
			'sin adjunto': ({ catalog }) => void catalog.delete(n('AF')),
		},
	}
