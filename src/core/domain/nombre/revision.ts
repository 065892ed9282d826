import { type CampoNombre, confirmarNombre, type Nombre, proponerNombre, sugerirAcentos } from '../nombre.ts'
import { esMac, esParticula, NUMEROS_ROMANOS } from './particulas.ts'
import { RAZONES_DE_REVISION, type RazonDeRevision } from './razones.ts'

/**
 * Las razones por las que la propuesta de este nombre de SAE no debe confirmarse en lote: le sugieren un acento, lleva
 * partícula, o algo que la regla pudo leer de dos maneras. Sin ninguna, es de una pieza y puede
 * confirmarse con las demás (17).
 */
export const razonesDeRevision = (sae: Nombre): readonly RazonDeRevision[] => {
	const propuesta = proponerNombre(sae)
	const partes = CAMPOS.map((campo) => propuesta[campo] ?? '')
	const palabras = partes.flatMap((parte) => parte.split(/[ .'-]+/)).filter((palabra) => palabra !== '')
	const todo = partes.join(' ')
	const seDa: Readonly<Record<RazonDeRevision, boolean>> = {
		acento: partes.some((parte) => sugerirAcentos(parte).length > 0),
		particula: palabras.some((palabra) => esParticula(enMinusculas(palabra))),
		apostrofo: todo.includes("'"),
		guion: todo.includes('-'),
		abreviatura: todo.includes('.') || palabras.some(esAbreviatura),
		'mayuscula-interior': palabras.some((palabra) => /^mc/i.test(palabra) || esMac(enMinusculas(palabra))),
		'numero-romano': palabras.some((palabra) => NUMEROS_ROMANOS.has(palabra)),
		'letra-poco-usual': /[^a-záéíóúüñ' .-]/.test(enMinusculas(todo)),
		'no-va-en-un-nombre': !confirmarNombre(sae, propuesta).ok,
	}
	return RAZONES_DE_REVISION.filter((razon) => seDa[razon])
}

const CAMPOS: readonly CampoNombre[] = ['nombre', 'primerApellido', 'segundoApellido']

const enMinusculas = (texto: string): string => texto.toLowerCase()

/** Una inicial, lo que no tiene vocal (Mtz, Hdz) o una abreviatura usual escrita sin punto. */
const esAbreviatura = (palabra: string): boolean =>
	palabra.length === 1 || /^[^aeiouyáéíóúü]+$/i.test(palabra) || ABREVIATURAS.has(enMinusculas(palabra))

const ABREVIATURAS: ReadonlySet<string> = new Set('ma fco fca gpe sta sto dgo'.split(' '))
