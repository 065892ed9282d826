import { afterAll, beforeAll, expect, test } from 'vitest'
import { pintarCarta } from '../../../bff/adapters/pdf/carta.ts'
import { fijarAjuste } from '../../../bff/application/ajustes/fijar-ajuste.ts'
import { bajarCarta } from '../../../bff/application/cartas/bajar-carta.ts'
import { listarCartas, listarCartasNacionales } from '../../../bff/application/cartas/listar-cartas.ts'
import { prepararCarta } from '../../../bff/application/cartas/preparar-carta.ts'
import { relacionDe } from '../../../bff/application/cartas/relacion.ts'
import { sellarCarta, type DepsSellarCarta } from '../../../bff/application/cartas/sellar-carta.ts'
import { emitirDocumentos } from '../../../bff/application/documentos/emitir-documentos.ts'
import { AlmacenNoDisponible } from '../../../bff/application/ports.ts'
import { trabajoMandarCarta } from '../../../bff/jobs/mandar-carta.ts'
import { crearWorker } from '../../../bff/jobs/worker.ts'
import type { CartaPorSellar } from '#core/contract/archivo/carta.ts'
import { cadenaDeCarta } from '#core/domain/carta.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, ESCOLARES, ESTATAL } from '../escena.ts'
import { MINUTO, type MesaDeEntregas, ponerMesaDeEntregas } from '../entregas/mesa-de-entregas.ts'
import { DIRECTOR_CDMX, DIRECTOR_MEX, firmar } from '../mesa-de-sellos.ts'

const CURP = 'VIOP810217MMCLCT01'
const DSE = actor('dse', { tipo: 'nacional' })

