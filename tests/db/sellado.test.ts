import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { armarCertificados } from '../../bff/application/sellado/armar-certificado.ts'
import { pendientesDeSello } from '../../bff/application/sellado/pendientes.ts'
import { sellar } from '../../bff/application/sellado/sellar.ts'
import type { ConsultarRevocacion } from '../../bff/application/ports.ts'
import { confirmarNombre } from '../../bff/application/tramites/confirmar-nombre.ts'
import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import { leerDec } from '#core/dec/leer.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { enAmbasBases } from './ambas.ts'
import { ponerValor } from './catalogos/sembrar.ts'
import { ESCOLARES, ESTATAL } from './escena.ts'
import {
	DIRECTOR_CDMX,
	DIRECTOR_LERMA,
	DIRECTOR_MEX,
	DIRECTOR_TOLUCA,
	firmar,
	type Mesa,
	ponerMesa,
	vigente,
} from './mesa-de-sellos.ts'

const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const esquema = fileURLToPath(
	new URL('../../../shared/reference/sep/DecTerminacion-3.0.xsd', import.meta.url),
)
const falta = existsSync(esquema) ? '' : ' (falta ../shared: no se puede validar con el esquema oficial)'

enAmbasBases('sellar (16, 20)', (abrir) => {
	let mesa: Mesa
	beforeAll(async () => {
		mesa = await ponerMesa(await abrir())
	})
	afterAll(() => mesa.recoger())

	const estadoDe = async (id: string) =>
		(await mesa.base.db.selectFrom('tramite').select('estado').where('id', '=', id).executeTakeFirstOrThrow())
			.estado
	const sellosGuardados = (id: string) =>
		mesa.base.db.selectFrom('sello').selectAll().where('tramiteId', '=', id).orderBy('momento').execute()
	const pendientes = async (actor: Actor) => exigir(await pendientesDeSello(mesa.deps)({ actor }))
	const xmlDe = async (actor: Actor, id: string) => {
		const { certificados } = await pendientes(actor)
		return certificados.find(({ tramiteId }) => tramiteId === id)?.xml ?? ''
	}

	describe('el documento', () => {
		test('lleva a quien entró como FirmaResponsable, y su cadena es la de los datos', async () => {
			const [id = ''] = await mesa.confirmados(1)
			const dec = exigir(leerDec(await xmlDe(DIRECTOR_TOLUCA, id)))
			expect(dec.firmaResponsable).toMatchObject({
				curp: 'TOLU700101HMCABC01',
				idCargo: '94',
				sello: '',
				certificadoResponsable: '',
			})
			expect(dec.folioControl).toMatch(/^CE2018\d{7}$/)
			expect(exigir(cadenaOriginal(dec))).toBe(
				`||3.0|1|TOLU700101HMCABC01|94|Subsecretaría de Educación Media Superior|99999|1|1|106|15|15DPT0001A|||${dec.alumno.curp}|María de los Ángeles|Muñoz|De la Cruz|${dec.alumno.numeroControl}|1|2023-08-21T00:00:00|2026-07-03T00:00:00|360|360|9.1|Módulo M1|9.5|90|Módulo M2|9.5|90||`,
			)
		})

		test.skipIf(falta !== '')(`cumple el esquema oficial de la SEP${falta}`, async () => {
			const [id = ''] = await mesa.confirmados(1)
			const ruta = `/tmp/egreso-dec-${process.pid}-${mesa.base.dialecto}.xml`
			writeFileSync(ruta, await xmlDe(DIRECTOR_TOLUCA, id))
			expect(() =>
				execFileSync('xmllint', ['--noout', '--schema', esquema, ruta], { stdio: 'pipe' }),
			).not.toThrow()
		})

		test('lo que SAE cambie después de confirmar el nombre no lo toca', async () => {
			const [id = ''] = await mesa.confirmados(1)
			const antes = await xmlDe(DIRECTOR_TOLUCA, id)
			await mesa.base.db
				.updateTable('egresado')
				.set({ promedio: '7.0' })
				.where('matricula', '=', (e) => e.selectFrom('tramite').select('matricula').where('id', '=', id))
				.execute()
			expect(await xmlDe(DIRECTOR_TOLUCA, id)).toBe(antes)
		})

		test('el sello de calidad va sólo con PC-SINEMS en vigor ese día (19)', async () => {
			const [sin = ''] = await mesa.confirmados(1)
			const solo = { desde: '2026-07-15', hasta: '2026-07-15' }
			await ponerValor(mesa.base, 'pc-sinems', 'toluca', { plantel: 'toluca' }, solo)
			const [con = ''] = await mesa.confirmados(1)
			await mesa.base.db.deleteFrom('catalogoValor').where('catalogo', '=', 'pc-sinems').execute()
			const calidad = async (id: string) =>
				(
					await mesa.base.db
						.selectFrom('certificado')
						.select('selloCalidad')
						.where('tramiteId', '=', id)
						.executeTakeFirstOrThrow()
				).selloCalidad
			expect([await calidad(sin), await calidad(con)]).toEqual([0, 1])
		})

		test('con un sello puesto ya no se vuelve a armar', async () => {
			const [id = ''] = await mesa.confirmados(1)
			await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
			const nombre = { nombre: 'Ana', primerApellido: 'Cruz', segundoApellido: null }
			const armar = mesa.base.enTransaccion((tx) => armarCertificados(tx, mesa.deps, new Map([[id, nombre]])))
			await expect(armar).rejects.toThrow('ya tiene un sello')
		})
	})

	describe('lo que espera a cada quien', () => {
		test('al del plantel, lo de su plantel; al estatal, lo que su entidad ya selló; a nadie lo ajeno', async () => {
			const [mio = ''] = await mesa.confirmados(1, 'toluca')
			const [ajeno = ''] = await mesa.confirmados(1, 'lerma')
			const ids = async (actor: Actor) =>
				(await pendientes(actor)).certificados.map(({ tramiteId }) => tramiteId)
			expect(await ids(DIRECTOR_TOLUCA)).toContain(mio)
			expect(await ids(DIRECTOR_TOLUCA)).not.toContain(ajeno)
			expect(await ids(DIRECTOR_MEX)).not.toContain(mio)
			await mesa.sellarComo(DIRECTOR_TOLUCA, [mio])
			expect(await ids(DIRECTOR_TOLUCA)).not.toContain(mio)
			expect(await ids(DIRECTOR_MEX)).toContain(mio)
			expect(await ids(DIRECTOR_CDMX)).not.toContain(mio)
		})

		test('primero los nombres cambiados a mano', async () => {
			const { certificados, total } = await pendientes(DIRECTOR_LERMA)
			expect(total).toBe(certificados.length)
			const editados = certificados.map(({ nombreEditado }) => nombreEditado)
			expect(editados).toEqual([...editados].sort((a, b) => Number(b) - Number(a)))
		})

		test.each([ESCOLARES, ESTATAL])('quien no es director no tiene lista: $perfil', async (actor) => {
			expect(await pendientesDeSello(mesa.deps)({ actor })).toMatchObject({
				ok: false,
				motivo: 'sin-permiso',
			})
		})
	})

	describe('sellar', () => {
		test('plantel y después estado; el sello lo verifica OpenSSL y queda con su cadena y su certificado', async () => {
			const [id = ''] = await mesa.confirmados(1)
			await mesa.sellarComo(DIRECTOR_TOLUCA, [id])
			expect(await estadoDe(id)).toBe('sellado-plantel')
			await mesa.sellarComo(DIRECTOR_MEX, [id])
			expect(await estadoDe(id)).toBe('sellado-estatal')
			const guardados = await sellosGuardados(id)
			expect(guardados.map(({ rol }) => rol).sort()).toEqual(['estatal', 'plantel'])
			for (const { rol, cadena, sello, certificado, noCertificado, revocacion, ocsp } of guardados) {
				const efirma = await mesa.efirmaDe(rol === 'plantel' ? 'd-toluca' : 'd-mex')
				expect(certificado).toBe(b64(efirma.cer))
				expect(firmar(cadena, efirma.llave)).toBe(sello)
				expect(noCertificado).toMatch(/^\d{20}$/)
				expect([revocacion, ocsp]).toEqual(['vigente', 'T0NTUA=='])
			}
			expect(new Set(guardados.map(({ cadena }) => cadena)).size).toBe(2)
			const encargos = await mesa.base.db
				.selectFrom('trabajo')
				.select(['clave', 'estado'])
				.where('clase', '=', 'integrar-lotes')
				.execute()
			expect(encargos).toEqual([{ clave: 'mex', estado: 'pendiente' }])
		})

		test('repetir el mismo envío es inofensivo', async () => {
			const [id = ''] = await mesa.confirmados(1)
			const efirma = await mesa.efirmaDe('d-toluca')
			const orden = {
				actor: DIRECTOR_TOLUCA,
				certificado: b64(efirma.cer),
				sellos: await mesa.sellosDe(DIRECTOR_TOLUCA, [id], efirma),
			}
			expect(exigir(await sellar(mesa.depsSellar())(orden))).toEqual([{ id, hecho: true }])
			expect(exigir(await sellar(mesa.depsSellar())(orden))).toMatchObject([
				{ id, hecho: false, motivo: 'ya-sellado' },
			])
			expect(await sellosGuardados(id)).toHaveLength(1)
		})

		test('dos envíos a la vez dejan un solo sello', async () => {
			const ids = await mesa.confirmados(5)
			const efirma = await mesa.efirmaDe('d-toluca')
			const sellos = await mesa.sellosDe(DIRECTOR_TOLUCA, ids, efirma)
			const orden = { actor: DIRECTOR_TOLUCA, certificado: b64(efirma.cer) }
			const resultados = await Promise.all([
				sellar(mesa.depsSellar())({ ...orden, sellos }),
				sellar(mesa.depsSellar())({ ...orden, sellos: [...sellos].reverse() }),
				sellar(mesa.depsSellar())({ ...orden, sellos }),
			])
			const filas = resultados.flatMap((resultado) => exigir(resultado))
			expect(filas.filter(({ hecho }) => hecho)).toHaveLength(5)
			expect(new Set(filas.filter(({ hecho }) => !hecho).map(({ motivo }) => motivo))).toEqual(
				new Set(['ya-sellado']),
			)
			for (const id of ids) expect(await sellosGuardados(id)).toHaveLength(1)
		})

		test('uno que no corresponde no detiene a los demás', async () => {
			const [bueno = '', malo = '', cambiado = ''] = await mesa.confirmados(3)
			const [ajeno = ''] = await mesa.confirmados(1, 'lerma')
			const efirma = await mesa.efirmaDe('d-toluca')
			const sellos = await mesa.sellosDe(DIRECTOR_TOLUCA, [bueno, malo, cambiado], efirma)
			const selloDe = (id: string) => sellos.find(({ tramiteId }) => tramiteId === id)?.sello ?? ''
			// El nombre se corrige después de que el dispositivo ya selló lo anterior (17).
			exigir(
				await confirmarNombre(mesa.deps)({
					actor: ESCOLARES,
					tramiteId: cambiado,
					nombre: { nombre: 'Maria de los Angeles', primerApellido: 'Muñoz', segundoApellido: 'De la Cruz' },
				}),
			)
			const filas = exigir(
				await sellar(mesa.depsSellar())({
					actor: DIRECTOR_TOLUCA,
					certificado: b64(efirma.cer),
					sellos: [
						{ tramiteId: malo, sello: selloDe(bueno) },
						{ tramiteId: cambiado, sello: selloDe(cambiado) },
						{ tramiteId: ajeno, sello: selloDe(bueno) },
						{ tramiteId: 'no-existe', sello: 'x' },
						{ tramiteId: bueno, sello: selloDe(bueno) },
						{ tramiteId: bueno, sello: selloDe(bueno) },
					],
				}),
			)
			const motivos = filas.map(({ id, hecho, motivo }) => [id, hecho ? 'hecho' : motivo])
			expect(motivos.sort()).toEqual(
				[
					[malo, 'sello-no-corresponde'],
					[cambiado, 'sello-no-corresponde'],
					[ajeno, 'fuera-de-ambito'],
					['no-existe', 'fuera-de-ambito'],
					[bueno, 'hecho'],
					[bueno, 'ya-sellado'],
				].sort(),
			)
		})

		test('el documento que cambia entre la verificación y la escritura no se sella', async () => {
			const [id = ''] = await mesa.confirmados(1)
			const efirma = await mesa.efirmaDe('d-toluca')
			const sellos = await mesa.sellosDe(DIRECTOR_TOLUCA, [id], efirma)
			const consultarRevocacion: ConsultarRevocacion = async (der) => {
				exigir(
					await confirmarNombre(mesa.deps)({
						actor: ESCOLARES,
						tramiteId: id,
						nombre: {
							nombre: 'Maria de los Ángeles',
							primerApellido: 'Muñoz',
							segundoApellido: 'De la Cruz',
						},
					}),
				)
				return vigente(der)
			}
			const deps = mesa.depsSellar({ consultarRevocacion })
			const filas = exigir(
				await sellar(deps)({ actor: DIRECTOR_TOLUCA, certificado: b64(efirma.cer), sellos }),
			)
			expect(filas).toMatchObject([{ id, hecho: false, motivo: 'sello-no-corresponde' }])
			expect(await estadoDe(id)).toBe('nombre-confirmado')
			expect(await sellosGuardados(id)).toEqual([])
		})

		test('el estatal no sella lo que el plantel no ha sellado', async () => {
			const [id = ''] = await mesa.confirmados(1)
			const efirma = await mesa.efirmaDe('d-mex')
			const filas = exigir(
				await sellar(mesa.depsSellar())({
					actor: DIRECTOR_MEX,
					certificado: b64(efirma.cer),
					sellos: [{ tramiteId: id, sello: firmar('x', efirma.llave) }],
				}),
			)
			expect(filas).toMatchObject([{ id, hecho: false, motivo: 'estado-no-permite' }])
		})
	})
})
