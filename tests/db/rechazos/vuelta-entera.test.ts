import { afterAll, beforeAll, expect, test } from 'vitest'
import { leerDetalle } from '../../../bff/application/egresados/detalle.ts'
import { listarEgresados } from '../../../bff/application/egresados/listar.ts'
import { abrirAsunto } from '../../../bff/application/mesa/abrir-asunto.ts'
import { atenderBaja } from '../../../bff/application/mesa/atender-baja.ts'
import { verAsunto } from '../../../bff/application/mesa/ver-asunto.ts'
import { cargar } from '../../../bff/application/tramites/cargar.ts'
import { confirmarNombre } from '../../../bff/application/tramites/confirmar-nombre.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { enAmbasBases } from '../ambas.ts'
import { ponerValor } from '../catalogos/sembrar.ts'
import { ESCOLARES } from '../escena.ts'
import { type MesaDeLotes, ponerMesaDeLotes } from '../mesa-de-lotes.ts'
import { DIRECTOR_MEX, DIRECTOR_TOLUCA } from '../mesa-de-sellos.ts'
import { sembrarDse, SIN_ARCHIVOS } from './escena-de-rechazos.ts'

const DICHO = '  La CURP del alumno no existe en RENAPO | revise «GODE».'
const DSE: Actor = { personaId: 'p-dse', perfil: 'dse', ambito: { tipo: 'nacional' } }
const NOMBRE = { nombre: 'María de los Ángeles', primerApellido: 'Muñoz', segundoApellido: 'De la Cruz' }

enAmbasBases('lo que SEP rechaza vuelve a empezar y se emite (15)', (abrir) => {
	let mesa: MesaDeLotes
	beforeAll(async () => {
		mesa = await ponerMesaDeLotes(await abrir())
		await sembrarDse(mesa.base)
	})
	afterAll(() => mesa.recoger())

	test('rechazado → asunto → baja → requisitos → carga → sellos → otro envío → emitido, con su historia', async () => {
		const { deps, base } = mesa
		const enMesa = { ...deps, almacen: SIN_ARCHIVOS, dominios: ['conalep.edu.mx'] }
		mesa.ventanilla().torcer.filas = (nombres) => nombres.map((nombre) => [nombre, 2, DICHO])
		const [id = ''] = await mesa.sellados(1)
		await mesa.correr()
		const { matricula } = await mesa.tramite(id)
		const ficha = async () => exigir(await leerDetalle(deps)({ actor: ESCOLARES, matricula })).tramite
		const enLista = async () =>
			exigir(
				await listarEgresados(deps)({
					actor: ESCOLARES,
					consulta: { situacion: 'rechazado', pagina: 1, orden: 'nombre' },
				}),
			).filas.map(({ tramiteId, rechazo }) => [tramiteId, rechazo])

		// Nadie lo ha interpretado: se ven sus palabras, letra por letra.
		expect(await ficha()).toMatchObject({
			estado: 'rechazado',
			rechazo: { dijo: DICHO, interpretacion: null },
			intentos: [{ estado: 'rechazado', rechazo: { dijo: DICHO }, baja: null }],
		})
		// Al escribir el patrón, lo ya rechazado se lee con él.
		await ponerValor(base, 'rechazo-sep', 'curp', {
			...{ patron: 'la curp del alumno no existe*', asunto: 'b', campo: 'Alumno/@curp' },
			...{ remedio: 'Corrija la CURP en SAE.', lugar: 'SAE', orden: '10' },
		})
		const leido = {
			dijo: DICHO,
			interpretacion: {
				...{ clave: 'curp', patron: 'la curp del alumno no existe*', asunto: 'b', campo: 'Alumno/@curp' },
				...{ remedio: 'Corrija la CURP en SAE.', lugar: 'SAE' },
			},
		}
		expect((await ficha())?.rechazo).toEqual(leido)
		expect(await enLista()).toEqual([[id, leido]])

		const asunto = exigir(
			await abrirAsunto(enMesa)({
				actor: ESCOLARES,
				peticion: { clase: 'baja', tramiteId: id, texto: 'Ya se corrigió la CURP en SAE.' },
			}),
		)
		expect(exigir(await verAsunto(enMesa)({ actor: DSE, id: asunto.id })).tramite?.rechazo).toEqual(leido)
		exigir(
			await atenderBaja(enMesa)({ actor: DSE, id: asunto.id, razon: 'Corregida en SAE', cancelar: false }),
		)
		// Dado de baja se sigue viendo qué corregir, y por qué asunto.
		expect(await ficha()).toMatchObject({
			estado: 'registrado',
			rechazo: leido,
			intentos: [{ baja: { razon: 'Corregida en SAE', asuntoId: asunto.id } }],
		})

		delete mesa.ventanilla().torcer.filas
		expect(await cargar(deps)({ actor: ESCOLARES, tramites: [id] })).toEqual([{ id, hecho: true }])
		expect((await ficha())?.rechazo).toBeNull()
		exigir(await confirmarNombre(deps)({ actor: ESCOLARES, tramiteId: id, nombre: NOMBRE }))
		await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
		await mesa.sellarComo(DIRECTOR_MEX, [id])
		await mesa.correr(3)
		const alFinal = await ficha()
		expect(alFinal).toMatchObject({ estado: 'emitido', rechazo: null })
		expect(alFinal?.intentos).toMatchObject([
			{ estado: 'rechazado', rechazo: leido, baja: { asuntoId: asunto.id } },
			{ estado: 'emitido', rechazo: null, baja: null },
		])
		expect(new Set(alFinal?.intentos.map(({ lote }) => lote)).size).toBe(2)
		expect(mesa.emitidos).toEqual([id])
		expect(await enLista()).toEqual([])
	})
})
