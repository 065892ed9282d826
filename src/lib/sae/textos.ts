import {
	type ClaseDeError,
	type CuentasDeImportacion,
	type Efecto,
	EN_MARCHA,
	type EstadoImportacion,
	type Importacion,
} from '#core/contract/importacion.ts'
import { cuantos, numero, tamano } from '../formato.ts'
import type { Tono } from '../tramite/situacion.ts'

/* Cómo se dice una importación de SAE: su estado, su avance y lo que haría. */

export const TEXTO_DE_ESTADO: Readonly<Record<EstadoImportacion, { texto: string; tono: Tono }>> = {
	subiendo: { texto: 'Llegando', tono: 'info' },
	trayendo: { texto: 'Trayéndose de SAE', tono: 'info' },
	revisando: { texto: 'Revisándose', tono: 'info' },
	columnas: { texto: 'Faltan sus columnas', tono: 'alerta' },
	revisada: { texto: 'Espera su decisión', tono: 'alerta' },
	aplicando: { texto: 'Importándose', tono: 'info' },
	aplicada: { texto: 'Importada', tono: 'bien' },
	descartada: { texto: 'Descartada', tono: 'neutro' },
	vencida: { texto: 'Venció sin decidirse', tono: 'neutro' },
	fallida: { texto: 'No se pudo leer', tono: 'mal' },
	'sin-novedad': { texto: 'Sin novedad', tono: 'neutro' },
}

/** Algo se está haciendo con ella: se vuelve a preguntar. */
export const enMarcha = ({ estado }: Importacion): boolean => EN_MARCHA.includes(estado)
/** Espera algo de la persona. */
export const espera = ({ estado }: Importacion): boolean => estado === 'columnas' || estado === 'revisada'

/** Lo que se hace ahora, con su avance. `total` 0: no se sabe cuánto falta. */
export const avanceDe = ({
	estado,
	avance: { hechos, total },
}: Importacion): { etiqueta: string; hechos: number; total: number; cifra: string } => {
	const enRenglones = estado === 'aplicando'
	const decir = enRenglones ? numero : tamano
	const etiqueta =
		estado === 'subiendo'
			? 'Llegando al servidor…'
			: estado === 'trayendo'
				? 'Trayendo de SAE lo de su plantel…'
				: enRenglones
					? 'Importando…'
					: 'Revisando cada renglón…'
	return {
		etiqueta,
		hechos,
		total: total ?? 0,
		cifra: total === null ? '' : `${decir(hechos)} de ${decir(total)}${enRenglones ? ' renglones' : ''}`,
	}
}

/** En qué cuarto va un avance: 0 al 4. */
export const cuartoDe = (hechos: number, total: number | null): number =>
	total === null || total <= 0 ? 0 : Math.min(4, Math.floor((hechos / total) * 4))

/** Renglones que se escriben al importar. */
export const buenos = ({ altas, cambios }: CuentasDeImportacion): number => altas + cambios
/** Renglones con error que se arreglan en el archivo: los demás quieren mover algo ya sellado. */
export const porArreglar = ({ conError, sellados }: CuentasDeImportacion): number => conError - sellados
/** De los cambios, los de quien no tiene trámite en curso. */
const sinTramite = ({ cambios, requisitos, reabre }: CuentasDeImportacion): number =>
	cambios - requisitos - reabre

/** Cómo se llama importar esto. */
export const textoDeImportar = (cuentas: CuentasDeImportacion): string => {
	const n = buenos(cuentas)
	if (n === 0) return 'Terminar'
	if (cuentas.errores === 0) return n === 1 ? 'Importar uno' : `Importar ${numero(n)}`
	return n === 1 ? 'Importar el bueno' : `Importar los ${numero(n)} buenos`
}

/** Lo que importar les hace a los trámites, una frase por efecto. */
export const consecuencias = ({ requisitos, reabre, reconfronta }: CuentasDeImportacion): string[] => {
	const frases: string[] = []
	if (reabre > 0) {
		frases.push(
			reabre === 1
				? 'Un certificado ya cargado se reabre: vuelve a «Registrado», conserva su folio, y su nombre se confirma otra vez (18).'
				: `${numero(reabre)} certificados ya cargados se reabren: vuelven a «Registrado», conservan su folio, y su nombre se confirma otra vez (18).`,
		)
	}
	if (requisitos > 0) {
		frases.push(
			`A ${cuantos(requisitos, 'trámite en curso se le revisan', 'trámites en curso se les revisan')} otra vez los ocho requisitos (6).`,
		)
	}
	if (reconfronta > 0) {
		frases.push(
			`${cuantos(reconfronta, 'egresado se confronta', 'egresados se confrontan')} otra vez con RENAPO (6 b).`,
		)
	}
	return frases
}