/** La carta responsiva (14), de verla a que la DSE tenga su copia. */
enAmbasBases('la carta responsiva', (abrir) => {
	let mesa: MesaDeEntregas
	let deps: DepsSellarCarta
	beforeAll(async () => {
		mesa = await ponerMesaDeEntregas(await abrir(), 3)
		const { anclas, consultarRevocacion } = mesa.lotes.depsSellar()
		deps = { ...mesa.deps, anclas, consultarRevocacion }
		await emitirDocumentos(mesa.deps)(await mesa.emitido())
		await altaDse(DSE.personaId, 'dse@conalep.edu.mx')
	})
	afterAll(() => mesa.recoger())

	const db = () => mesa.base.db
	const preparar = () => prepararCarta(deps)({ actor: ESTATAL })
	const sellada = async (datos: CartaPorSellar, curp = CURP) => {
		const efirma = await mesa.lotes.efirmaDe(ESTATAL.personaId, { curp })
		return {
			actor: ESTATAL,
			corte: datos.corte,
			certificado: Buffer.from(efirma.cer).toString('base64'),
			sello: firmar(exigir(cadenaDeCarta(datos)), efirma.llave),
		}
	}
	const listar = async () => exigir(await listarCartas(mesa.deps)({ actor: ESTATAL }))
	const cuantasCartas = async () => (await db().selectFrom('carta').select('id').execute()).length
	const correr = async () => {
		const { base, reloj, azar } = mesa.deps
		const trabajos = [trabajoMandarCarta(mesa.deps)]
		await crearWorker({ base, reloj, azar, trabajos }).correrPendientes()
	}
	const altaDse = (id: string, correo: string) =>
		db()
			.insertInto('persona')
			.values({
				...{ id, tid: null, oid: null, correo, nombre: 'Irma', primerApellido: 'Coronado' },
				...{ segundoApellido: null, curp: null, idCargo: null, cargo: null, perfil: 'dse' },
				...{ entidadId: null, plantelId: null },
			})
			.onConflict((c) => c.column('id').doUpdateSet({ correo, activa: 1 }))
			.execute()

	test('sin CURP en la cuenta no hay con qué comprobar la e.firma; otros perfiles no la firman', async () => {
		await db().updateTable('persona').set({ curp: null }).where('id', '=', ESTATAL.personaId).execute()
		expect(await preparar()).toMatchObject({ motivo: 'custodio-sin-curp' })
		for (const quien of [ESCOLARES, DIRECTOR_MEX, DSE]) {
			expect(await prepararCarta(deps)({ actor: quien })).toMatchObject({ motivo: 'sin-permiso' })
		}
		await db().updateTable('persona').set({ curp: CURP }).where('id', '=', ESTATAL.personaId).execute()
		expect(await preparar()).toMatchObject({ valor: { numero: 1, certificados: 3 } })
	})

	test('los treinta días se cuentan desde el ajuste nacional de inicio, y la DSE ve quién falta', async () => {
		expect(await listar()).toMatchObject({
			...{ inicio: '2021-07-19', limite: '2021-08-18', certificados: 3, cartas: [] },
			situacion: { clase: 'vencida' },
		})
		const inicio = fechaEnMexico(mesa.deps.reloj())
		exigir(
			await fijarAjuste(mesa.deps)({
				actor: DSE,
				clave: 'inicio-nacional',
				valor: inicio,
				anterior: '2021-07-19',
				razon: 'Disposición de la SSI',
			}),
		)
		expect(await listar()).toMatchObject({ inicio, situacion: { clase: 'falta', dias: 30 } })
		mesa.avanzar(31 * 24 * 60 * MINUTO)
		expect((await listar()).situacion).toEqual({ clase: 'vencida', dias: 1 })
		mesa.avanzar(-2 * 24 * 60 * MINUTO)
		const { entidades } = exigir(await listarCartasNacionales(mesa.deps)({ actor: DSE }))
		expect(entidades.map(({ situacion }) => situacion)).toEqual(
			entidades.map(() => ({ clase: 'falta', dias: 1 })),
		)
		expect(await listarCartasNacionales(mesa.deps)({ actor: ESTATAL })).toMatchObject({
			motivo: 'sin-permiso',
		})
	})

	test('un sello que no es de esa carta, o de otra persona, no se recibe y no deja nada', async () => {
		const datos = exigir(await preparar())
		const buena = await sellada(datos)
		const otra = await sellada({ ...datos, certificados: datos.certificados + 1 })
		expect(await sellarCarta(deps)({ ...buena, sello: otra.sello })).toMatchObject({
			motivo: 'carta-cambiada',
		})
		expect(await sellarCarta(deps)(await sellada(datos, 'TLAL700101HDFABC05'))).toMatchObject({
			motivo: 'certificado-de-otra-persona',
		})
		expect(
			await sellarCarta({ ...deps, consultarRevocacion: () => Promise.resolve(SIN_RESPUESTA) })(buena),
		).toMatchObject({ motivo: 'servicio-no-disponible' })
		expect(await sellarCarta({ ...deps, anclas: [] })(buena)).toMatchObject({
			motivo: 'certificado-no-confiable',
		})
		const lleno = { guardar: () => Promise.reject(new AlmacenNoDisponible('ENOSPC')) }
		await expect(sellarCarta({ ...deps, almacen: lleno })(buena)).rejects.toThrow(AlmacenNoDisponible)
		mesa.avanzar(61 * MINUTO)
		expect(await sellarCarta(deps)(buena)).toMatchObject({ motivo: 'carta-cambiada' })
		expect(await cuantasCartas()).toBe(0)
		expect(
			await db().selectFrom('trabajo').select('id').where('clase', '=', 'mandar-carta').execute(),
		).toEqual([])
	})

	test('el corte sólo vale como se dio: el mismo instante en otra zona cuenta menos, y uno sin hora entendible no vence', async () => {
		const datos = exigir(await preparar())
		const enHawai = `${new Date(Date.parse(datos.corte) - 10 * 60 * MINUTO).toISOString().slice(0, -1)}-10:00`
		expect(Date.parse(enHawai)).toBe(Date.parse(datos.corte))
		const sinHora = `${datos.corte.slice(0, 19)}+05`
		expect(Date.parse(sinHora)).toBeNaN()
		for (const corte of [
			enHawai,
			sinHora,
			datos.corte.replace('T', ' '),
			datos.corte.replace('Z', '+00:00'),
		]) {
			const { csv, certificados } = await relacionDe(db(), datos.entidadId, corte)
			const suya = { ...datos, corte, certificados, relacion: mesa.deps.huella(csv) }
			expect(await sellarCarta(deps)(await sellada(suya))).toMatchObject({ motivo: 'carta-cambiada' })
		}
		expect(await cuantasCartas()).toBe(0)
	})

	test('sellada una vez, aunque se mande dos a la vez; el PDF dice lo que se selló y su relación cuadra', async () => {
		const datos = exigir(await preparar())
		const orden = await sellada(datos)
		const con = { ...deps, pintarCarta }
		const dos = await Promise.all([sellarCarta(con)(orden), sellarCarta(con)(orden)])
		expect(dos.filter(({ ok }) => ok)).toHaveLength(1)
		expect(dos.find(({ ok }) => !ok)).toMatchObject({ motivo: 'carta-cambiada' })
		const { cartas, situacion } = await listar()
		expect(situacion).toEqual({ clase: 'por-enviar' })
		expect(cartas).toMatchObject([{ numero: 1, certificados: 3, relacion: datos.relacion, entregada: null }])
		const id = cartas[0]?.id ?? ''
		const bajar = bajarCarta({ base: mesa.base, almacen: mesa.deps.almacen })
		const pdf = exigir(await bajar({ actor: ESTATAL, id, parte: 'pdf' }))
		expect(Buffer.from(pdf.bytes.subarray(0, 5)).toString()).toBe('%PDF-')
		const relacion = exigir(await bajar({ actor: DIRECTOR_MEX, id, parte: 'relacion' }))
		expect(mesa.deps.huella(relacion.bytes)).toBe(datos.relacion)
		expect(new TextDecoder().decode(relacion.bytes).trim().split('\r\n')).toHaveLength(4)
		expect(await bajar({ actor: DIRECTOR_CDMX, id, parte: 'pdf' })).toMatchObject({ motivo: 'no-encontrado' })
		expect(await bajar({ actor: ESCOLARES, id, parte: 'pdf' })).toMatchObject({ motivo: 'sin-permiso' })
		await expect(db().updateTable('carta').set({ numero: 9 }).execute()).rejects.toThrow()
		await expect(db().deleteFrom('carta').execute()).rejects.toThrow()
	})

	test('la copia llega a cada persona de la DSE una vez, con reintentos, y entonces cuenta como entregada', async () => {
		await altaDse('p-dse-1', 'una@conalep.edu.mx')
		await altaDse('p-dse-2', 'dos@conalep.edu.mx')
		const activas = await db()
			.selectFrom('persona')
			.select('id')
			.where('perfil', '=', 'dse')
			.where('activa', '=', 1)
			.execute()
		mesa.correos.length = 0
		mesa.respuestas.push({ resultado: 'temporal', razon: 'buzón ocupado' })
		await correr()
		// A la primera no se le pudo; a las demás sí, y no se les repite.
		expect(mesa.correos).toHaveLength(activas.length)
		mesa.avanzar(10 * MINUTO)
		await correr()
		mesa.avanzar(10 * MINUTO)
		await correr()
		expect(mesa.correos).toHaveLength(activas.length + 1)
		const ids = mesa.correos.map(({ mensajeId }) => mensajeId)
		expect(new Set(ids).size).toBe(activas.length)
		expect(mesa.correos[0]?.adjuntos?.[0]?.nombre).toBe('carta-responsiva-1.pdf')
		expect((await listar()).situacion).toMatchObject({ clase: 'entregada', tarde: 0 })
		expect(await db().selectFrom('cartaEnvio').select('personaId').execute()).toHaveLength(activas.length)
		await expect(db().deleteFrom('cartaEnvio').execute()).rejects.toThrow()
	})

	test('otra carta no borra la primera, y la entrega sigue siendo la de la primera', async () => {
		const antes = (await listar()).situacion
		await emitirDocumentos(mesa.deps)(await mesa.emitido())
		mesa.avanzar(MINUTO)
		const datos = exigir(await preparar())
		expect(datos.numero).toBe(2)
		exigir(await sellarCarta(deps)(await sellada(datos)))
		const { cartas, situacion } = await listar()
		expect(cartas.map(({ numero }) => numero)).toEqual([2, 1])
		expect(situacion).toEqual(antes)
	})
})

const SIN_RESPUESTA: Awaited<ReturnType<DepsSellarCarta['consultarRevocacion']>> = {
	estado: 'no-comprobado',
	respuesta: null,
	causa: 'sin-red',
	razon: 'El SAT no contestó.',
}
