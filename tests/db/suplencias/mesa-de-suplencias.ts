/** La mesa de sellos con quien puede suplir, quien confirma y un reloj que se mueve. Toda la gente es inventada. */
import type { OtorgarSuplencia } from '#core/contract/suplencia.ts'
import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import { leerDec } from '#core/dec/leer.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { decDeFirmante, firmanteDe, leerDecGuardado } from '../../../bff/application/sellado/documento.ts'
import { pendientesDeSello } from '../../../bff/application/sellado/pendientes.ts'
import { sellar, type DepsSellar } from '../../../bff/application/sellado/sellar.ts'
import { confirmarSuplencia } from '../../../bff/application/suplencias/responder.ts'
import { otorgarSuplencia } from '../../../bff/application/suplencias/otorgar.ts'
import { AHORA, enPlantel, ESTATAL, HOY_EN_MEXICO } from '../escena.ts'
import { DIRECTOR_MEX, firmar, type Mesa, ponerMesa } from '../mesa-de-sellos.ts'

/** Servicios Escolares de Toluca, con CURP y cargo: puede suplir. */
export const SUPLENTE: Actor = {
	personaId: 's-toluca',
	perfil: 'escolares-plantel',
	ambito: enPlantel('toluca'),
}
export const DSE: Actor = { personaId: 'p-dse', perfil: 'dse', ambito: { tipo: 'nacional' } }

const CURP_SUPLENTE = 'SUPL800101MMCABC05'

/** La suplencia más llana: de hoy a mañana, en Toluca. */
export const ORDEN: OtorgarSuplencia = {
	rol: 'plantel',
	plantelId: 'toluca',
	titularId: 'd-toluca',
	suplenteId: SUPLENTE.personaId,
	desde: HOY_EN_MEXICO,
	hasta: '2026-07-16',
	tope: null,
	razon: 'Licencia médica',
}

/** El último instante del 16 de julio en la Ciudad de México, y el primero del 17. */
export const ULTIMO = '2026-07-17T05:59:59.999Z' as Instante
export const PASADO = '2026-07-17T06:00:00.000Z' as Instante

type Sello = { readonly tramiteId: string; readonly sello: string }

export type MesaDeSuplencias = Mesa & {
	/** Los actos ven la hora que aquí se ponga; la mesa empieza en AHORA. */
	readonly ponerReloj: (instante: Instante) => void
	readonly deps: DepsSellar
	readonly otorgada: (cambios?: Partial<OtorgarSuplencia>) => Promise<string>
	readonly confirmada: (cambios?: Partial<OtorgarSuplencia>) => Promise<string>
	/** Lo que esa persona sellaría de su lista en ese turno. */
	readonly sellosEn: (quien: Actor, ids: readonly string[], turno?: string) => Promise<Sello[]>
	/** El sello de esa persona a esos trámites, se los ofrezca su lista o no. */
	readonly sellosDeTodos: (quien: Actor, ids: readonly string[]) => Promise<Sello[]>
	/** Manda esos sellos como esa persona; por trámite, `hecho` o el motivo. */
	readonly mandar: (
		quien: Actor,
		sellos: readonly Sello[],
		cambios?: Partial<DepsSellar>,
	) => Promise<Readonly<Record<string, string>>>
	/** Deja la base sin suplencias que estorben a la siguiente prueba: revocarlas es lo único que se puede. */
	readonly terminarTodas: () => Promise<void>
}

