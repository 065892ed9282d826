/**
 * `tablero.crecimiento`: el tablero nacional con un millón de trámites ÷ con diez mil, las mismas treinta entidades, trescientos
 * planteles y cinco generaciones. Por turnos, sobre dos bases ya sembradas por los disparadores de la app; en las dos clases.
 */
import type { ConsultaEgresados } from '#core/contract/egresado.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { listarEgresados } from '../../bff/application/egresados/listar.ts'
import { leerTablero } from '../../bff/application/egresados/tablero.ts'
import { actor, montar, type Escena } from '../db/escena.ts'
import { alternar, mediana, razonPorRonda, type Medida } from './medida.ts'
import {
	abrirPelada,
	sembrarConfrontas,
	sembrarEgresados,
	sembrarPlanteles,
	sembrarTramites,
} from './sembrar.ts'
import { sembrarEnPostgres } from './sembrar-postgres.ts'

const GRANDE = 1_000_000
const CHICO = 10_000
const PLANTELES = 300
const GENERACIONES = ['2019-2022', '2020-2023', '2021-2024', '2022-2025', '2023-2026']
const RONDAS = 31

/** `urlDe` da una base vacía con ese nombre. */
export const medirTablero = async (
	nombre: string,
	urlDe: (nombre: string) => string | Promise<string>,
): Promise<Medida> => {
	const grande = await sembrar(await urlDe('grande'), GRANDE)
	const chico = await sembrar(await urlDe('chico'), CHICO)
	try {
		const nacion = actor('dse', { tipo: 'nacional' })
		const plantel = actor('escolares-plantel', {
			tipo: 'plantel',
			entidadId: 'entidad-0',
			plantelId: 'plantel-0',
		})
		for (const { escena, cuantos } of [grande, chico]) {
			const { total, renapo } = exigir(await leerTablero(escena.deps)({ actor: nacion, consulta: {} }))
			const encargadas = renapo.porPreguntar + renapo.sinRespuesta
			if (total !== cuantos || encargadas !== cuantos / 5) {
				throw new Error(`El tablero dice ${total} y ${encargadas} por confrontar, y hay ${cuantos}.`)
			}
		}
		const { muchos, pocos } = await alternar(RONDAS, {
			muchos: () => tablero(grande.escena, nacion),
			pocos: () => tablero(chico.escena, nacion),
		})
		const suyos = await alternar(RONDAS, {
			muchos: () => tablero(grande.escena, plantel),
			pocos: () => tablero(chico.escena, plantel),
		})
		const lista = await alternar(RONDAS, {
			pagina: () => pagina(grande.escena, plantel, {}),
			filtrada: () => pagina(grande.escena, plantel, { regla: 'g', busca: 'munoz' }),
		})
		return {
			nombre,
			nuestro: mediana(muchos),
			par: mediana(pocos),
			razon: razonPorRonda(muchos, pocos),
			unidad: 'ms',
			notas: [
				`el de un plantel: ${razonPorRonda(suyos.muchos, suyos.pocos).toFixed(2)} (${mediana(suyos.muchos).toFixed(1)} ms)`,
				`una página de la lista de un plantel, con el millón: ${mediana(lista.pagina).toFixed(1)} ms; filtrada y buscando: ${mediana(lista.filtrada).toFixed(1)} ms`,
			],
		}
	} finally {
		await grande.escena.base.cerrar()
		await chico.escena.base.cerrar()
	}
}

const sembrar = async (url: string, cuantos: number): Promise<{ escena: Escena; cuantos: number }> => {
	const escena = await montar({ url })
	if (escena.base.dialecto === 'postgres') {
		await sembrarEnPostgres(url, { cuantos, planteles: PLANTELES, generaciones: GENERACIONES })
		return { escena, cuantos }
	}
	const pelada = abrirPelada(url)
	const planteles = sembrarPlanteles(pelada, PLANTELES)
	sembrarEgresados(pelada, cuantos, { planteles, generaciones: GENERACIONES })
	sembrarTramites(pelada)
	sembrarConfrontas(pelada)
	pelada.exec('analyze')
	pelada.close()
	return { escena, cuantos }
}

const tablero = async ({ deps }: Escena, quien: Actor): Promise<number> => {
	const empezo = performance.now()
	exigir(await leerTablero(deps)({ actor: quien, consulta: {} }))
	return performance.now() - empezo
}

const pagina = async (
	{ deps }: Escena,
	quien: Actor,
	filtros: Partial<ConsultaEgresados>,
): Promise<number> => {
	const empezo = performance.now()
	exigir(await listarEgresados(deps)({ actor: quien, consulta: { pagina: 2, orden: 'nombre', ...filtros } }))
	return performance.now() - empezo
}
