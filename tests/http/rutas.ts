/**
 * Cada ruta de la API con sesión, escrita aparte del código: qué acto del permiso pide, cómo se pide sobre algo del
 * plantel Toluca, y qué se contesta a quien podría el acto pero no ahí.
 */
import { DIRECTOR_MEX, DIRECTOR_TOLUCA } from '../db/mesa-de-sellos.ts'
import { cargar } from '../../bff/application/tramites/cargar.ts'
import { registrar } from '../../bff/application/tramites/registrar.ts'
import { ESCOLARES } from '../db/escena.ts'
import { CURP_TLALPAN, type Mundo } from './mundo.ts'
import type { Caso, Recursos, Ruta } from './ruta.ts'
import { RUTAS_DE_AJUSTES } from './rutas/ajustes.ts'
import { RUTAS_DE_CARTAS } from './rutas/cartas.ts'
import { RUTAS_DE_CATALOGOS } from './rutas/catalogos.ts'
import { RUTAS_DE_DESCARGAS } from './rutas/descargas.ts'
import { RUTAS_DE_EGRESADOS } from './rutas/egresados.ts'
import { RUTAS_DE_FOLIOS } from './rutas/folios.ts'
import { RUTAS_DE_CUARENTENA } from './rutas/cuarentena.ts'
import { RUTAS_DE_DEVOLVER } from './rutas/devolver.ts'
import { RUTAS_DE_LIBRO } from './rutas/libro.ts'
import { RUTAS_DE_LOTES } from './rutas/lotes.ts'
import { RUTAS_DE_MESA } from './rutas/mesa.ts'
import { RUTAS_DE_NOMBRES } from './rutas/nombres.ts'
import { RUTAS_DE_RECHAZOS } from './rutas/rechazos.ts'
import { RUTAS_DE_REVOCACION } from './rutas/revocacion.ts'
import { RUTAS_DE_SAE } from './rutas/sae.ts'
import { RUTAS_DE_SUPLENCIAS } from './rutas/suplencias.ts'
import { RUTAS_DE_TRABAJOS } from './rutas/trabajos.ts'

/** Prepara lo que las rutas leen. */
export const prepararRecursos = async ({ mesa }: Mundo): Promise<Recursos> => {
	const { lotes } = mesa
	const emitido = await mesa.emitido()
	const confirmado = await mesa.emitido()
	await mesa.confirmar(confirmado)
	const [porSellarPlantel = '', porSellarEstado = ''] = await lotes.confirmados(2)
	await lotes.sellarComo(DIRECTOR_TOLUCA, [porSellarEstado])
	const rango = await lotes.agregarRango(8_000_000, 8_000_999)
	const [matriculaVista = ''] = await lotes.agregarEgresados(1)
	return { emitido, confirmado, porSellarPlantel, porSellarEstado, rango, matriculaVista }
}

let numero = 0
const siguiente = (): number => (numero += 1)

const nuevo = async ({ mundo }: Caso, estado: 'solicitado' | 'autorizado'): Promise<string> => {
	const [id = ''] = await mundo.mesa.lotes.agregarTramites(1, { estado })
	return id
}

/** Un trámite llevado por Servicios Escolares hasta donde el acto lo pide. */
const llevado = async (caso: Caso, hasta: 'registrado' | 'cargado'): Promise<string> => {
	const id = await nuevo(caso, 'autorizado')
	const { deps } = caso.mundo.mesa.lotes
	await registrar(deps)({ actor: ESCOLARES, tramites: [id] })
	if (hasta === 'cargado') await cargar(deps)({ actor: ESCOLARES, tramites: [id] })
	return id
}

const egresado = async ({ mundo }: Caso): Promise<string> => {
	const [matricula = ''] = await mundo.mesa.lotes.agregarEgresados(1)
	return matricula
}

