import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import { conFirmante, conSello, type Dec } from '#core/dec/dec.ts'
import { leerDec } from '#core/dec/leer.ts'
import { decBueno } from './generar.ts'
import { hayReferencia, leerReferencia } from './referencia.ts'

const cadena = (dec: Parameters<typeof cadenaOriginal>[0]): string => {
	const resultado = cadenaOriginal(dec)
	if (!resultado.ok) throw new Error(resultado.motivo)
	return resultado.valor
}

const sinPlecas = (dec: Dec): Dec => JSON.parse(JSON.stringify(dec).replaceAll('|', '/')) as Dec
const decSinPlecas = decBueno.map(sinPlecas)

/** Todo lo que la cadena dice, con los opcionales ausentes como vacíos: es lo que debe distinguir. */
const loQueDice = (dec: Dec): string => {
	const { version, tipoCertificado, firmaResponsable: f, iems, plantel: p, alumno: a, acreditacion: c } = dec
	return JSON.stringify([
		[
			version,
			tipoCertificado,
			f.curp,
			f.idCargo,
			iems.nombreDependencia,
			iems.idIEMS,
			iems.idOpcionEducativa,
		],
		[
			p.idTipoPlantel,
			p.idMunicipio,
			p.idEntidadFederativa,
			p.cct,
			p.claveRvoe ?? '',
			p.fechaInicioRvoe ?? '',
		],
		[a.curp, a.nombre, a.primerApellido, a.segundoApellido ?? '', a.numeroControl],
		[c.idTipoEstudiosIEMS, c.periodoInicio, c.periodoTermino],
		[c.creditosObtenidos, c.totalCreditos, c.promedioAprovechamiento],
		dec.uacs.map((uac) => [uac.nombre, uac.calificacion, uac.totalHorasUAC]),
		dec.perfilEgreso && [
			dec.perfilEgreso.trayecto ?? '',
			dec.perfilEgreso.campoDisciplinar ?? '',
			dec.perfilEgreso.tipoPerfilLaboralEMS ?? '',
			dec.perfilEgreso.nombrePerfilLaboralEMS ?? '',
		],
	])
}

describe('la cadena original', () => {
	it.skipIf(!hayReferencia)('reproduce byte por byte la del ejemplo', () => {
		const leido = leerDec(leerReferencia('sep/ejemplo-dec-enviado.xml'))
		if (!leido.ok) throw new Error(leido.motivo)
		expect(Buffer.from(cadena(leido.valor))).toEqual(leerReferencia('sep/ejemplo-cadena-original.txt'))
	})

	it('lleva los 24 valores de cabeza, tres por módulo y cuatro si hay perfil', () => {
		fc.assert(
			fc.property(decSinPlecas, (dec) => {
				const texto = cadena(dec)
				expect(texto.startsWith('||') && texto.endsWith('||')).toBe(true)
				const valores = texto.slice(2, -2).split('|')
				expect(valores).toHaveLength(24 + 3 * dec.uacs.length + (dec.perfilEgreso ? 4 : 0))
			}),
		)
	})

	it('dos documentos que dicen cosas distintas no dan la misma, y los que dicen lo mismo sí', () => {
		fc.assert(
			fc.property(decSinPlecas, decSinPlecas, (uno, otro) => {
				expect(cadena(uno) === cadena(otro)).toBe(loQueDice(uno) === loQueDice(otro))
			}),
			{ numRuns: 300 },
		)
	})

	it('cambiar cualquier valor que va en ella la cambia; los que no van, no', () => {
		fc.assert(
			fc.property(decSinPlecas, fc.nat(), (dec, azar) => {
				const rutas: (readonly [Record<string, unknown>, string])[] = []
				const copia = structuredClone(dec) as unknown as Record<string, unknown>
				const andar = (objeto: Record<string, unknown>): void => {
					for (const [clave, valor] of Object.entries(objeto)) {
						if (typeof valor === 'string') rutas.push([objeto, clave])
						else andar(valor as Record<string, unknown>)
					}
				}
				andar(copia)
				const elegida = rutas[azar % rutas.length]
				if (elegida === undefined) throw new Error('sin rutas')
				const [objeto, clave] = elegida
				objeto[clave] = `${String(objeto[clave])}x`
				const otro = copia as unknown as Dec
				expect(cadena(dec) === cadena(otro)).toBe(loQueDice(dec) === loQueDice(otro))
			}),
			{ numRuns: 500 },
		)
	})

	it('se niega si un valor trae una pleca, y no mira las que no van en ella', () => {
		const dec = fc.sample(decSinPlecas, { numRuns: 1, seed: 5 })[0]
		if (dec === undefined) throw new Error('sin muestra')
		expect(cadenaOriginal({ ...dec, alumno: { ...dec.alumno, nombre: 'A|B' } })).toEqual({
			ok: false,
			motivo: 'valor-con-pleca',
			datos: { valor: 'A|B' },
		})
		expect(cadena({ ...dec, folioControl: 'A|B' })).toBe(cadena(dec))
	})

	it('no se altera al poner el sello, y cambia con el firmante', () => {
		fc.assert(
			fc.property(decSinPlecas, (dec) => {
				const sellado = conSello(dec, { sello: 's', certificado: 'c', noCertificado: 'n' })
				expect(cadena(sellado)).toBe(cadena(dec))
				expect(sellado.sep).toBeUndefined()
				expect(sellado.firmaResponsable).toMatchObject({
					sello: 's',
					certificadoResponsable: 'c',
					noCertificadoResponsable: 'n',
				})
				const firmante = { nombre: 'N', primerApellido: 'P', curp: 'OTRA', idCargo: '7' }
				const ajeno = conFirmante(dec, firmante)
				expect(ajeno.firmaResponsable).toEqual(firmante)
				expect(cadena(ajeno)).not.toBe(cadena(dec))
				const vuelta = conFirmante(ajeno, dec.firmaResponsable)
				expect(cadena(vuelta)).toBe(cadena(dec))
				expect(vuelta.firmaResponsable).not.toHaveProperty('sello')
			}),
		)
	})
})
