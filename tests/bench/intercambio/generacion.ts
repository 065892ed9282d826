/** Certificados ya sellados con una e.firma de la demostración, y las bases de las que salen. Gente inventada. */
import { createPrivateKey, sign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Base } from '../../../bff/application/ports.ts'
import { crearAutoridad } from '../../../bff/simuladores/autoridad/autoridad.ts'
import { emitirEfirma } from '../../../bff/simuladores/autoridad/efirma.ts'
import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import { conFirmante, conSello, type DecSinSello, type Firmante } from '#core/dec/dec.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { leerDec } from '#core/dec/leer.ts'
import { componerFolio } from '#core/domain/folio.ts'
import { exigir } from '#core/domain/result.ts'
import { AHORA, ESCOLARES } from '../../db/escena.ts'
import { inventarDocumentos } from '../documentos.ts'

/** Un documento sellado: lo que la base guarda de él, y el XML con que sale. */
type Documento = {
	readonly dec: DecSinSello
	readonly folio: string
	readonly cadena: string
	readonly sello: string
	readonly xml: string
}

export type Generacion = {
	/** Carpeta con las autoridades en que el par confía. */
	readonly anclas: string
	readonly firmante: Firmante
	readonly certificado: string
	readonly noCertificado: string
	readonly documentos: readonly Documento[]
}

const DIA = 24 * 3_600_000
const SERIE = '30001000000500000001'
const CONTRASENA = '12345678a'
const FIRMANTE: Firmante = {
	nombre: 'Beatriz',
	primerApellido: 'Olmedo',
	segundoApellido: 'Saldívar',
	curp: 'OESB721005MMCLLT09',
	idCargo: '91',
	cargo: 'Director de Plantel',
}
/** Documentos distintos de los que salen todos: lo que se comprime y se compara se parece a lo de verdad. */
const PLANTILLAS = 200

const firmar = promisify(sign)

/** Sella `cuantos` documentos de treinta y cinco módulos, cada uno de una persona distinta. */
export const sellarGeneracion = async (cuantos: number, carpeta: string): Promise<Generacion> => {
	const hoy = Date.now()
	const autoridad = await crearAutoridad({ carpeta: join(carpeta, 'ac'), momento: new Date(hoy - DIA) })
	const { cer, key } = await emitirEfirma({
		autoridad,
		carpeta: join(carpeta, 'efirma'),
		nombreArchivo: 'directora',
		nombre: 'DIRECTORA DE PRUEBA',
		rfc: 'OESB721005AB1',
		curp: FIRMANTE.curp,
		contrasena: CONTRASENA,
		tipo: 'fiel',
		desde: new Date(hoy - DIA),
		hasta: new Date(hoy + DIA),
		serie: SERIE,
	})
	const llave = createPrivateKey({
		key: await readFile(key),
		format: 'der',
		type: 'pkcs8',
		passphrase: CONTRASENA,
	})
	const certificado = (await readFile(cer)).toString('base64')
	const plantillas = inventarDocumentos(Math.min(cuantos, PLANTILLAS)).map(({ xml }) =>
		conFirmante(exigir(leerDec(xml)), FIRMANTE),
	)
	const documentos = await Promise.all(
		Array.from({ length: cuantos }, async (_, i) => {
			const plantilla = plantillas[i % plantillas.length]
			if (!plantilla) throw new Error('No hay de qué documento partir')
			const folio = componerFolio('2018', i + 1)
			const dec: DecSinSello = {
				...plantilla,
				folioControl: folio,
				alumno: { ...plantilla.alumno, curp: curpDe(i), numeroControl: matriculaDe(i) },
			}
			const cadena = exigir(cadenaOriginal(dec))
			const sello = (await firmar('RSA-SHA256', Buffer.from(cadena), llave)).toString('base64')
			const xml = escribirDec(conSello(dec, { sello, certificado, noCertificado: SERIE }))
			return { dec, folio, cadena, sello, xml }
		}),
	)
	return {
		anclas: autoridad.carpetaAnclas,
		firmante: FIRMANTE,
		certificado,
		noCertificado: SERIE,
		documentos,
	}
}

