import { afterAll, beforeAll, expect, test } from 'vitest'
import { autorizar } from '../../../bff/application/tramites/autorizar.ts'
import { cargar } from '../../../bff/application/tramites/cargar.ts'
import { confirmarNombre } from '../../../bff/application/tramites/confirmar-nombre.ts'
import { denegar } from '../../../bff/application/tramites/denegar.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { retirar } from '../../../bff/application/tramites/retirar.ts'
import { solicitar } from '../../../bff/application/tramites/solicitar.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import { type Acto, type Actor, type Ambito, PERFILES, tienePermiso } from '#core/domain/rol.ts'
import { ESTADOS_TRAMITE, estadosQueAdmiten } from '#core/domain/tramite.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, enPlantel, type Escena, ESCOLARES, ESTATAL, montar } from '../escena.ts'

const RAZON = 'La CURP del acta es otra'

enAmbasBases('quién, dónde y cuándo se mueve un trámite (10)', (abrir) => {
	let escena: Escena
	beforeAll(async () => {
		escena = await montar(await abrir())
		await escena.agregarRango(1, 100_000)
		await escena.agregarRango(1, 100_000, { modelo: '2008' })
	})
	afterAll(() => escena.base.cerrar())

	const tramiteDe = (matricula: string | undefined) =>
		escena.base.db
			.selectFrom('tramite')
			.selectAll()
			.where('matricula', '=', matricula ?? '')
			.orderBy('id', 'desc')
			.executeTakeFirst()
	const estadoDe = async (id: string | undefined) =>
		(
			await escena.base.db
				.selectFrom('tramite')
				.select('estado')
				.where('id', '=', id ?? '')
				.executeTakeFirstOrThrow()
		).estado
	const bitacoraDe = (objeto: string) =>
		escena.base.db.selectFrom('bitacora').selectAll().where('objeto', '=', objeto).orderBy('id').execute()
	const motivos = (filas: readonly ResultadoFila[]) => filas.map((fila) => fila.motivo ?? 'hecho')

	type EnLote = (orden: { actor: Actor; ids: string[] }) => Promise<ResultadoFila[]>
	const ACTOS: readonly (readonly [Acto & Parameters<typeof estadosQueAdmiten>[0], () => EnLote])[] = [
		[
			'autorizar',
			() =>
				({ actor: a, ids }) =>
					autorizar(escena.deps)({ actor: a, tramites: ids }),
		],
		[
			'denegar',
			() =>
				({ actor: a, ids }) =>
					denegar(escena.deps)({ actor: a, tramites: ids, razon: RAZON }),
		],
		[
			'retirar',
			() =>
				({ actor: a, ids }) =>
					retirar(escena.deps)({ actor: a, tramites: ids, razon: RAZON }),
		],
		[
			'registrar',
			() =>
				({ actor: a, ids }) =>
					registrar(escena.deps)({ actor: a, tramites: ids }),
		],
		[
			'cargar',
			() =>
				({ actor: a, ids }) =>
					cargar(escena.deps)({ actor: a, tramites: ids }),
		],
		[
			'confirmar-nombre',
			() =>
				async ({ actor: a, ids }) =>
					Promise.all(
						ids.map(async (id) => {
							const nombre = { nombre: 'X', primerApellido: 'Y', segundoApellido: null }
							const visto = await confirmarNombre(escena.deps)({ actor: a, tramiteId: id, nombre })
							return visto.ok ? { id, hecho: true } : { id, hecho: false, motivo: visto.motivo }
						}),
					),
		],
	]
	const AMBITOS: readonly Ambito[] = [
		enPlantel('toluca'),
		enPlantel('lerma'),
		enPlantel('tlalpan'),
		{ tipo: 'entidad', entidadId: 'mex' },
		{ tipo: 'entidad', entidadId: 'cdmx' },
		// Un ámbito mal hecho: el plantel de una entidad con la entidad de otra.
		{ tipo: 'plantel', entidadId: 'cdmx', plantelId: 'toluca' },
	]
	const alcanzaToluca = (ambito: Ambito): boolean =>
		ambito.tipo === 'entidad'
			? ambito.entidadId === 'mex'
			: ambito.tipo === 'plantel' && ambito.entidadId === 'mex' && ambito.plantelId === 'toluca'

	test.each(ACTOS)('«%s»: ningún perfil ni ámbito ajeno pasa, y nada cambia', async (acto, en) => {
		const [estado = 'solicitado'] = estadosQueAdmiten(acto)
		const [id = ''] = await escena.agregarTramites(1, { estado })
		for (const perfil of PERFILES) {
			for (const ambito of AMBITOS) {
				if (tienePermiso(perfil, acto) && alcanzaToluca(ambito)) continue
				const filas = await en()({ actor: actor(perfil, ambito), ids: [id, 'no-existe'] })
				expect(Object.fromEntries(filas.map((fila) => [fila.id, fila.motivo]))).toEqual(
					tienePermiso(perfil, acto)
						? { [id]: 'no-encontrado', 'no-existe': 'no-encontrado' }
						: { [id]: 'sin-permiso', 'no-existe': 'sin-permiso' },
				)
			}
		}
		expect(await estadoDe(id)).toBe(estado)
		expect(await bitacoraDe(`tramite:${id}`)).toEqual([])
	})

	test.each(ACTOS)('«%s»: desde un estado que no lo admite dice cuál es', async (acto, en) => {
		const quien = tienePermiso('escolares-plantel', acto) ? ESCOLARES : ESTATAL
		for (const estado of ESTADOS_TRAMITE.filter((e) => !estadosQueAdmiten(acto).includes(e))) {
			const [id = ''] = await escena.agregarTramites(1, { estado })
			const [fila] = await en()({ actor: quien, ids: [id] })
			expect(fila).toMatchObject({ hecho: false, motivo: 'estado-no-permite' })
			expect(await estadoDe(id)).toBe(estado)
		}
	})

	test('solicitar: ningún perfil ni ámbito ajeno pasa', async () => {
		const matriculas = await escena.agregarEgresados(1)
		for (const perfil of PERFILES) {
			for (const ambito of AMBITOS) {
				if (perfil === 'escolares-plantel' && alcanzaToluca(ambito)) continue
				const filas = await solicitar(escena.deps)({ actor: actor(perfil, ambito), matriculas })
				expect(motivos(filas)).toEqual([perfil === 'escolares-plantel' ? 'no-encontrado' : 'sin-permiso'])
			}
		}
		expect(await tramiteDe(matriculas[0])).toBeUndefined()
	})

	test('mil de una vez', async () => {
		const matriculas = await escena.agregarEgresados(1000)
		const filas = await solicitar(escena.deps)({ actor: ESCOLARES, matriculas })
		expect(filas.filter((fila) => fila.hecho)).toHaveLength(1000)
		const abiertos = await escena.base.db
			.selectFrom('tramite')
			.select('id')
			.where('matricula', 'in', matriculas)
			.execute()
		const tramites = abiertos.map(({ id }) => id)
		for (const [acto, quien] of [
			[autorizar, ESTATAL],
			[registrar, ESCOLARES],
			[cargar, ESCOLARES],
		] as const) {
			const dichas = await acto(escena.deps)({ actor: quien, tramites })
			expect(dichas.filter((fila) => fila.hecho)).toHaveLength(1000)
		}
	})
})
