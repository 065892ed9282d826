/**
 * `reglas.vs-lectura`: los ocho requisitos sobre cien mil egresados de 35 módulos, desde la base hasta las frases, contra
 * leer esos mismos renglones con el controlador pelado y tirarlos. Mismas tandas, mismo archivo, por turnos.
 */
import type Database from 'better-sqlite3'
import { mascaraDe, evaluarRequisitos } from '#core/domain/requisitos.ts'
import { huella } from '../../bff/adapters/huella.ts'
import { leerHechos } from '../../bff/application/egresados/hechos.ts'
import type { Base } from '../../bff/application/ports.ts'
import { montar } from '../db/escena.ts'
import { alternar, mediana, razonPorRonda, type Medida } from './medida.ts'
import { abrirPelada, sembrarEgresados, sembrarModulos, sembrarRenapo } from './sembrar.ts'

const EGRESADOS = 100_000
const MODULOS = 35
const TANDA = 500
const RONDAS = 3

export const medirReglas = async (url: string): Promise<Medida> => {
	const { base } = await montar({ url })
	const pelada = abrirPelada(url)
	try {
		sembrarEgresados(pelada, EGRESADOS, { planteles: ['toluca', 'lerma'], generaciones: ['2023-2026'] })
		sembrarModulos(pelada, MODULOS)
		sembrarRenapo(pelada)
		const tandas = enTandas(pelada)
		const leer = prepararLectura(pelada)
		const { frases, mascaras, lectura } = await alternar(RONDAS, {
			frases: () =>
				evaluar(base, tandas, (hechos) => evaluarRequisitos(hechos).filter((uno) => !uno.cumple).length),
			mascaras: () => evaluar(base, tandas, mascaraDe),
			lectura: async () => cronometrar(async () => tandas.forEach(leer)),
		})
		return {
			nombre: 'reglas.vs-lectura',
			nuestro: mediana(frases),
			par: mediana(lectura),
			razon: razonPorRonda(frases, lectura),
			unidad: 's',
			notas: [
				`${EGRESADOS.toLocaleString('es-MX')} egresados, ${MODULOS} módulos cada uno; sólo la máscara, sin frases: ${razonPorRonda(mascaras, lectura).toFixed(2)}`,
			],
		}
	} finally {
		pelada.close()
		await base.cerrar()
	}
}

const enTandas = (pelada: Database.Database): string[][] => {
	const todas = pelada
		.prepare<[], { matricula: string }>('select matricula from egresado order by matricula')
		.all()
		.map(({ matricula }) => matricula)
	return Array.from({ length: Math.ceil(todas.length / TANDA) }, (_, i) =>
		todas.slice(i * TANDA, (i + 1) * TANDA),
	)
}

const cronometrar = async (obra: () => Promise<void>): Promise<number> => {
	const empezo = performance.now()
	await obra()
	return (performance.now() - empezo) / 1000
}

type Hechos = Parameters<typeof mascaraDe>[0]

const evaluar = (
	{ db }: Base,
	tandas: readonly (readonly string[])[],
	juzgar: (hechos: Hechos) => number,
): Promise<number> =>
	cronometrar(async () => {
		let incumplen = 0
		for (const tanda of tandas) {
			for (const hechos of (await leerHechos(db, { huella }, tanda)).values()) {
				if (juzgar(hechos) !== 0) incumplen += 1
			}
		}
		// Que de verdad se juzgó: a alguien le falta algo.
		if (incumplen === 0) throw new Error('Nadie incumple nada: no se está midiendo lo que se dice.')
	})

/** Lo mismo que leen las reglas, sin armar nada: egresado, RENAPO, trámite, folio y módulos aprobados. */
const prepararLectura = (pelada: Database.Database): ((tanda: readonly string[]) => void) => {
	const marcas = Array.from({ length: TANDA }, () => '?').join(', ')
	const egresados = pelada.prepare<string[]>(
		`select e.matricula, e.plan_clave, e.datos_validados, e.curp, e.nombre, e.primer_apellido, e.segundo_apellido,
			e.fecha_nacimiento, e.sexo, e.entidad_nacimiento, e.crip, e.fecha_secundaria, e.fecha_inicio,
			e.institucion_medica, e.correo_institucional, r.resultado, r.campos, r.huella_datos, r.momento, f.folio
		from egresado e left join confronta_renapo r on r.curp = e.curp and r.plantel_id = e.plantel_id
		left join tramite t on t.matricula = e.matricula and t.abierto = 1 left join folio f on f.tramite_id = t.id
		where e.matricula in (${marcas})`,
	)
	const modulos = pelada.prepare<string[]>(
		`select matricula, clave from modulo_cursado where matricula in (${marcas}) and aprobado = 1`,
	)
	return (tanda) => {
		const leidos = egresados.all(...tanda).length + modulos.all(...tanda).length
		if (leidos < tanda.length * MODULOS) throw new Error('La lectura pelada no leyó los mismos renglones.')
	}
}
