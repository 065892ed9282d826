import { afterAll, beforeAll, expect, test } from 'vitest'
import {
	consultarCertificado,
	consultarFolio,
} from '../../../bff/application/publico/consultar-certificado.ts'
import { exigir, ok, rechazo } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { type MesaDeEntregas, ponerMesaDeEntregas, SIGED } from './mesa-de-entregas.ts'

/** Lo que cualquiera puede preguntar (21). */
enAmbasBases('la consulta pública', (abrir) => {
	let mesa: MesaDeEntregas
	let id: string
	let datos: { folio: string; cuv: string; folioDigital: string }
	let porFolio: ReturnType<typeof consultarFolio>
	let porFolioDigital: ReturnType<typeof consultarCertificado>
	beforeAll(async () => {
		mesa = await ponerMesaDeEntregas(await abrir(), 2)
		id = await mesa.emitido()
		datos = await asiento(id)
		porFolio = consultarFolio(mesa.deps)
		porFolioDigital = consultarCertificado(mesa.deps)
	})
	afterAll(() => mesa.recoger())

	const asiento = async (tramiteId: string) => {
		const fila = await mesa.base.db
			.selectFrom('asiento as a')
			.innerJoin('tramite as t', 't.id', 'a.tramiteId')
			.select(['a.folio', 'a.cuv', 't.folioDigital'])
			.where('a.tramiteId', '=', tramiteId)
			.executeTakeFirstOrThrow()
		return { ...fila, folioDigital: fila.folioDigital ?? '' }
	}

	test('el folio y su CUV se escriben como se puede y llevan al certificado', async () => {
		const { folio, cuv, folioDigital } = datos
		const foliosEscritos = [
			folio,
			folio.toLowerCase(),
			`${folio.slice(0, 6)}-${folio.slice(6)}`,
			` ${folio} `,
		]
		const cuvsEscritas = [
			cuv,
			cuv.toLowerCase(),
			cuv.replaceAll('-', ''),
			cuv.replaceAll('-', ' '),
			cuv.replaceAll('0', 'O').replaceAll('1', 'l'),
		]
		for (const escrito of foliosEscritos) {
			for (const clave of cuvsEscritas) {
				expect(await porFolio({ folio: escrito, cuv: clave })).toEqual(ok({ folioDigital }))
			}
		}
	})

	test('nada dice cuáles folios existen: toda negativa es la misma', async () => {
		const { folio, cuv } = datos
		const otra = await asiento(await mesa.emitido())
		const [sinEmitir = ''] = await mesa.lotes.confirmados(1)
		const pendiente = await asiento(sinEmitir)
		const torcidos = [
			{ folio, cuv: otra.cuv },
			{ folio: otra.folio, cuv },
			{ folio: 'CE20189999999', cuv },
			{ folio: 'no es un folio', cuv },
			{ folio, cuv: '' },
			{ folio, cuv: 'UUUU-UUUU-UUUU' },
			{ folio, cuv: cuv.slice(0, -1) },
			{ folio: `${folio}' or '1'='1`, cuv },
			{ folio: '%', cuv: '%' },
			// Registrado pero sin emitir: todavía no hay certificado que mostrar.
			{ folio: pendiente.folio, cuv: pendiente.cuv },
		]
		for (const torcido of torcidos) expect(await porFolio(torcido)).toEqual(rechazo('no-encontrado'))
	})

	test('el certificado viene con su XML timbrado y los dos sellos respaldados, cada uno con su .cer', async () => {
		const certificado = exigir(await porFolioDigital(datos.folioDigital))
		expect(certificado).toMatchObject({
			situacion: 'vigente',
			...datos,
			selloCalidad: false,
			siged: `${SIGED}${datos.folioDigital}`,
		})
		expect(certificado.xml).toContain(`folioDigital="${datos.folioDigital}"`)
		expect(certificado.sellos.map(({ rol }) => rol).sort()).toEqual(['estatal', 'plantel'])
		for (const { certificado: cer, sello, revocacion, firmante } of certificado.sellos) {
			expect(Buffer.from(cer, 'base64')[0]).toBe(0x30)
			expect(Buffer.from(sello, 'base64')).toHaveLength(256)
			expect(revocacion).toBe('vigente')
			expect(firmante.curp).toMatch(/^(TOLU|MEXI)700101/)
		}
	})

	test('uno dado de baja se muestra cancelado, no se esconde', async () => {
		await mesa.base.db.updateTable('tramite').set({ estado: 'baja' }).where('id', '=', id).execute()
		expect(exigir(await porFolioDigital(datos.folioDigital)).situacion).toBe('cancelado')
		await mesa.base.db.updateTable('tramite').set({ estado: 'emitido' }).where('id', '=', id).execute()
	})

	test('un folio digital inventado no es de nadie', async () => {
		for (const inventado of ['00000000-0000-4000-8000-000000000000', '', '%', id]) {
			expect(await porFolioDigital(inventado)).toEqual(rechazo('no-encontrado'))
		}
	})
})