/** El envío de un sello como lo haría su dispositivo: el suyo si es suyo, y si no, uno cualquiera con su e.firma. */
const sellos = async ({ mundo, recursos, quien }: Caso): Promise<unknown> => {
	const { lotes } = mundo.mesa
	const director = [DIRECTOR_TOLUCA, DIRECTOR_MEX].find(({ personaId }) => personaId === quien.id)
	const efirma = await (quien.id === 'd-tlalpan'
		? lotes.efirmaDe(quien.id, { curp: CURP_TLALPAN })
		: lotes.efirmaDe(quien.id))
	const certificado = Buffer.from(efirma.cer).toString('base64')
	const tramiteId = director === DIRECTOR_MEX ? recursos.porSellarEstado : recursos.porSellarPlantel
	const propios = director ? await lotes.sellosDe(director, [tramiteId], efirma) : []
	return { certificado, sellos: propios.length > 0 ? propios : [{ tramiteId, sello: 'AA==' }] }
}

const enLote = (
	acto: 'registrar' | 'cargar' | 'autorizar',
	antes: (caso: Caso) => Promise<string>,
): Ruta => ({
	metodo: 'POST',
	ruta: `/api/tramites/${acto}`,
	actos: [acto],
	ajeno: 'no-encontrado',
	pedir: async (caso) => ({ ruta: `/api/tramites/${acto}`, cuerpo: { tramites: [await antes(caso)] } }),
})

const conRazon = (acto: 'denegar' | 'retirar'): Ruta => ({
	metodo: 'POST',
	ruta: `/api/tramites/${acto}`,
	actos: [acto],
	ajeno: 'no-encontrado',
	pedir: async (caso) => ({
		ruta: `/api/tramites/${acto}`,
		cuerpo: { tramites: [await nuevo(caso, 'solicitado')], razon: 'No corresponde' },
	}),
})

const plantilla = (ext: 'csv' | 'xlsx'): Ruta => ({
	metodo: 'GET',
	ruta: `/api/sae/plantilla.${ext}`,
	actos: [],
	ajeno: 'hecho',
	pedir: () => ({ ruta: `/api/sae/plantilla.${ext}` }),
})

