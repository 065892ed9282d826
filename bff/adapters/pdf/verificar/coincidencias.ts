import type { Abierto } from './abierto.ts'
import type { Elemento } from './estructura.ts'
import { type Dichos, EL_DEL_DOCUMENTO, TITULOS } from '../certificado/dichos.ts'
import { COLEGIO } from '../partes.ts'
import { corridasDeQr } from '../qr.ts'
import type { Dec } from '#core/dec/dec.ts'

/** Los dos que deben decir lo mismo. */
type Par = {
	readonly pdf: Abierto
	readonly dec: Dec
	readonly dichos: Dichos
	/** Cómo se llama el adjunto. */
	readonly adjunto: string | null
}

/** En qué deben coincidir el PDF y su XML, y en qué no coinciden (vacío si en todo). */
type Coincidencia = {
	readonly id: string
	readonly frase: string
	readonly faltas: (par: Par) => readonly string[]
}

const sin = (par: Par, tipo: string, frases: readonly string[]): string[] => {
	const dichas = new Set(losDe(par, tipo).map(({ texto }) => texto))
	return frases
		.map(enUnRenglon)
		.filter((frase) => frase !== '' && !dichas.has(frase))
		.map((frase) => `el XML dice «${frase}» y el PDF no`)
}

const losDe = ({ pdf }: Par, tipo: string): readonly Elemento[] =>
	pdf.estructura.elementos.filter((elemento) => elemento.tipo === tipo)

const enUnRenglon = (texto: string): string => texto.replace(/\s+/g, ' ').trim()
const sinEspacios = (texto: string): string => texto.replace(/\s+/g, '')

/** Las celdas de cada renglón de la tabla. */
const tablaDe = (par: Par, tipo: 'TH' | 'TD'): string[][] => {
	const renglones = new Map<number, string[]>()
	for (const { renglon, texto } of losDe(par, tipo)) {
		const suyo = renglones.get(renglon ?? -1) ?? []
		renglones.set(renglon ?? -1, [...suyo, texto])
	}
	return [...renglones.values()]
}

const columnas = (par: Par, cuales: readonly number[]): string[] => {
	const impresos = tablaDe(par, 'TD')
	return par.dichos.modulos.flatMap((modulo, i) =>
		cuales.flatMap((cual) => {
			const [debe, dice] = [enUnRenglon(modulo[cual] ?? ''), impresos[i]?.[cual]]
			return debe === dice
				? []
				: [`módulo ${i + 1}, ${TITULOS[cual]}: el XML dice «${debe}» y el PDF «${dice ?? ''}»`]
		}),
	)
}

/** El sello va en el párrafo que sigue al que dice de quién es. */
const sello = (par: Par, cual: string, esDe: (texto: string) => boolean, valor: string): string[] => {
	const parrafos = losDe(par, 'P')
	const suyo = parrafos[parrafos.findIndex(({ texto }) => esDe(texto)) + 1]
	return suyo !== undefined && sinEspacios(suyo.texto) === valor
		? []
		: [`el ${cual} del XML no está en el PDF`]
}