/** SEP no emite dos a la misma CURP: la de cada quien, distinta. */
const curpDe = (i: number): string =>
	`MULA0801${String((i % 28) + 1).padStart(2, '0')}HMC${String(i).padStart(5, '0')}`

const matriculaDe = (i: number): string => `1${String(i).padStart(8, '0')}-${i % 10}`

/** Renglones por escritura: SQLite admite 32,766 parámetros. */
const TANDA = 500

/** Deja los primeros `cuantos` en la base de una escena, con el sello que viaja ya puesto, listos para integrarse. */
export const sembrarSellados = async (
	{ db }: Base,
	{ documentos, firmante, certificado, noCertificado }: Generacion,
	cuantos: number,
): Promise<void> => {
	const { firmante: rol } = await db
		.selectFrom('entidad')
		.select('firmante')
		.where('id', '=', 'mex')
		.executeTakeFirstOrThrow()
	const dichoDelFirmante = JSON.stringify(firmante)
	for (let desde = 0; desde < cuantos; desde += TANDA) {
		const tanda = documentos.slice(desde, Math.min(desde + TANDA, cuantos)).map((documento, j) => {
			const { firmaResponsable: _, ...dec } = documento.dec
			return { ...documento, dec, matricula: matriculaDe(desde + j), curp: curpDe(desde + j) }
		})
		await db
			.insertInto('egresado')
			.values(tanda.map(({ matricula, curp }) => ({ ...EGRESADO, matricula, curp })))
			.execute()
		await db
			.insertInto('tramite')
			.values(tanda.map(({ matricula }) => ({ ...TRAMITE, id: `t-${matricula}`, matricula })))
			.execute()
		await db
			.insertInto('certificado')
			.values(
				tanda.map(({ matricula, folio, dec }) => ({
					...{ tramiteId: `t-${matricula}`, folio, dec: JSON.stringify(dec), fecha: '2026-07-15' },
					...{ selloCalidad: 0 as const, xmlSep: null, fechaSep: null },
				})),
			)
			.execute()
		await db
			.insertInto('sello')
			.values(
				tanda.map(({ matricula, cadena, sello }) => ({
					...{ tramiteId: `t-${matricula}`, rol, intento: 1, personaId: ESCOLARES.personaId },
					...{ firmante: dichoDelFirmante, noCertificado, certificado, cadena, sello },
					...{ revocacion: 'vigente', ocsp: null, momento: AHORA },
				})),
			)
			.execute()
	}
	// Se conoce ya un número de COSFAC: el par empieza en el que sigue.
	await db
		.insertInto('loteNumero')
		.values({ numero: '100000', loteId: null, papel: 'ajeno', revisado: 1, visto: AHORA })
		.execute()
}

const TRAMITE = {
	plantelId: 'toluca',
	entidadId: 'mex',
	modelo: '2018',
	estado: 'sellado-estatal',
	creado: AHORA,
	actualizado: AHORA,
} as const

const EGRESADO = {
	plantelId: 'toluca',
	planClave: 'PLAN-2018',
	generacion: '2023-2026',
	nombre: 'MARIA DE LOS ANGELES',
	primerApellido: 'MUÑOZ',
	segundoApellido: 'DE LA CRUZ',
	fechaNacimiento: '2008-01-15',
	fechaInicio: '2023-08-21',
	fechaTermino: '2026-07-03',
	fechaSecundaria: '2023-07-07',
	crip: null,
	institucionMedica: 'IMSS',
	correoInstitucional: 'a@mex.conalep.edu.mx',
	datosValidados: 1,
	creditosObtenidos: '360',
	promedio: '9.1',
	sexo: null,
	entidadNacimiento: null,
	certificadoFisico: null,
	importacionId: null,
	actualizado: AHORA,
} as const
