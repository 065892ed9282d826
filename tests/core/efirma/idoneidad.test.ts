import { describe, expect, it } from 'vitest'
import { leerAnclas } from '#core/efirma/cadena-de-confianza.ts'
import { revisarEfirma } from '#core/efirma/idoneidad.ts'
import { carpeta, haySat, x509 } from './referencia.ts'

const CURP = 'KAHO641101HNTLKS06'

describe.skipIf(!haySat)('si una e.firma sirve para sellar', () => {
	const revisar = async (
		par: string,
		{
			curp = CURP,
			en = '2022-05-01',
			de = 'ca-test' as const,
		}: { curp?: string; en?: string; de?: 'ca-test' | 'ca-prod' } = {},
	): Promise<readonly string[]> => {
		const anclas = leerAnclas(carpeta(de))
		const reparos = await revisarEfirma({
			x509: x509(par),
			curpEsperada: curp,
			momento: new Date(en),
			anclas,
		})
		return reparos.map(({ motivo, impide }) => (impide ? motivo : `aviso:${motivo}`))
	}

	it('la propia, en vigor, sin reparos', async () => {
		expect(await revisar('pf-KAHO641101B39-fiel')).toEqual([])
	})
	it('la de otra persona', async () => {
		expect(await revisar('pf-XAMA620210DQ5-fiel')).toEqual(['certificado-de-otra-persona'])
	})
	it('un CSD, aunque sea propio', async () => {
		expect(await revisar('pf-FUNK671228PH6-csd', { curp: 'FUNK671228MCLNLR05' })).toEqual(['es-csd'])
	})
	it('la de una persona moral, aunque la represente', async () => {
		expect(await revisar('pm-EKU9003173C9-fiel', { curp: 'VADA800927HSRSRL05', en: '2024-01-01' })).toEqual([
			'es-persona-moral',
		])
	})
	it('vencida, con su fecha', async () => {
		expect(await revisar('pf-KAHO641101B39-fiel', { en: '2023-05-28' })).toEqual(['certificado-vencido'])
		const [reparo] = await revisarEfirma({
			x509: x509('pf-KAHO641101B39-fiel'),
			curpEsperada: CURP,
			momento: new Date('2026-01-01'),
		})
		expect(reparo).toEqual({ motivo: 'certificado-vencido', impide: true, datos: { hasta: '2023-05-27' } })
	})
	it('todavía no en vigor', async () => {
		expect(await revisar('pf-KAHO641101B39-fiel', { en: '2019-01-01' })).toEqual([
			'certificado-aun-no-vigente',
			'certificado-no-confiable',
		])
	})
	it('por vencer en sesenta días avisa y no impide', async () => {
		expect(await revisar('pf-KAHO641101B39-fiel', { en: '2023-04-01' })).toEqual([
			'aviso:certificado-por-vencer',
		])
		expect(await revisar('pf-KAHO641101B39-fiel', { en: '2023-03-01' })).toEqual([])
	})
	it('de una autoridad que no está entre las anclas', async () => {
		expect(await revisar('pf-KAHO641101B39-fiel', { de: 'ca-prod' })).toEqual(['certificado-no-confiable'])
	})
	it('junta todos los reparos de una vez', async () => {
		expect(await revisar('pf-FUNK671228PH6-csd', { en: '2024-01-01', de: 'ca-prod' })).toEqual([
			'es-csd',
			'certificado-de-otra-persona',
			'certificado-vencido',
			'certificado-no-confiable',
		])
	})
})
