/**
 * Siembra certificados listos para sellar en el sistema en marcha, en segundos: los egresados van directo a la base y
 * después pasan por los actos de verdad, con las personas de la demostración.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crearAzar } from '../../bff/adapters/azar.ts'
import { crearDerivarCuv } from '../../bff/adapters/cuv.ts'
import { abrirBase } from '../../bff/adapters/db/abrir.ts'
import { huella } from '../../bff/adapters/huella.ts'
import { huellaDeDatos } from '../../bff/application/egresados/datos-confrontados.ts'
import { asignarRango } from '../../bff/application/folios/asignar-rango.ts'
import type { Base } from '../../bff/application/ports.ts'
import { autorizar } from '../../bff/application/tramites/autorizar.ts'
import { cargar } from '../../bff/application/tramites/cargar.ts'
import { confirmarNombre } from '../../bff/application/tramites/confirmar-nombre.ts'
import { registrar } from '../../bff/application/tramites/registrar.ts'
import { solicitar } from '../../bff/application/tramites/solicitar.ts'
import { PLANTELES } from '../../bff/simuladores/mundo/catalogo.ts'
import { inventarEgresados, type EgresadoDemo } from '../../bff/simuladores/mundo/egresados.ts'
import { fechaEnMexico, type Instante } from '#core/domain/fecha.ts'
import { proponerNombre } from '#core/domain/nombre.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import type { EgresoEnMarcha } from './egreso.ts'

const ahora = (): Instante => new Date().toISOString() as Instante
/** Lejos de los rangos que la demostración reparte. */
const PRIMER_FOLIO = 1_000_000
/** Renglones por inserción: SQLite acota las variables de una sentencia. */
const TANDA = 200

let sembrados = 0

/** Deja `cuantos` certificados más con el nombre confirmado en un plantel de la demostración. Devuelve sus trámites. */
export const sembrarPorSellar = async (
	{ carpeta }: EgresoEnMarcha,
	{ cuantos, plantelId }: { readonly cuantos: number; readonly plantelId: string },
): Promise<readonly string[]> => {
	const base = await abrirBase({ url: `sqlite:${join(carpeta, 'egreso.sqlite')}` })
	try {
		const { cuv } = JSON.parse(readFileSync(join(carpeta, 'llaves.json'), 'utf8')) as { cuv: string }
		const deps = {
			base,
			reloj: ahora,
			azar: crearAzar(),
			huella,
			derivarCuv: crearDerivarCuv(Buffer.from(cuv, 'hex')),
		}
		const plantel = PLANTELES.find(({ id }) => id === plantelId)
		if (!plantel) throw new Error(`La demostración no tiene el plantel ${plantelId}`)
		const { entidadId } = plantel
		const escolares = await actorDe(base, `${plantelId}-escolares`, { tipo: 'plantel', entidadId, plantelId })
		const estatal = await actorDe(base, `${entidadId}-escolares`, { tipo: 'entidad', entidadId })
		const desde = PRIMER_FOLIO + sembrados
		sembrados += cuantos
		for (const modelo of ['2008', '2018'] as const) {
			exigir(
				await asignarRango(deps)({ actor: estatal, plantelId, modelo, desde, hasta: desde + cuantos - 1 }),
			)
		}
		const egresados = inventarEgresados({
			semilla: desde,
			hoy: fechaEnMexico(ahora()),
			cuantos,
			desde: 2000 + sembrados,
			sinFaltas: true,
		}).map((uno, i) => ({ ...uno, ...lugar(plantel, desde + i) }))
		for (let i = 0; i < egresados.length; i += TANDA) await guardar(base, egresados.slice(i, i + TANDA))
		const matriculas = egresados.map(({ matricula }) => matricula)
		await solicitar(deps)({ actor: escolares, matriculas })
		const tramites = await tramitesDe(base, matriculas)
		await autorizar(deps)({ actor: estatal, tramites })
		await registrar(deps)({ actor: escolares, tramites })
		await cargar(deps)({ actor: escolares, tramites })
		const porMatricula = new Map(egresados.map((uno) => [uno.matricula, uno]))
		for (const tramiteId of tramites) {
			const { matricula } = await base.db
				.selectFrom('tramite')
				.select('matricula')
				.where('id', '=', tramiteId)
				.executeTakeFirstOrThrow()
			const egresado = porMatricula.get(matricula)
			if (!egresado) throw new Error(`El trámite ${tramiteId} no es de los sembrados`)
			exigir(await confirmarNombre(deps)({ actor: escolares, tramiteId, nombre: proponerNombre(egresado) }))
		}
		if (tramites.length !== cuantos) throw new Error(`Se sembraron ${tramites.length} de ${cuantos}`)
		return tramites
	} finally {
		await base.cerrar()
	}
}

/** La misma persona, en el plantel que se pide y con una matrícula que nadie tiene. */
const lugar = (
	{ id: plantelId, cct, clave }: (typeof PLANTELES)[number],
	numero: number,
): Pick<EgresadoDemo, 'plantelId' | 'cct' | 'matricula'> => ({
	plantelId,
	cct,
	matricula: `9${String(numero).padStart(8, '0')}-${Number(clave) % 10}`,
})

const guardar = (base: Base, egresados: readonly EgresadoDemo[]): Promise<void> =>
	base.enTransaccion(async (tx) => {
		const momento = ahora()
		const filas = egresados.map((uno) => ({
			matricula: uno.matricula,
			plantelId: uno.plantelId,
			planClave: uno.planClave,
			generacion: uno.generacion,
			curp: uno.curp,
			nombre: uno.nombre,
			primerApellido: uno.primerApellido,
			segundoApellido: uno.segundoApellido,
			fechaNacimiento: uno.fechaNacimiento,
			fechaInicio: uno.fechaInicio,
			fechaTermino: uno.fechaTermino,
			fechaSecundaria: uno.fechaSecundaria,
			crip: uno.crip,
			institucionMedica: uno.institucionMedica,
			correoInstitucional: uno.correoInstitucional,
			datosValidados: 1 as const,
			creditosObtenidos: uno.creditosObtenidos,
			promedio: uno.promedio,
			importacionId: null,
			actualizado: momento,
		}))
		await tx.insertInto('egresado').values(filas).execute()
		for (const { matricula, modulos } of egresados) {
			await tx
				.insertInto('moduloCursado')
				.values(
					modulos.map(({ clave, calificacion, aprobado }) => ({
						matricula,
						clave,
						calificacion,
						aprobado: aprobado ? 1 : 0,
					})),
				)
				.execute()
		}
		await tx
			.insertInto('confrontaRenapo')
			.values(
				filas.map((fila) => ({
					curp: fila.curp,
					plantelId: fila.plantelId,
					resultado: 'coincide' as const,
					huellaDatos: huellaDeDatos(huella, fila),
					momento,
				})),
			)
			.onConflict((conflicto) => conflicto.doNothing())
			.execute()
	})

const tramitesDe = async ({ db }: Base, matriculas: readonly string[]): Promise<string[]> => {
	const ids: string[] = []
	for (let i = 0; i < matriculas.length; i += TANDA) {
		const filas = await db
			.selectFrom('tramite')
			.select('id')
			.where('matricula', 'in', matriculas.slice(i, i + TANDA))
			.execute()
		ids.push(...filas.map(({ id }) => id))
	}
	return ids
}

const actorDe = async ({ db }: Base, id: string, ambito: Actor['ambito']): Promise<Actor> => {
	const { perfil } = await db
		.selectFrom('persona')
		.select('perfil')
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	return { personaId: id, perfil, ambito }
}
