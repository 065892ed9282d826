import type { Fecha } from './fecha.ts'
import { ok, rechazo, type Result } from './result.ts'

/**
 * La carta responsiva (14): quien resguarda los archivos descargados de su Colegio Estatal, la UODCDMX o la RCEO responde
 * por ellos. Aquí, lo que dice, su cadena original y sus plazos.
 */

/** Días que se tienen desde el inicio nacional para mandar la copia a la DSE (14). */
const DIAS_DE_PLAZO = 30

/** De lo que se responde: va en la carta, en su cadena y en la pantalla donde se firma, con estas palabras. */
export const DECLARACION =
	'Declaro que resguardo los archivos de los certificados electrónicos de terminación de estudios descargados que se relacionan; que se almacenan cifrados y su contenido se comprueba; que sólo se entregan a quien corresponde; y que respondo de su almacenamiento y resguardo conforme al numeral 14 de los Lineamientos.'

/** Lo que la carta dice. Las fechas, AAAA-MM-DD; `corte`, el instante ISO hasta el que se cuenta. */
export type DatosDeCarta = {
	readonly entidadId: string
	readonly entidad: string
	/** Consecutivo de la entidad, desde 1. */
	readonly numero: number
	readonly custodio: { readonly nombre: string; readonly curp: string; readonly cargo: string }
	readonly corte: string
	readonly certificados: number
	/** Huella SHA-256 de la relación de certificados, el CSV que acompaña a la carta. */
	readonly relacion: string
	readonly inicio: string
	readonly limite: string
}

/**
 * La cadena original de la carta: lo que se sella con la e.firma. Empieza con su nombre y su versión, para que un sello de
 * otra cosa nunca sirva aquí ni éste en otra; los campos, en orden, entre plecas. Una pleca en un valor se niega.
 */
export const cadenaDeCarta = (datos: DatosDeCarta): Result<string, 'dato-no-cabe'> => {
	const campos = {
		documento: 'carta-responsiva',
		version: '1.0',
		entidadId: datos.entidadId,
		entidad: datos.entidad,
		numero: String(datos.numero),
		nombre: datos.custodio.nombre,
		curp: datos.custodio.curp,
		cargo: datos.custodio.cargo,
		corte: datos.corte,
		certificados: String(datos.certificados),
		relacion: datos.relacion,
		inicio: datos.inicio,
		limite: datos.limite,
		declaracion: DECLARACION,
	}
	const mal = Object.entries(campos).find(([, valor]) => valor.includes('|'))
	if (mal !== undefined) return rechazo('dato-no-cabe', { campo: mal[0] })
	return ok(`||${Object.values(campos).join('|')}||`)
}

const DIA_MS = 86_400_000

/** El último día para mandarla: a más tardar treinta días después del inicio (14). */
export const limiteDeCarta = (inicio: Fecha): Fecha =>
	new Date(Date.parse(`${inicio}T00:00:00Z`) + DIAS_DE_PLAZO * DIA_MS).toISOString().slice(0, 10) as Fecha

/** En qué va la entidad con su carta. `dias`: los que faltan, los que lleva vencida o los que se tardó. */
export type SituacionDeCarta =
	| { readonly clase: 'entregada'; readonly el: string; readonly tarde: number }
	| { readonly clase: 'por-enviar' }
	| { readonly clase: 'falta'; readonly dias: number }
	| { readonly clase: 'vencida'; readonly dias: number }

/** La situación al día `hoy`; `entregada`, el día en que la primera copia llegó a la DSE; `sellada`, si ya hay una. */
export const situacionDeCarta = (orden: {
	readonly hoy: Fecha
	readonly limite: Fecha
	readonly sellada: boolean
	readonly entregada: Fecha | null
}): SituacionDeCarta => {
	const { hoy, limite, entregada } = orden
	if (entregada !== null) {
		return { clase: 'entregada', el: entregada, tarde: Math.max(0, diasEntre(limite, entregada)) }
	}
	if (orden.sellada) return { clase: 'por-enviar' }
	const dias = diasEntre(hoy, limite)
	return dias >= 0 ? { clase: 'falta', dias } : { clase: 'vencida', dias: -dias }
}

const diasEntre = (desde: Fecha, hasta: Fecha): number =>
	Math.round((Date.parse(`${hasta}T00:00:00Z`) - Date.parse(`${desde}T00:00:00Z`)) / DIA_MS)
