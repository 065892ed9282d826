import { afterAll, beforeAll, expect, test } from 'vitest'
import { confirmarNombre } from '../../../bff/application/tramites/confirmar-nombre.ts'
import { cargar } from '../../../bff/application/tramites/cargar.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import type { TablaEgresado } from '../../../bff/application/tablas/egresados.ts'
import type { Nombre } from '#core/domain/nombre.ts'
import { enAmbasBases } from '../ambas.ts'
import { corregirValor } from '../catalogos/sembrar.ts'
import { AHORA, type Escena, ESCOLARES, montar } from '../escena.ts'

const PROPUESTO: Nombre = {
	nombre: 'Maria de los Angeles',
	primerApellido: 'Muñoz',
	segundoApellido: 'De la Cruz',
}
const CORREGIDO: Nombre = { ...PROPUESTO, nombre: 'María de los Ángeles' }

enAmbasBases('confirmar el nombre (17)', (abrir) => {
	let escena: Escena
	beforeAll(async () => {
		escena = await montar(await abrir())
		await escena.agregarRango(1, 1000)
	})
	afterAll(() => escena.base.cerrar())

	const cargado = async (cambios: Partial<TablaEgresado> = {}): Promise<string> => {
		const [id = ''] = await escena.agregarTramites(1, { cambios })
		await registrar(escena.deps)({ actor: ESCOLARES, tramites: [id] })
		const [fila] = await cargar(escena.deps)({ actor: ESCOLARES, tramites: [id] })
		expect(fila).toEqual({ id, hecho: true })
		return id
	}
	const tramiteDe = (id: string) =>
		escena.base.db.selectFrom('tramite').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
	const certificadoDe = (id: string) =>
		escena.base.db.selectFrom('certificado').selectAll().where('tramiteId', '=', id).executeTakeFirst()
	const confirmar = (tramiteId: string, nombre: Nombre) =>
		confirmarNombre(escena.deps)({ actor: ESCOLARES, tramiteId, nombre })
	const anotadas = async (id: string) =>
		(
			await escena.base.db
				.selectFrom('bitacora')
				.select('detalle')
				.where('objeto', '=', `tramite:${id}`)
				.where('acto', '=', 'confirmar-nombre')
				.orderBy('id')
				.execute()
		).map(({ detalle }) => JSON.parse(detalle) as unknown)

	test('la propuesta tal cual no cuenta como editada, y arma el certificado', async () => {
		const id = await cargado()
		expect(await confirmar(id, PROPUESTO)).toEqual({ ok: true, valor: { nombre: PROPUESTO, editado: false } })
		expect(await tramiteDe(id)).toMatchObject({ ...PROPUESTO, estado: 'nombre-confirmado', nombreEditado: 0 })
		const certificado = await certificadoDe(id)
		expect(certificado?.folio).toMatch(/^CE2018/)
		expect(JSON.parse(certificado?.dec ?? '')).toMatchObject({ alumno: PROPUESTO })
	})

	test('lo que la persona corrige queda con antes, después, quién y cuándo', async () => {
		const id = await cargado()
		await confirmar(id, CORREGIDO)
		expect(await tramiteDe(id)).toMatchObject({ ...CORREGIDO, nombreEditado: 1 })
		const otro = { ...CORREGIDO, segundoApellido: 'De La Cruz' }
		expect((await confirmar(id, otro)).ok).toBe(true)
		const sae = {
			nombre: 'MARIA DE LOS ANGELES',
			primerApellido: 'MUÑOZ',
			segundoApellido: 'DE LA CRUZ',
		}
		expect(await anotadas(id)).toEqual([
			{ antes: sae, despues: CORREGIDO, editado: true },
			{ antes: CORREGIDO, despues: otro, editado: true },
		])
		expect(JSON.parse((await certificadoDe(id))?.dec ?? '')).toMatchObject({ alumno: otro })
		const linea = await escena.base.db
			.selectFrom('bitacora')
			.selectAll()
			.where('objeto', '=', `tramite:${id}`)
			.where('acto', '=', 'confirmar-nombre')
			.executeTakeFirstOrThrow()
		expect(linea).toMatchObject({ quien: ESCOLARES.personaId, momento: AHORA, plantelId: 'toluca' })
	})

	test('volver a la propuesta quita la marca de editado', async () => {
		const id = await cargado()
		await confirmar(id, CORREGIDO)
		await confirmar(id, PROPUESTO)
		expect((await tramiteDe(id)).nombreEditado).toBe(0)
	})

	test.each([
		['cambia una letra', { nombre: 'Mario de los Angeles' }, 'nombre-cambia-letras'],
		['cambia la ñ', { primerApellido: 'Munoz' }, 'nombre-cambia-letras'],
		['va en mayúsculas', { nombre: 'MARIA DE LOS ANGELES' }, 'nombre-todo-mayusculas'],
		['trae una pleca', { primerApellido: 'Muñoz|' }, 'nombre-invalido'],
	])('si %s se niega y no queda nada', async (_, cambios, motivo) => {
		const id = await cargado()
		expect(await confirmar(id, { ...PROPUESTO, ...cambios })).toMatchObject({ ok: false, motivo })
		expect(await tramiteDe(id)).toMatchObject({ estado: 'cargado', nombre: null })
		expect(await certificadoDe(id)).toBeUndefined()
		expect(await anotadas(id)).toEqual([])
	})

	test('quien no tiene segundo apellido se certifica sin él', async () => {
		const id = await cargado({ segundoApellido: null })
		const visto = await confirmar(id, { ...PROPUESTO, segundoApellido: '' })
		expect(visto).toMatchObject({ ok: true, valor: { nombre: { segundoApellido: null } } })
	})

	test('un dato que no cabe en el documento se dice, y no se confirma a medias', async () => {
		const id = await cargado({ promedio: '9.15' })
		expect(await confirmar(id, PROPUESTO)).toMatchObject({
			ok: false,
			motivo: 'dato-no-cabe',
			datos: { campo: 'promedio' },
		})
		expect(await tramiteDe(id)).toMatchObject({ estado: 'cargado', nombre: null })
		expect(await anotadas(id)).toEqual([])
	})

	test.each([
		['ancho cero', '\u200b'],
		['voltea el texto', '\u202e'],
		['guion que no se pinta', '\u00ad'],
		['selector de variación', '\ufe0f'],
	])(
		'un carácter que no se ve (%s) en lo que viene de SAE se dice, y no llega a quien sella',
		async (_, letra) => {
			const id = await cargado()
			const { matricula } = await tramiteDe(id)
			const { planClave } = await escena.base.db
				.selectFrom('egresado')
				.select('planClave')
				.where('matricula', '=', matricula)
				.executeTakeFirstOrThrow()
			const modulo = { clave: 'M1', nombre: 'Módulo M1' }
			const renombrar = (nombre: string) =>
				corregirValor(escena.base, 'modulo', `${planClave}/${modulo.clave}`, { nombre })
			await renombrar(`${modulo.nombre.slice(0, 3)}${letra}${modulo.nombre.slice(3)}`)
			try {
				expect(await confirmar(id, PROPUESTO)).toMatchObject({
					ok: false,
					motivo: 'dato-no-cabe',
					datos: { campo: `nombre del módulo ${modulo.clave}` },
				})
				expect(await certificadoDe(id)).toBeUndefined()
			} finally {
				await renombrar(modulo.nombre)
			}
			expect(await confirmar(id, PROPUESTO)).toMatchObject({ ok: true })
		},
	)

	test('si SAE cambió y ya no cumple, no se arma el certificado (6)', async () => {
		const id = await cargado()
		const { matricula } = await tramiteDe(id)
		await escena.base.db
			.updateTable('egresado')
			.set({ fechaNacimiento: '2008-02-20' })
			.where('matricula', '=', matricula)
			.execute()
		expect(await confirmar(id, PROPUESTO)).toMatchObject({ ok: false, motivo: 'requisitos-incumplidos' })
		expect((await tramiteDe(id)).estado).toBe('cargado')
	})

	test('ya con un sello, el nombre no se toca', async () => {
		const id = await cargado()
		await confirmar(id, PROPUESTO)
		await escena.base.db
			.updateTable('tramite')
			.set({ estado: 'sellado-plantel' })
			.where('id', '=', id)
			.execute()
		expect(await confirmar(id, CORREGIDO)).toMatchObject({ ok: false, motivo: 'estado-no-permite' })
		expect((await tramiteDe(id)).nombre).toBe(PROPUESTO.nombre)
	})
})
