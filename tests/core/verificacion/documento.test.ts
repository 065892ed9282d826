import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import { conFirmante, conSello, type Dec } from '#core/dec/dec.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { leerDec } from '#core/dec/leer.ts'
import { exigir } from '#core/domain/result.ts'
import { aBase64 } from '#core/efirma/base64.ts'
import { leerAnclas } from '#core/efirma/cadena-de-confianza.ts'
import { abrirLlave } from '#core/efirma/llave.ts'
import { sellar } from '#core/efirma/sellar.ts'
import { IDS, verificarDocumento, type Resultado, type VerificadorSep } from '#core/verificacion/documento.ts'
import { hayReferencia, leerReferencia } from '../dec/referencia.ts'
import { carpeta, CONTRASENA, key, x509 } from '../efirma/referencia.ts'

const MOMENTO = new Date('2022-05-01T12:00:00Z')

/** Los atributos del ejemplo que van en la cadena original, con su elemento y su lugar. */
const EN_LA_CADENA: readonly (readonly [elemento: string, atributo: string, cual: number])[] = [
	['Dec', 'version', 0],
	['Dec', 'tipoCertificado', 0],
	['FirmaResponsable', 'curp', 0],
	['FirmaResponsable', 'idCargo', 0],
	['Iems', 'nombreDependencia', 0],
	['Iems', 'idIEMS', 0],
	['Iems', 'idOpcionEducativa', 0],
	['PlantelOServicioEducativo', 'idTipoPlantel', 0],
	['PlantelOServicioEducativo', 'idMunicipio', 0],
	['PlantelOServicioEducativo', 'idEntidadFederativa', 0],
	['PlantelOServicioEducativo', 'cct', 0],
	['Alumno', 'curp', 0],
	['Alumno', 'nombre', 0],
	['Alumno', 'primerApellido', 0],
	['Alumno', 'segundoApellido', 0],
	['Alumno', 'numeroControl', 0],
	['Acreditacion', 'idTipoEstudiosIEMS', 0],
	['Acreditacion', 'periodoInicio', 0],
	['Acreditacion', 'periodoTermino', 0],
	['Acreditacion', 'creditosObtenidos', 0],
	['Acreditacion', 'totalCreditos', 0],
	['Acreditacion', 'promedioAprovechamiento', 0],
	...[0, 1].flatMap((cual) =>
		['nombre', 'calificacion', 'totalHorasUAC'].map((atributo) => ['UacdeFt', atributo, cual] as const),
	),
	['PerfilEgresoEspecifico', 'trayecto', 0],
	['PerfilEgresoEspecifico', 'campoDisciplinar', 0],
	['PerfilEgresoEspecifico', 'tipoPerfilLaboralEMS', 0],
	['PerfilEgresoEspecifico', 'nombrePerfilLaboralEMS', 0],
]

/** Cambia el valor de un atributo en el texto del XML. */
const cambiar = (
	xml: string,
	elemento: string,
	atributo: string,
	cual: number,
	nuevo: (v: string) => string,
): string => {
	let visto = -1
	return xml.replaceAll(new RegExp(`<${elemento} [^>]*>`, 'g'), (etiqueta) => {
		visto += 1
		if (visto !== cual) return etiqueta
		return etiqueta.replace(
			new RegExp(` ${atributo}="([^"]*)"`),
			(_, valor: string) => ` ${atributo}="${nuevo(valor)}"`,
		)
	})
}