export const RUTAS: readonly Ruta[] = [
	{
		metodo: 'GET',
		ruta: '/api/sesion',
		actos: [],
		ajeno: 'hecho',
		pedir: () => ({ ruta: '/api/sesion' }),
	},
	{
		metodo: 'GET',
		ruta: '/api/egresados',
		actos: ['ver-egresados'],
		ajeno: 'no-se-ve',
		pedir: ({ recursos }) => ({ ruta: `/api/egresados?busca=${recursos.matriculaVista}` }),
		muestra: (cuerpo, { matriculaVista }) => cuerpo.includes(matriculaVista),
	},
	{
		metodo: 'GET',
		ruta: '/api/egresados/:matricula',
		actos: ['ver-egresados'],
		ajeno: 'no-encontrado',
		pedir: ({ recursos }) => ({ ruta: `/api/egresados/${recursos.matriculaVista}` }),
	},
	{
		metodo: 'GET',
		ruta: '/api/tablero',
		actos: ['ver-egresados'],
		ajeno: 'no-se-ve',
		pedir: () => ({ ruta: '/api/tablero?plantel=toluca' }),
		muestra: (cuerpo) => (JSON.parse(cuerpo) as { total: number }).total > 0,
	},
	{
		metodo: 'POST',
		ruta: '/api/egresados/confrontar',
		actos: ['confrontar-renapo'],
		ajeno: 'no-encontrado',
		pedir: async (caso) => ({
			ruta: '/api/egresados/confrontar',
			cuerpo: { matriculas: [await egresado(caso)] },
		}),
	},
	plantilla('csv'),
	plantilla('xlsx'),
	{
		metodo: 'POST',
		ruta: '/api/tramites',
		actos: ['solicitar'],
		ajeno: 'no-encontrado',
		pedir: async (caso) => ({ ruta: '/api/tramites', cuerpo: { matriculas: [await egresado(caso)] } }),
	},
	enLote('autorizar', (caso) => nuevo(caso, 'solicitado')),
	enLote('registrar', (caso) => nuevo(caso, 'autorizado')),
	enLote('cargar', (caso) => llevado(caso, 'registrado')),
	conRazon('denegar'),
	conRazon('retirar'),
	{
		metodo: 'PUT',
		ruta: '/api/tramites/:id/nombre',
		actos: ['confirmar-nombre'],
		ajeno: 'no-encontrado',
		pedir: async (caso) => ({
			ruta: `/api/tramites/${await llevado(caso, 'cargado')}/nombre`,
			cuerpo: { nombre: 'María de los Ángeles', primerApellido: 'Muñoz', segundoApellido: 'De la Cruz' },
		}),
	},
	{
		metodo: 'POST',
		ruta: '/api/tramites/:id/buzon',
		actos: ['iniciar-buzon'],
		ajeno: 'no-encontrado',
		pedir: ({ recursos }) => ({ ruta: `/api/tramites/${recursos.emitido}/buzon` }),
	},
	{
		metodo: 'POST',
		ruta: '/api/tramites/:id/entregar',
		actos: ['entregar'],
		ajeno: 'no-encontrado',
		pedir: ({ recursos }) => ({ ruta: `/api/tramites/${recursos.confirmado}/entregar` }),
	},
	{
		metodo: 'POST',
		ruta: '/api/tramites/:id/documentos/:clase',
		actos: ['descargar'],
		ajeno: 'no-encontrado',
		pedir: ({ recursos }) => ({ ruta: `/api/tramites/${recursos.emitido}/documentos/xml`, cuerpo: {} }),
	},
	{
		metodo: 'GET',
		ruta: '/api/rangos',
		actos: ['ver-rangos'],
		ajeno: 'no-se-ve',
		pedir: () => ({ ruta: '/api/rangos' }),
		muestra: (cuerpo, { rango }) => cuerpo.includes(rango),
	},
	{
		metodo: 'POST',
		ruta: '/api/rangos',
		actos: ['asignar-rango'],
		ajeno: 'plantel-ajeno',
		pedir: () => {
			const desde = 9_000_000 + siguiente() * 10
			return {
				ruta: '/api/rangos',
				cuerpo: { plantelId: 'toluca', modelo: '2018', desde, hasta: desde + 9 },
			}
		},
	},
	{
		metodo: 'GET',
		ruta: '/api/sellado/pendientes',
		actos: ['sellar-plantel', 'sellar-estatal'],
		ajeno: 'no-se-ve',
		pedir: () => ({ ruta: '/api/sellado/pendientes' }),
		muestra: (cuerpo, { porSellarPlantel, porSellarEstado }) =>
			cuerpo.includes(porSellarPlantel) || cuerpo.includes(porSellarEstado),
	},
	{
		metodo: 'POST',
		ruta: '/api/sellado',
		actos: ['sellar-plantel', 'sellar-estatal'],
		ajeno: 'fuera-de-ambito',
		pedir: async (caso) => ({
			ruta: '/api/sellado',
			cuerpo: caso.quien.id.startsWith('d-') ? await sellos(caso) : { certificado: 'AA==', sellos: [SELLO] },
		}),
	},
	{
		metodo: 'GET',
		ruta: '/api/lotes',
		actos: ['ver-lotes'],
		ajeno: 'no-se-ve',
		pedir: () => ({ ruta: '/api/lotes' }),
		muestra: (cuerpo, { emitido }) => cuerpo.includes(emitido),
	},
	{
		metodo: 'POST',
		ruta: '/api/lotes/enviar',
		actos: ['enviar-lote'],
		// Cada entidad manda lo suyo: la otra no tiene nada que mandar, y lo de ésta ni se toca.
		ajeno: 'sin-certificados-por-enviar',
		pedir: async ({ mundo, quien }) => {
			if (quien.perfil === 'escolares-estatal' && quien.lugar === 'propio') await mundo.mesa.lotes.sellados(1)
			return { ruta: '/api/lotes/enviar' }
		},
	},
	...RUTAS_DE_AJUSTES,
	...RUTAS_DE_CARTAS,
	...RUTAS_DE_CATALOGOS,
	...RUTAS_DE_CUARENTENA,
	...RUTAS_DE_DEVOLVER,
	...RUTAS_DE_DESCARGAS,
	...RUTAS_DE_EGRESADOS,
	...RUTAS_DE_FOLIOS,
	...RUTAS_DE_LIBRO,
	...RUTAS_DE_LOTES,
	...RUTAS_DE_MESA,
	...RUTAS_DE_NOMBRES,
	...RUTAS_DE_RECHAZOS,
	...RUTAS_DE_REVOCACION,
	...RUTAS_DE_SAE,
	...RUTAS_DE_SUPLENCIAS,
	...RUTAS_DE_TRABAJOS,
]

const SELLO = { tramiteId: 'cualquiera', sello: 'AA==' }
