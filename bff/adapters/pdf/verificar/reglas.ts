import { PDFArray, PDFDict, PDFName, PDFRawStream, type PDFDocument } from 'pdf-lib'
import type { Abierto } from './abierto.ts'
import { adjuntosDe } from './adjunto.ts'
import { contenidoDe, textoDe } from './corriente.ts'
import { faltasDeMetadatos } from './metadatos.ts'

/** Una regla: qué debe cumplirse y qué lo rompe (vacío si nada). */
type Regla = {
	readonly id: string
	readonly frase: string
	readonly faltas: (pdf: Abierto) => readonly string[]
}

const n = (texto: string): PDFName => PDFName.of(texto)

const si = (falta: boolean, frase: string): readonly string[] => (falta ? [frase] : [])

/** Los operadores con que escribimos. No hay imágenes, tramas, transparencias ni texto invisible que revisar: no caben. */
const OPERADORES = new Set('BT ET Tf Tm Tj rg RG re f S w m l c h q Q cm BDC EMC'.split(' '))

/** Lo que un PDF que se archiva no puede traer: ni lo que corre, ni lo que se llena, ni lo que está en otra parte. */
const ACTIVO = [
	'OpenAction',
	'AA',
	'AcroForm',
	'OCProperties',
	'Requirements',
	'Collection',
	'NeedsRendering',
]

const diccionariosDe = ({ context }: PDFDocument): PDFDict[] =>
	context
		.enumerateIndirectObjects()
		.flatMap(([, objeto]) =>
			objeto instanceof PDFDict ? [objeto] : objeto instanceof PDFRawStream ? [objeto.dict] : [],
		)