describe.skipIf(!hayReferencia)('verificar un documento', () => {
	const enviado = hayReferencia ? leerReferencia('sep/ejemplo-dec-enviado.xml').toString('utf8') : ''
	const timbrado = hayReferencia
		? leerReferencia('sep/ejemplo-dec-timbrado-simulado.xml').toString('utf8')
		: ''
	const anclas = hayReferencia ? leerAnclas(carpeta('ca-test')) : []

	const verificar = async (
		xml: string | Uint8Array,
		opciones: Partial<Parameters<typeof verificarDocumento>[0]> = {},
	): Promise<Readonly<Record<string, Resultado>>> => {
		const { comprobaciones } = await verificarDocumento({ xml, anclas, momento: MOMENTO, ...opciones })
		expect(comprobaciones.map(({ id }) => id)).toEqual([...IDS])
		for (const { detalle } of comprobaciones) expect(detalle).toMatch(/^[A-ZÁÉÍÓÚ].*\.$/)
		return Object.fromEntries(comprobaciones.map(({ id, resultado }) => [id, resultado]))
	}
	const TODO_BIEN = {
		xml: 'bien',
		esquema: 'bien',
		sello: 'bien',
		certificado: 'bien',
		'cadena-de-confianza': 'bien',
		vigencia: 'bien',
		'sello-sep': 'no-comprobable',
	}

	it('el ejemplo enviado y el timbrado, y su cadena byte por byte', async () => {
		expect(await verificar(enviado)).toEqual(TODO_BIEN)
		expect(await verificar(timbrado)).toEqual(TODO_BIEN)
		const verificacion = await verificarDocumento({ xml: enviado, anclas, momento: MOMENTO })
		expect(Buffer.from(verificacion.cadenaOriginal ?? '')).toEqual(
			leerReferencia('sep/ejemplo-cadena-original.txt'),
		)
		expect(verificacion.dec?.alumno.nombre).toBe('María José')
		expect(verificacion.x509?.nombre).toBe('OSCAR KALA HAAK')
	})

	for (const [elemento, atributo, cual] of EN_LA_CADENA) {
		it(`cambiar ${elemento}/@${atributo}${cual > 0 ? ` (${cual + 1})` : ''} lo deja mal`, async () => {
			for (const nuevo of [(v: string) => `${v}1`, (v: string) => `${v} `, () => '7', () => '']) {
				const otro = cambiar(enviado, elemento, atributo, cual, nuevo)
				expect(otro).not.toBe(enviado)
				expect((await verificar(otro))['sello']).toBe('mal')
			}
		})
	}

	it('quitar, repetir o reordenar módulos, o quitar el perfil, lo deja mal', async () => {
		const modulos = enviado.match(/<UacdeFt [^>]*>/g) ?? []
		const [uno = '', dos = ''] = modulos
		const casos = [
			enviado.replace(uno, ''),
			enviado.replace(uno, uno + uno),
			enviado.replace(uno, '¬').replace(dos, uno).replace('¬', dos),
			enviado.replace(/<PerfilEgresoEspecifico[^]*<\/PerfilEgresoEspecifico>/, ''),
			enviado.replace(' cct=', ' claveRvoe="R1" cct='),
			enviado.replace(' cct=', ' fechaInicioRvoe="2018-01-01" cct='),
			enviado.replace(/ segundoApellido="Pérez"/, ''),
		]
		for (const caso of casos) {
			expect(caso).not.toBe(enviado)
			expect((await verificar(caso))['sello']).toBe('mal')
		}
	})

	it('lo que no va en la cadena no afecta al sello', async () => {
		expect(await verificar(cambiar(enviado, 'Dec', 'folioControl', 0, () => 'OTRO'))).toEqual(TODO_BIEN)
		expect(await verificar(cambiar(enviado, 'Acreditacion', 'clavePlanEstudios', 0, () => 'X'))).toEqual(
			TODO_BIEN,
		)
	})

	it('un número de certificado que no es el del certificado', async () => {
		const otro = cambiar(enviado, 'FirmaResponsable', 'noCertificadoResponsable', 0, () => '3'.repeat(20))
		expect(await verificar(otro)).toEqual({ ...TODO_BIEN, certificado: 'mal' })
	})

	it('el certificado de otra persona', async () => {
		const ajeno = aBase64(x509('pf-XAMA620210DQ5-fiel').der)
		const otro = cambiar(enviado, 'FirmaResponsable', 'certificadoResponsable', 0, () => ajeno)
		expect(await verificar(otro)).toEqual({ ...TODO_BIEN, sello: 'mal', certificado: 'mal' })
	})

	it('un certificado que no lo es', async () => {
		for (const basura of ['', 'AAAA', 'ñ', 'MIIB']) {
			const otro = cambiar(enviado, 'FirmaResponsable', 'certificadoResponsable', 0, () => basura)
			expect(await verificar(otro)).toEqual({
				...TODO_BIEN,
				sello: 'no-comprobable',
				certificado: 'mal',
				'cadena-de-confianza': 'no-comprobable',
				vigencia: 'no-comprobable',
			})
		}
	})

	it('sellado con un CSD, o por una persona moral', async () => {
		const dec = exigir(leerDec(enviado))
		const con = async (par: string): Promise<string> => {
			const efirma = x509(par)
			const curp = efirma.curp ?? efirma.representante?.curp ?? ''
			const otro = conFirmante(dec, { ...dec.firmaResponsable, curp })
			const sello = await sellar(exigir(cadenaOriginal(otro)), exigir(await abrirLlave(key(par), CONTRASENA)))
			const { noCertificado } = efirma
			return escribirDec(conSello(otro, { sello, certificado: aBase64(efirma.der), noCertificado }))
		}
		expect(await verificar(await con('pf-FUNK671228PH6-fiel'))).toEqual(TODO_BIEN)
		expect(await verificar(await con('pf-FUNK671228PH6-csd'))).toEqual({ ...TODO_BIEN, certificado: 'mal' })
		const en2024 = { momento: new Date('2024-01-01T12:00:00Z') }
		expect(await verificar(await con('pm-EKU9003173C9-fiel'), en2024)).toEqual({
			...TODO_BIEN,
			certificado: 'mal',
		})
	})

	it('la vigencia se mira en el momento que se pide', async () => {
		const en = async (momento: string): Promise<unknown> => verificar(enviado, { momento: new Date(momento) })
		expect(await en('2026-11-23')).toEqual({ ...TODO_BIEN, vigencia: 'mal' })
		expect(await en('2019-01-01')).toEqual({ ...TODO_BIEN, vigencia: 'mal', 'cadena-de-confianza': 'mal' })
	})

	it('sin autoridades la cadena no es comprobable; con otras, está mal', async () => {
		expect(await verificar(enviado, { anclas: [] })).toEqual({
			...TODO_BIEN,
			'cadena-de-confianza': 'no-comprobable',
		})
		expect(await verificar(enviado, { anclas: leerAnclas(carpeta('ca-prod')) })).toEqual({
			...TODO_BIEN,
			'cadena-de-confianza': 'mal',
		})
	})

	it('el timbre de la SEP: de otro sello está mal; con quien lo sepa comprobar, dice lo que él diga', async () => {
		const deOtro = cambiar(timbrado, 'Sep', 'selloDec', 0, (v) => v.replace('A', 'B'))
		expect(await verificar(deOtro)).toEqual({ ...TODO_BIEN, 'sello-sep': 'mal' })
		const vistos: Dec[] = []
		const verificadorSep: VerificadorSep = (dec) => {
			vistos.push(dec)
			return Promise.resolve({ resultado: 'bien', detalle: 'Comprobado.' })
		}
		expect(await verificar(timbrado, { verificadorSep })).toEqual({ ...TODO_BIEN, 'sello-sep': 'bien' })
		expect(vistos.map((dec) => dec.sep?.noCertificadoSep)).toEqual(['30001000000400002310'])
		// Con otro sello no se pregunta: ya está mal.
		expect(await verificar(deOtro, { verificadorSep })).toEqual({ ...TODO_BIEN, 'sello-sep': 'mal' })
		expect(vistos).toHaveLength(1)
		const { comprobaciones } = await verificarDocumento({ xml: timbrado, anclas, momento: MOMENTO })
		expect(comprobaciones.at(-1)?.detalle).toBe('Sello SEP presente, no verificable localmente.')
	})

	it('lo que no es XML, o no es un DEC, deja lo demás sin comprobar', async () => {
		const resto = Object.fromEntries(IDS.map((id) => [id, 'no-comprobable']))
		expect(await verificar('hola')).toEqual({ ...resto, xml: 'mal' })
		expect(await verificar(new Uint8Array([0xff, 0xfe]))).toEqual({ ...resto, xml: 'mal' })
		expect(await verificar(enviado.replace('<Dec ', '<!DOCTYPE Dec><Dec '))).toEqual({ ...resto, xml: 'mal' })
		expect(await verificar(enviado.replace('<Alumno ', '<Alumno edad="1" '))).toEqual({
			...resto,
			xml: 'bien',
			esquema: 'mal',
		})
	})

	it('un tipo que el esquema no admite', async () => {
		const otro = cambiar(enviado, 'Iems', 'idTipoIEMS', 0, () => 'cinco')
		expect(await verificar(otro)).toEqual({ ...TODO_BIEN, esquema: 'mal' })
	})

	it('ninguna mutación de un byte pasa por buena salvo en lo que no se sella, ni lo hace lanzar', async () => {
		const bytes = Buffer.from(enviado)
		const original = exigir(leerDec(enviado))
		await fc.assert(
			fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(254), async (lugar, cual) => {
				const roto = Buffer.from(bytes)
				roto[lugar] = ((roto[lugar] ?? 0) + 1 + cual) % 256
				const juicio = await verificar(roto)
				if (Object.values(juicio).includes('mal')) return
				const leido = exigir(leerDec(roto))
				expect(exigir(cadenaOriginal(leido))).toBe(exigir(cadenaOriginal(original)))
			}),
			{ numRuns: 400 },
		)
	})
})
