/** Todo a la vez sobre los mismos trámites: sellar, devolver, saber que el certificado estaba revocado, integrar (16, 20). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { comprimir } from '../../../bff/adapters/cosfac/comprimido.ts'
import { integrarLotes } from '../../../bff/application/lotes/integrar.ts'
import type { ConsultarRevocacion, Revocacion } from '../../../bff/application/ports.ts'
import { devolver } from '../../../bff/application/sellado/devolver.ts'
import { recomprobarRevocacion } from '../../../bff/application/sellado/recomprobar-revocacion.ts'
import { sellar } from '../../../bff/application/sellado/sellar.ts'
import { volverASellar } from '../../../bff/application/sellado/volver-a-sellar.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES } from '../escena.ts'
import { DIRECTOR_MEX, DIRECTOR_TOLUCA } from '../mesa-de-sellos.ts'
import { type MesaDeSuplencias, ponerMesaDeSuplencias, SUPLENTE } from '../suplencias/mesa-de-suplencias.ts'

const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const callado: ConsultarRevocacion = () =>
	Promise.resolve({ estado: 'no-comprobado', respuesta: null, causa: 'tardo', razon: 'Tardó.' })
const REVOCADO: Revocacion = {
	estado: 'revocado',
	respuesta: 'eA==',
	desde: '2020-01-01T00:00:00.000Z' as Instante,
	motivo: 'llave comprometida',
	razon: 'Revocado.',
}

enAmbasBases('carreras al sellar', (abrir) => {
	let mesa: MesaDeSuplencias
	beforeAll(async () => {
		mesa = await ponerMesaDeSuplencias(await abrir())
	})
	afterAll(() => mesa.recoger())

	test('revocación tardía, sello estatal, devolución y lote a la vez: nada viaja con un sello revocado', async () => {
		const ids = await mesa.confirmados(20)
		const delPlantel = await mesa.efirmaDe('d-toluca', {})
		const puestos = await sellar({ ...mesa.deps, consultarRevocacion: callado })({
			actor: DIRECTOR_TOLUCA,
			certificado: b64(delPlantel.cer),
			sellos: await mesa.sellosDe(DIRECTOR_TOLUCA, ids, delPlantel),
		})
		expect(exigir(puestos).every(({ hecho }) => hecho)).toBe(true)
		const { noCertificado } = await mesa.base.db
			.selectFrom('sello')
			.select('noCertificado')
			.where('tramiteId', 'in', ids)
			.limit(1)
			.executeTakeFirstOrThrow()
		const estatal = await mesa.efirmaDe('d-mex')
		const sellos = await mesa.sellosDe(DIRECTOR_MEX, ids, estatal)
		const sellarYa = (cuales: typeof sellos) =>
			sellar(mesa.deps)({ actor: DIRECTOR_MEX, certificado: b64(estatal.cer), sellos: cuales })
		const integrar = () =>
			integrarLotes({ ...mesa.deps, comprimir })({ entidadId: 'mex', autor: { sistema: 'lotes' } })
		// Que ninguno se quede esperando a otro para siempre: la base los desatoraría con un error.
		await Promise.all([
			sellarYa(sellos.slice(0, 12)),
			recomprobarRevocacion({ ...mesa.deps, consultarRevocacion: () => Promise.resolve(REVOCADO) })(
				noCertificado,
			),
			integrar(),
			devolver(mesa.deps)({
				actor: DIRECTOR_MEX,
				certificados: ids.slice(8).map((tramiteId) => ({ tramiteId, intento: 1 })),
				clase: 'promedio',
				razon: 'El promedio no es ése',
			}),
			volverASellar(mesa.deps)({ actor: ESCOLARES, tramites: ids }),
			sellarYa([...sellos].reverse()),
			integrar(),
		])
		const filas = await mesa.base.db
			.selectFrom('tramite as t')
			.leftJoin('certificado as c', 'c.tramiteId', 't.id')
			.leftJoin('devolucion as v', 'v.tramiteId', 't.id')
			.select(['t.id', 't.estado', 't.intento', 'c.folio', 'v.intento as devuelto'])
			.where('t.id', 'in', ids)
			.execute()
		expect(filas).toHaveLength(20)
		for (const { estado, intento, folio, devuelto } of filas) {
			// Sólo pudo viajar lo que salió antes de saberse, y aquí nada sale sin los dos sellos de su intento.
			expect(['nombre-confirmado', 'sellado-plantel', 'sellado-estatal', 'registrado', 'enviado']).toContain(
				estado,
			)
			expect([estado, folio === null]).toEqual([estado, estado === 'registrado'])
			if (estado === 'registrado') expect([intento, devuelto]).toEqual([2, 1])
		}
		const comprobadas = await mesa.base.db
			.selectFrom('revocacionComprobada')
			.select('tramiteId')
			.where('tramiteId', 'in', ids)
			.execute()
		expect(comprobadas).toHaveLength(20)
		// Otra vuelta de lotes, ya sabido: de los detenidos no sale ninguno.
		const antes = filas.filter(({ estado }) => estado === 'enviado').length
		await integrar()
		const enviados = await mesa.base.db
			.selectFrom('tramite')
			.select('id')
			.where('id', 'in', ids)
			.where('estado', '=', 'enviado')
			.execute()
		expect(enviados).toHaveLength(antes)
	})

	test('una suplencia con tope, con tres envíos a la vez, no se pasa', async () => {
		const ids = await mesa.confirmados(12)
		const id = await mesa.confirmada({ tope: 5 })
		const sellos = await mesa.sellosDeTodos(SUPLENTE, ids)
		const dichos = await Promise.all([
			mesa.mandar(SUPLENTE, sellos.slice(0, 6)),
			mesa.mandar(SUPLENTE, sellos.slice(6)),
			mesa.mandar(SUPLENTE, [...sellos].reverse()),
		])
		expect(dichos.flatMap(Object.values).filter((dicho) => dicho === 'hecho')).toHaveLength(5)
		const puestos = await mesa.base.db
			.selectFrom('sello')
			.select('tramiteId')
			.where('suplenciaId', '=', id)
			.execute()
		expect(puestos).toHaveLength(5)
		await mesa.terminarTodas()
	})
})