/** Nuestras reglas de PDF/A-3b (ISO 19005-3:2012), cada una con su numeral. */
export const REGLAS: readonly Regla[] = [
	{
		id: 'cabecera',
		frase: 'Empieza con %PDF-1.n y un renglón de octetos altos (6.1.2)',
		faltas: ({ bytes }) =>
			si(
				!/^%PDF-1\.[0-7][\r\n]+%[\x80-\xff]{4}/.test(Buffer.from(bytes.subarray(0, 24)).toString('latin1')),
				'el principio del archivo es otro',
			),
	},
	{
		id: 'final',
		frase: 'No trae nada después de %%EOF (6.1.3)',
		faltas: ({ bytes }) =>
			si(
				!/%%EOF\r?\n?$/.test(Buffer.from(bytes.subarray(-8)).toString('latin1')),
				'hay octetos después del final, o el final no está',
			),
	},
	{
		id: 'sin-cifrar',
		frase: 'No está cifrado (6.1.3)',
		faltas: ({ documento }) => si(documento.isEncrypted, 'trae un diccionario Encrypt'),
	},
	{
		id: 'identificador',
		frase: 'Trae su identificador (6.1.3)',
		faltas: ({ documento }) => {
			const { ID: id } = documento.context.trailerInfo
			return si(!(id instanceof PDFArray) || id.size() !== 2, 'no trae ID')
		},
	},
	{
		id: 'filtros',
		frase: 'Sus corrientes van sin comprimir o con FlateDecode, y dentro del archivo (6.1.7)',
		faltas: ({ documento }) =>
			documento.context.enumerateIndirectObjects().flatMap(([ref, objeto]) => {
				if (!(objeto instanceof PDFRawStream)) return []
				const filtro = objeto.dict.lookup(n('Filter'))
				const afuera = objeto.dict.get(n('F')) !== undefined
				return [
					...si(
						filtro !== undefined && filtro !== n('FlateDecode'),
						`la corriente ${ref.toString()} lleva otro filtro`,
					),
					...si(afuera, `la corriente ${ref.toString()} está en otro archivo`),
				]
			}),
	},
	{
		id: 'metadatos',
		frase: 'Su XMP va sin comprimir, dice PDF/A-3 nivel B y lo mismo que Info (6.6)',
		faltas: faltasDeMetadatos,
	},
	{
		id: 'intencion-de-salida',
		frase: 'Trae una sola intención de salida, con su perfil ICC de sRGB (6.2.3)',
		faltas: ({ documento }) => faltasDeIntencion(documento),
	},
	{
		id: 'idioma-y-titulo',
		frase: 'Dice su idioma (es-MX) y muestra su título en la ventana (6.7.4)',
		faltas: ({ documento: { catalog } }) => {
			const ventana = catalog.lookup(n('ViewerPreferences'))
			const muestra =
				ventana instanceof PDFDict ? ventana.lookup(n('DisplayDocTitle'))?.toString() : undefined
			return [
				...si(textoDe(catalog.lookup(n('Lang'))) !== 'es-MX', 'el idioma no es es-MX'),
				...si(muestra !== 'true', 'DisplayDocTitle no está'),
			]
		},
	},
	{
		id: 'marcado',
		frase: 'Todo su contenido está marcado y en la estructura, en las dos direcciones (6.7.3)',
		faltas: ({ documento: { catalog }, paginas, estructura }) => {
			const marcas = catalog.lookup(n('MarkInfo'))
			const marcado = marcas instanceof PDFDict ? marcas.lookup(n('Marked'))?.toString() : undefined
			return [
				...si(marcado !== 'true', 'MarkInfo no dice que está marcado'),
				...paginas.flatMap(({ sueltos }, i) =>
					si(sueltos > 0, `la página ${i + 1} pinta ${sueltos} cosas sin marcar`),
				),
				...estructura.faltas,
				...si(estructura.elementos[0]?.tipo !== 'H1', 'no empieza con su título (H1)'),
			]
		},
	},
	{
		id: 'tipografias',
		frase: 'Sus tipografías van dentro, con sus anchos y con lo que dice cada letra (6.2.11)',
		faltas: ({ fuentes, paginas }) => [
			...fuentes.flatMap(({ nombre, faltas }) => faltas.map((falta) => `${nombre}: ${falta}`)),
			...fuentes.flatMap(({ nombre, anchos, anchosDelPrograma }) =>
				si(
					anchos.some((ancho, i) => Math.abs(ancho - (anchosDelPrograma[i] ?? ancho)) > 1),
					`${nombre}: sus anchos no son los de su programa`,
				),
			),
			...paginas.flatMap(({ sinLetra }, i) =>
				si(sinLetra.length > 0, `la página ${i + 1} escribe ${sinLetra.length} códigos sin letra`),
			),
		],
	},
	{
		id: 'operadores',
		frase:
			'Sus páginas sólo llevan texto y trazos en RGB: nada invisible, transparente ni en otro color (6.2)',
		faltas: ({ paginas, documento }) => [
			...paginas.flatMap(({ operadores }, i) => {
				const otros = [...operadores].filter((operador) => !OPERADORES.has(operador))
				return si(otros.length > 0, `la página ${i + 1} usa ${otros.join(', ')}`)
			}),
			...documento.getPages().flatMap(({ node }, i) => {
				const recursos = node.Resources()?.keys().map(String) ?? []
				const otros = recursos.filter(
					(recurso) => !['/Font', '/ProcSet', '/XObject', '/ExtGState'].includes(recurso),
				)
				const llenos = ['XObject', 'ExtGState'].filter((clave) => {
					const dict = node.Resources()?.lookup(n(clave))
					return dict instanceof PDFDict && dict.keys().length > 0
				})
				const grupo = node.get(n('Group')) === undefined ? [] : ['Group']
				const hallados = [...otros, ...llenos, ...grupo]
				return si(hallados.length > 0, `la página ${i + 1} trae ${hallados.join(', ')}`)
			}),
		],
	},
	{
		id: 'sin-acciones',
		frase: 'No corre nada, no se llena y no trae anotaciones (6.3 a 6.5)',
		faltas: ({ documento }) => [
			...ACTIVO.flatMap((clave) =>
				si(documento.catalog.get(n(clave)) !== undefined, `el catálogo trae ${clave}`),
			),
			...diccionariosDe(documento).flatMap((dict) => {
				const accion = dict.lookup(n('S'))?.toString()
				return si(
					dict.get(n('JS')) !== undefined ||
						accion === '/JavaScript' ||
						accion === '/Launch' ||
						dict.get(n('AA')) !== undefined,
					'trae una acción',
				)
			}),
			...documento.getPages().flatMap(({ node }, i) => {
				const notas = node.lookup(n('Annots'))
				return si(notas instanceof PDFArray && notas.size() > 0, `la página ${i + 1} trae anotaciones`)
			}),
		],
	},
	{
		id: 'adjunto',
		frase: 'Lleva adjunto un solo XML, que dice ser su origen (6.8)',
		faltas: ({ documento }) => adjuntosDe(documento).faltas,
	},
	{
		id: 'carta',
		frase: 'Sus páginas son tamaño carta',
		faltas: ({ documento }) =>
			documento.getPages().flatMap((pagina, i) => {
				const { width, height } = pagina.getSize()
				return si(width !== 612 || height !== 792, `la página ${i + 1} mide ${width} × ${height} puntos`)
			}),
	},
]

const faltasDeIntencion = ({ catalog }: PDFDocument): readonly string[] => {
	const intenciones = catalog.lookup(n('OutputIntents'))
	if (!(intenciones instanceof PDFArray) || intenciones.size() !== 1)
		return ['no trae una sola intención de salida']
	const intencion = intenciones.lookup(0)
	if (!(intencion instanceof PDFDict)) return ['la intención de salida no es un diccionario']
	const perfil = intencion.lookup(n('DestOutputProfile'))
	if (!(perfil instanceof PDFRawStream)) return ['la intención de salida no trae perfil']
	const icc = Buffer.from(contenidoDe(perfil))
	return [
		...si(intencion.lookup(n('S')) !== n('GTS_PDFA1'), 'la intención de salida no es la de PDF/A'),
		...si(perfil.dict.lookup(n('N'))?.toString() !== '3', 'el perfil no dice tener tres componentes'),
		...si(
			icc.length < 128 || icc.readUInt32BE(0) !== icc.length || icc.toString('latin1', 36, 40) !== 'acsp',
			'el perfil no es un ICC',
		),
		...si(icc.toString('latin1', 16, 20) !== 'RGB ', 'el perfil no es de RGB'),
	]
}