/** Monta la mesa. Quien la monta llama `recoger`. */
export const ponerMesaDeSuplencias = async (destino: { readonly url: string }): Promise<MesaDeSuplencias> => {
	const mesa = await ponerMesa(destino)
	let ahora: Instante = AHORA
	const deps = { ...mesa.deps, ...mesa.depsSellar(), reloj: () => ahora }
	await darDeAlta(mesa)

	const otorgada: MesaDeSuplencias['otorgada'] = async (cambios = {}) =>
		exigir(await otorgarSuplencia(deps)({ actor: ESTATAL, ...ORDEN, ...cambios })).id
	const confirmada: MesaDeSuplencias['confirmada'] = async (cambios = {}) => {
		const id = await otorgada(cambios)
		const actor = cambios.rol === 'estatal' ? DSE : DIRECTOR_MEX
		exigir(await confirmarSuplencia(deps)({ actor, id }))
		return id
	}
	const efirmaDe = ({ personaId }: Actor) =>
		personaId === SUPLENTE.personaId ? abierta(mesa, personaId, CURP_SUPLENTE) : mesa.efirmaDe(personaId)

	const sellosEn: MesaDeSuplencias['sellosEn'] = async (quien, ids, turno) => {
		const { llave } = await efirmaDe(quien)
		const { certificados } = exigir(await pendientesDeSello(deps)({ actor: quien, turno }))
		return certificados
			.filter(({ tramiteId }) => ids.includes(tramiteId))
			.map(({ tramiteId, xml }) => ({
				tramiteId,
				sello: firmar(exigir(cadenaOriginal(exigir(leerDec(xml)))), llave),
			}))
	}
	const sellosDeTodos: MesaDeSuplencias['sellosDeTodos'] = async (quien, ids) => {
		const { llave } = await efirmaDe(quien)
		const persona = await mesa.base.db
			.selectFrom('persona')
			.selectAll()
			.where('id', '=', quien.personaId)
			.executeTakeFirstOrThrow()
		const firmante = firmanteDe(persona)
		if (!firmante) throw new Error('Sin CURP y cargo no hay firmante')
		const filas = await mesa.base.db
			.selectFrom('certificado')
			.select(['tramiteId', 'dec'])
			.where('tramiteId', 'in', ids)
			.execute()
		return filas.map(({ tramiteId, dec }) => ({
			tramiteId,
			sello: firmar(exigir(cadenaOriginal(decDeFirmante(leerDecGuardado(dec), firmante))), llave),
		}))
	}
	const mandar: MesaDeSuplencias['mandar'] = async (quien, sellos, cambios = {}) => {
		const certificado = Buffer.from((await efirmaDe(quien)).cer).toString('base64')
		const respuesta = await sellar({ ...deps, ...cambios })({
			actor: quien,
			certificado,
			sellos: [...sellos],
		})
		if (!respuesta.ok) return { todos: respuesta.motivo }
		return Object.fromEntries(
			respuesta.valor.map(({ id, hecho, motivo }) => [id, hecho ? 'hecho' : (motivo ?? '')]),
		)
	}
	const terminarTodas: MesaDeSuplencias['terminarTodas'] = async () => {
		ahora = AHORA
		const vivas = await mesa.base.db
			.selectFrom('suplencia as s')
			.select('s.id')
			.where(({ not, exists, selectFrom }) =>
				not(
					exists(
						selectFrom('suplenciaSuceso as x')
							.select('x.suceso')
							.whereRef('x.suplenciaId', '=', 's.id')
							.where('x.suceso', 'in', ['negada', 'revocada']),
					),
				),
			)
			.execute()
		for (const { id } of vivas) {
			await mesa.base.db
				.insertInto('suplenciaSuceso')
				.values({
					suplenciaId: id,
					suceso: 'revocada',
					personaId: ESTATAL.personaId,
					razon: 'Fin de la prueba',
					momento: AHORA,
				})
				.execute()
		}
	}
	return {
		...mesa,
		deps,
		ponerReloj: (instante) => {
			ahora = instante
		},
		...{ otorgada, confirmada, sellosEn, sellosDeTodos, mandar, terminarTodas },
	}
}

const ABIERTAS = new WeakMap<Mesa, ReturnType<Mesa['efirmaDe']>>()

const abierta = (mesa: Mesa, personaId: string, curp: string): ReturnType<Mesa['efirmaDe']> => {
	const efirma = ABIERTAS.get(mesa) ?? mesa.efirmaDe(personaId, { curp, rfc: `${curp.slice(0, 10)}AB1` })
	ABIERTAS.set(mesa, efirma)
	return efirma
}

const darDeAlta = async ({ base }: Mesa): Promise<void> => {
	const comun = { tid: null, oid: null, primerApellido: 'Inventada', segundoApellido: null }
	await base.db
		.insertInto('persona')
		.values([
			{
				...comun,
				id: SUPLENTE.personaId,
				correo: 'suplente@mex.conalep.edu.mx',
				nombre: 'Sofía',
				curp: CURP_SUPLENTE,
				idCargo: '95',
				cargo: 'Jefa de Servicios Escolares',
				perfil: 'escolares-plantel',
				entidadId: null,
				plantelId: 'toluca',
			},
			{
				...comun,
				id: DSE.personaId,
				correo: 'dse@conalep.edu.mx',
				nombre: 'Delia',
				curp: null,
				idCargo: null,
				cargo: null,
				perfil: 'dse',
				entidadId: null,
				plantelId: null,
			},
			{
				...comun,
				id: 's-sin-cargo',
				correo: 'sin-cargo@mex.conalep.edu.mx',
				nombre: 'Simón',
				curp: 'SIMO800101HMCABC06',
				idCargo: null,
				cargo: null,
				perfil: 'escolares-plantel',
				entidadId: null,
				plantelId: 'toluca',
			},
		])
		.execute()
}
