/** Los catálogos de la escena, en vigor desde siempre y sin término, y lo que de ellos vale hoy donde otras tablas lo nombran. */
import { type NombreCatalogo } from '../../../bff/application/catalogos/definiciones.ts'
import { renglon } from '../../../bff/application/catalogos/guardar.ts'
import { proyectar } from '../../../bff/application/catalogos/proyectar.ts'
import type { Datos, Valor } from '../../../bff/application/catalogos/valores.ts'
import type { Base } from '../../../bff/application/ports.ts'
import type { Fecha } from '#core/domain/fecha.ts'
import { SIN_TERMINO } from '#core/domain/vigencia.ts'

const SIEMPRE = '1900-01-01' as Fecha
const HOY = '2026-07-15' as Fecha

/** Un valor de catálogo, tal cual, sin pasar por un archivo. */
export const ponerValor = async (
	{ db }: Base,
	catalogo: NombreCatalogo,
	clave: string,
	datos: Datos,
	{ desde = SIEMPRE, hasta = SIN_TERMINO }: { desde?: string; hasta?: string } = {},
): Promise<void> => {
	const valor: Valor = { clave, datos, desde: desde as Fecha, hasta: hasta as Fecha }
	await db
		.insertInto('catalogoValor')
		.values({ catalogo, importacionId: null, ...renglon(catalogo, valor) })
		.execute()
}

/** Corrige un dato de un valor, como lo haría una importación, en todas sus vigencias. */
export const corregirValor = async (
	{ db }: Base,
	catalogo: NombreCatalogo,
	clave: string,
	cambio: Datos,
): Promise<void> => {
	const filas = await db
		.selectFrom('catalogoValor')
		.selectAll()
		.where('catalogo', '=', catalogo)
		.where('clave', '=', clave)
		.execute()
	for (const { desde, datos } of filas) {
		await db
			.updateTable('catalogoValor')
			.set({ datos: JSON.stringify({ ...(JSON.parse(datos) as Datos), ...cambio }) })
			.where('catalogo', '=', catalogo)
			.where('clave', '=', clave)
			.where('desde', '=', desde)
			.execute()
	}
}

/** Qué matrículas da cada plantel, en su orden: las de nadie más. */
const PATRONES = ['^[0-68]\\d{8}-\\d$', '^7\\d{8}-\\d$', '^9[0-4]\\d{7}-\\d$', '^9[5-9]\\d{7}-\\d$']

/** Dos entidades, los planteles que se digan, tres planes de dos módulos y los cargos de quienes firman. */
export const sembrarCatalogos = async (
	base: Base,
	planteles: Readonly<Record<string, string>>,
): Promise<void> => {
	const poner = (catalogo: NombreCatalogo, clave: string, datos: Datos) =>
		ponerValor(base, catalogo, clave, datos)
	for (const [clave, nombre] of [
		['15', 'México'],
		['09', 'Ciudad de México'],
	] as const) {
		await poner('entidad-federativa', clave, { nombre })
		await poner('municipio', `${clave}106`, { nombre: 'Toluca' })
	}
	await poner('tipo-iems', '5', { nombre: null })
	await poner('iems', '99999', { nombre: 'CONALEP', tipo: '5' })
	await poner('opcion-educativa', '1', { nombre: null })
	await poner('tipo-plantel', '1', { nombre: null })
	await poner('sostenimiento', '1', { nombre: null })
	await poner('nivel-estudios', '2', { nombre: null })
	await poner('tipo-estudios', '1', { nombre: null })
	for (const [clave, nombre] of [
		['93', 'Director'],
		['94', 'Director'],
		['95', 'Jefa de Servicios Escolares'],
	] as const) {
		await poner('cargo', clave, { nombre })
	}
	for (const [clave, nombre, tipo, entidadFederativa] of [
		['mex', 'Colegio Estatal', 'colegio-estatal', '15'],
		['cdmx', 'UODCDMX', 'uodcdmx', '09'],
	] as const) {
		await poner('entidad', clave, {
			nombre,
			tipo,
			entidadFederativa,
			servicioFirmante: '99999',
			nombreSen: 'Sistema Educativo Nacional de México',
			nombreDependencia: 'Subsecretaría de Educación Media Superior',
			iems: '99999',
			opcionEducativa: '1',
			patronMatricula: '^\\d{9}-\\d$',
		})
	}
	for (const [i, [clave, entidad]] of Object.entries(planteles).entries()) {
		await poner('plantel', clave, {
			entidad,
			nombre: `Plantel ${clave}`,
			cct: `15DPT000${i + 1}A`,
			tipoPlantel: '1',
			municipio: entidad === 'cdmx' ? '09106' : '15106',
			generoPlantel: null,
			sostenimiento: '1',
			patronMatricula: PATRONES[i] ?? null,
		})
	}
	await poner('carrera', 'INFO', { nombre: 'Informática' })
	for (const modelo of ['2008', '2018', 'anterior'] as const) {
		const plan = `PLAN-${modelo}`
		await poner('plan', plan, {
			carrera: 'INFO',
			modelo,
			nivelEstudios: '2',
			tipoEstudios: '1',
			tipoPerfilLaboral: null,
			trayecto: null,
			campoDisciplinar: null,
			totalCreditos: '360',
			competencias: null,
		})
		for (const [orden, modulo] of ['M1', 'M2'].entries()) {
			await poner('modulo', `${plan}/${modulo}`, {
				plan,
				modulo,
				orden: String(orden),
				nombre: `Módulo ${modulo}`,
				horas: '90',
				creditos: '9',
				formacionTrabajo: 'SI',
			})
		}
	}
	await base.enTransaccion((tx) => proyectar(tx, HOY))
}
