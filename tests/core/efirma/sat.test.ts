/**
 * Todos los pares que el SAT publica, con su veredicto a una fecha en que valían y a la de hoy (la de estos pares:
 * noviembre de 2026), como lo diría la app a su titular: primero el certificado, luego la llave con su contraseña.
 */
import { describe, expect, it } from 'vitest'
import { exigir } from '#core/domain/result.ts'
import { leerAnclas } from '#core/efirma/cadena-de-confianza.ts'
import { revisarEfirma } from '#core/efirma/idoneidad.ts'
import { abrirLlave, compararPareja, revisarLlave } from '#core/efirma/llave.ts'
import { carpeta, CONTRASENA, haySat, key, PARES, x509 } from './referencia.ts'

type Veredictos = {
	readonly curp: string
	readonly enVigor: readonly string[]
	readonly hoy: readonly string[]
}

const HOY = '2026-11-23T12:00:00Z'
const VENCIDA = ['certificado-vencido']

/** La persona moral se pide con la CURP de quien la representa: aun así no es la suya. */
const TABLA: Readonly<Record<string, Veredictos>> = {
	'pf-CANF770131PA3-fiel-t61': { curp: 'CANF770131HBCSBR08', enVigor: [], hoy: VENCIDA },
	'pf-FUNK671228PH6-csd': { curp: 'FUNK671228MCLNLR05', enVigor: ['es-csd'], hoy: ['es-csd', ...VENCIDA] },
	'pf-FUNK671228PH6-fiel': { curp: 'FUNK671228MCLNLR05', enVigor: [], hoy: VENCIDA },
	'pf-KAHO641101B39-fiel': { curp: 'KAHO641101HNTLKS06', enVigor: [], hoy: VENCIDA },
	'pf-XAMA620210DQ5-fiel': { curp: 'XAMA620210MSLKNL04', enVigor: [], hoy: VENCIDA },
	'pm-EKU9003173C9-csd': {
		curp: 'VADA800927HSRSRL05',
		enVigor: ['es-csd', 'es-persona-moral'],
		hoy: ['es-csd', 'es-persona-moral'],
	},
	'pm-EKU9003173C9-fiel': {
		curp: 'VADA800927HSRSRL05',
		enVigor: ['es-persona-moral'],
		hoy: ['es-persona-moral'],
	},
}

describe.skipIf(!haySat)('los pares de prueba del SAT', () => {
	const anclas = haySat ? leerAnclas(carpeta('ca-test')) : []
	const juicio = async (par: string, curpEsperada: string, momento: string): Promise<readonly string[]> => {
		const reparos = await revisarEfirma({ x509: x509(par), curpEsperada, momento: new Date(momento), anclas })
		return reparos.map(({ motivo, impide }) => (impide ? motivo : `aviso:${motivo}`))
	}

	it('están todos en la tabla', () => expect(PARES.toSorted()).toEqual(Object.keys(TABLA).toSorted()))

	for (const [par, { curp, enVigor, hoy }] of Object.entries(TABLA)) {
		const fecha = par.startsWith('pf-') ? '2022-05-01T12:00:00Z' : '2024-05-01T12:00:00Z'
		it(`${par}: en vigor, ${enVigor.join(' y ') || 'bien'}; hoy, ${hoy.join(' y ')}`, async () => {
			expect(await juicio(par, curp, fecha)).toEqual(enVigor)
			expect(await juicio(par, curp, HOY)).toEqual(hoy)
		})
		it(`${par}: el de otra persona nunca sirve`, async () => {
			const ajenos = await juicio(par, 'OESB721005MMCLLT09', fecha)
			expect(ajenos).toContain(par.startsWith('pf-') ? 'certificado-de-otra-persona' : 'es-persona-moral')
		})
		it(`${par}: su llave abre con su contraseña y es pareja suya y de nadie más`, async () => {
			expect(revisarLlave(key(par)).ok).toBe(true)
			const llave = exigir(await abrirLlave(key(par), CONTRASENA))
			for (const otro of PARES) {
				expect(await compararPareja(llave, x509(otro))).toBe(otro === par ? 'pareja' : 'otra')
			}
			expect(await abrirLlave(key(par), '12345678A')).toMatchObject({ motivo: 'contrasena-incorrecta' })
		})
	}
})