/** En qué deben coincidir, dato por dato. */
export const COINCIDENCIAS: readonly Coincidencia[] = [
	{
		id: 'folio',
		frase: 'El folio es el mismo en el XML, en el título, en el nombre del adjunto y al pie de cada página',
		faltas: (par) => {
			const folio = par.dec.folioControl ?? ''
			const alPie = par.pdf.paginas.flatMap(({ artefactos }, i) =>
				artefactos.includes(`Folio ${folio}`) ? [] : [`la página ${i + 1} no lleva al pie el folio ${folio}`],
			)
			const arriba = losDe(par, 'P').some(({ texto }) => texto.startsWith(`Folio ${folio} · `))
			const titulo = par.pdf.documento.getTitle() ?? ''
			return [
				...alPie,
				...(arriba ? [] : [`el PDF no dice «Folio ${folio}»`]),
				...(titulo.endsWith(` ${folio}`) ? [] : ['el título del archivo es de otro folio']),
				...(par.adjunto === `${folio}.xml` ? [] : ['el adjunto se llama de otro modo']),
			]
		},
	},
	{
		id: 'nombre',
		frase: 'El nombre de la persona egresada es el mismo',
		faltas: (par) => {
			const [primero] = losDe(par, 'H2')
			return primero?.texto === enUnRenglon(par.dichos.egresado)
				? []
				: [`el XML dice «${par.dichos.egresado}» y el PDF «${primero?.texto ?? ''}»`]
		},
	},
	{
		id: 'curp-y-matricula',
		frase: 'La CURP y la matrícula son las mismas',
		faltas: (par) => sin(par, 'P', [par.dichos.identidad]),
	},
	{
		id: 'estudios',
		frase: 'La carrera, el plantel, la institución y el perfil de egreso son los mismos',
		faltas: (par) => {
			const { carrera, plantel, institucion, perfil, competencias } = par.dichos
			return [
				...sin(par, 'P', [carrera, plantel, institucion, ...perfil]),
				...sin(
					par,
					'LBody',
					competencias.map((competencia) => `• ${competencia}`),
				),
				...(losDe(par, 'LBody').length === competencias.length ? [] : ['las competencias no son tantas']),
			]
		},
	},
	{
		id: 'promedio-y-periodo',
		frase: 'El promedio, los créditos y las fechas son los mismos',
		faltas: (par) =>
			sin(
				par,
				'P',
				par.dichos.recuadros.map((partes) => partes.join(' ')),
			),
	},
	{
		id: 'modulos',
		frase: 'Los módulos son los mismos, en el mismo orden',
		faltas: (par) => {
			const [titulos = []] = tablaDe(par, 'TH')
			const impresos = tablaDe(par, 'TD').length
			const debidos = par.dichos.modulos.length
			return [
				...(debidos === 0 || titulos.join() === TITULOS.join()
					? []
					: ['los encabezados de la tabla son otros']),
				...(impresos === debidos ? [] : [`el XML trae ${debidos} módulos y el PDF ${impresos}`]),
				...columnas(par, [0]),
			]
		},
	},
	{
		id: 'calificaciones',
		frase: 'Las horas, los créditos y las calificaciones de cada módulo son los mismos',
		faltas: (par) => columnas(par, [1, 2, 3]),
	},
	{
		id: 'timbre',
		frase: 'El folio digital, la fecha del timbre y el certificado de la SEP son los mismos',
		faltas: (par) => sin(par, 'P', [par.dichos.timbre]),
	},
	{
		id: 'sellos',
		frase: 'El sello del documento y el de la SEP son los mismos, enteros',
		faltas: (par) => [
			...sello(par, 'sello del director', (texto) => texto.endsWith(EL_DEL_DOCUMENTO), par.dichos.selloDec),
			...sello(par, 'sello de la SEP', (texto) => texto === par.dichos.timbre, par.dichos.selloSep),
		],
	},
	{
		id: 'fuera-de-lo-marcado',
		frase: 'Fuera de lo marcado no hay más texto que el encabezado, el pie y los títulos que se repiten',
		faltas: ({ pdf, dec }) => {
			const debidos = new Set(['CONALEP', COLEGIO, `Folio ${dec.folioControl ?? ''}`, ...TITULOS])
			return pdf.paginas
				.flatMap(({ artefactos }, i) =>
					[...artefactos].filter((texto) => texto !== `Página ${i + 1} de ${pdf.paginas.length}`),
				)
				.filter((texto) => !debidos.has(texto))
				.map((texto) => `dice además «${texto}»`)
		},
	},
	{
		id: 'liga-y-qr',
		frase: 'La liga y el QR llevan a la misma dirección, la de ese folio digital',
		faltas: (par) => {
			const frase = losDe(par, 'P').find(({ texto }) => texto.startsWith(ANTES_DE_LA_LIGA))
			const liga = sinEspacios(frase?.texto.slice(ANTES_DE_LA_LIGA.length) ?? '')
			const figura = losDe(par, 'Figure').at(-1)
			const { corridas } = corridasDeQr(liga === '' ? '-' : liga)
			// El primero es el fondo blanco.
			const pintadas = (figura?.cuadros.slice(1) ?? []).map(([columna, fila, largo]) => [
				columna,
				fila,
				largo,
			])
			return [
				...(liga.endsWith(`/${par.dec.sep?.folioDigital ?? ''}`) ? [] : ['la liga es de otro folio digital']),
				...(JSON.stringify(pintadas) === JSON.stringify(corridas)
					? []
					: ['el QR lleva a otra parte que la liga']),
			]
		},
	},
]

const ANTES_DE_LA_LIGA = 'Escanee el código o abra '