/** Lo hecho o por hacer en una línea, para la historia y para quien no ve. */
export const enUnaLinea = (cuentas: CuentasDeImportacion): string => {
	const partes = [
		cuentas.altas > 0 && cuantos(cuentas.altas, 'nuevo', 'nuevos'),
		cuentas.cambios > 0 && `${numero(cuentas.cambios)} con cambios`,
		cuentas.sinCambio > 0 && `${numero(cuentas.sinCambio)} sin cambio`,
		porArreglar(cuentas) > 0 && `${numero(porArreglar(cuentas))} con error`,
		cuentas.sellados > 0 && cuantos(cuentas.sellados, 'ya sellado', 'ya sellados'),
	].filter((parte) => parte !== false)
	return partes.length > 0 ? partes.join(', ') : 'Ningún renglón'
}

export const TEXTO_DE_EFECTO: Readonly<Record<Efecto, { titulo: string; insignia: string; tono: Tono }>> = {
	reabre: { titulo: 'Se reabren', insignia: 'Se reabre', tono: 'alerta' },
	requisitos: { titulo: 'Se vuelven a revisar', insignia: 'Se revisa otra vez', tono: 'info' },
	'sin-tramite': { titulo: 'Sin trámite en curso', insignia: 'Sin trámite', tono: 'neutro' },
}

/** Los grupos de cambios que hay, del que más pesa al que menos. */
export const gruposDe = (cuentas: CuentasDeImportacion): { efecto: Efecto; total: number }[] =>
	(
		[
			['reabre', cuentas.reabre],
			['requisitos', cuentas.requisitos],
			['sin-tramite', sinTramite(cuentas)],
		] as const
	)
		.filter(([, total]) => total > 0)
		.map(([efecto, total]) => ({ efecto, total }))

export const TEXTO_DE_CLASE: Readonly<Record<ClaseDeError, string>> = {
	dato: 'Por corregir',
	sellado: 'Ya sellados',
}

/** `PRIMER_APELLIDO` → Primer apellido; `MODULOS INFO-03` → Módulo INFO-03. Las siglas quedan como son. */
export const nombreDeDato = (dato: string): string => {
	if (dato.startsWith('MODULOS ')) return dato.replace('MODULOS', 'Módulo')
	if (!/^[A-Z_]+$/.test(dato) || ['CURP', 'CCT', 'CRIP'].includes(dato)) return dato
	const palabras = dato.replaceAll('_', ' ')
	const bajo = palabras.toLocaleLowerCase('es-MX')
	return CON_ACENTO[bajo] ?? bajo.charAt(0).toLocaleUpperCase('es-MX') + bajo.slice(1)
}
const CON_ACENTO: Readonly<Record<string, string>> = {
	matricula: 'Matrícula',
	generacion: 'Generación',
	creditos: 'Créditos',
	modulos: 'Módulos',
	'institucion medica': 'Institución médica',
	'fecha termino': 'Fecha de término',
	'fecha inicio': 'Fecha de inicio',
	'fecha nacimiento': 'Fecha de nacimiento',
	'fecha secundaria': 'Fecha de secundaria',
	'entidad nacimiento': 'Entidad de nacimiento',
	'certificado fisico': 'Certificado en papel',
}

/** De las importaciones, la que ya tiene este archivo, subido desde ese momento; null si ninguna. */
export const laQueLlego = (
	filas: readonly Importacion[],
	archivo: { readonly name: string; readonly size: number },
	desde: Date,
): string | null =>
	filas.find(
		(una) =>
			una.origen === 'archivo' &&
			una.estado !== 'subiendo' &&
			una.archivo === archivo.name &&
			una.bytes === archivo.size &&
			Date.parse(una.momento) >= desde.getTime() - HOLGURA_MS,
	)?.id ?? null
/** Lo que pueden diferir los dos relojes, ya puestos en hora. */
const HOLGURA_MS = 5_000
