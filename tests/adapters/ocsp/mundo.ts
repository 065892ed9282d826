/** Dos autoridades de demostración, dos e.firmas de la primera, y delegados OCSP con lo que se les quiera torcer. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Extension } from 'pkijs'
import { conectarOcsp } from '../../../bff/adapters/ocsp/consultar.ts'
import type { Revocacion } from '../../../bff/application/ports.ts'
import { crearAutoridad, type Autoridad } from '../../../bff/simuladores/autoridad/autoridad.ts'
import { emitirEfirma } from '../../../bff/simuladores/autoridad/efirma.ts'
import {
	emitirX509,
	leerCertificado,
	nuevoPar,
	restriccionesBasicas,
	sinComprobarOcsp,
	usoDeLlave,
	usoExtendido,
} from '../../../bff/simuladores/autoridad/x509.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { contestarOcsp, levantarResponder, type Torcer } from './responder.ts'

export const AHORA = new Date()
export const HORA = 3_600_000
const EN_REGLA = 30 * 24 * HORA

type OpcionesDelegado = {
	readonly emisor?: 'intermedia' | 'raiz-ajena'
	readonly usos?: readonly string[]
	readonly extensiones?: readonly Extension[]
	readonly hasta?: Date
}

export type Mundo = {
	readonly autoridad: Autoridad
	readonly otra: Autoridad
	readonly cer: Uint8Array
	readonly otroCer: Uint8Array
	/** Lo que hace falta para que una respuesta la firme el delegado de la autoridad. */
	readonly delegado: () => Torcer
	readonly delegadoRaro: (opciones: OpcionesDelegado) => Promise<Torcer>
	readonly preguntarA: (
		torcer: Torcer,
		opciones?: { momento?: Date; anclas?: readonly Uint8Array[] },
	) => Promise<Revocacion>
	readonly recoger: () => void
}

const FIRMA_OCSP = '1.3.6.1.5.5.7.3.9'

/** Monta el mundo en una carpeta temporal; quien lo monta lo recoge. */
export const crearMundoOcsp = async (): Promise<Mundo> => {
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-ocsp-'))
	const autoridad = await crearAutoridad({ carpeta: join(carpeta, 'ac'), momento: AHORA })
	const otra = await crearAutoridad({ carpeta: join(carpeta, 'otra'), momento: AHORA })
	const efirma = async (serie: string): Promise<Uint8Array> => {
		const { cer } = await emitirEfirma({
			autoridad,
			carpeta: join(carpeta, 'efirma'),
			nombreArchivo: serie,
			nombre: 'ROSA DEMO PRUEBA',
			rfc: 'DEPR800101AB1',
			curp: 'DEPR800101MDFMRS09',
			contrasena: '12345678a',
			tipo: 'fiel',
			desde: new Date(AHORA.getTime() - 24 * HORA),
			hasta: new Date(AHORA.getTime() + 24 * HORA),
			serie,
		})
		return readFileSync(cer)
	}
	const cer = await efirma('30001000000500000001')
	const otroCer = await efirma('30001000000500000002')
	const delegado = (): Torcer => ({
		llave: autoridad.llaveOcsp,
		autoridad: autoridad.intermedia,
		certificados: [autoridad.ocsp],
	})
	return {
		autoridad,
		otra,
		cer,
		otroCer,
		delegado,
		delegadoRaro: async ({ emisor = 'intermedia', usos = [FIRMA_OCSP], extensiones, hasta }) => {
			const par = await nuevoPar()
			const de = emisor === 'intermedia' ? autoridad : otra
			const certificado = await emitirX509({
				serie: '90001000000900000009',
				sujeto: [['2.5.4.3', 'OCSP raro']],
				desde: new Date(AHORA.getTime() - EN_REGLA),
				hasta: hasta ?? new Date(AHORA.getTime() + EN_REGLA),
				llavePublica: par.publicKey,
				extensiones: [
					...(usos.length > 0 ? [usoExtendido(usos)] : []),
					...(extensiones ?? [restriccionesBasicas(null), usoDeLlave('ocsp'), sinComprobarOcsp()]),
				],
				emisor: leerCertificado(de.intermedia),
				llaveDelEmisor: de.llaveIntermedia,
			})
			return { llave: par.privateKey, autoridad: autoridad.intermedia, certificados: [certificado] }
		},
		preguntarA: async (torcer, opciones = {}) => {
			const responder = await levantarResponder(async (pregunta) => ({
				cuerpo: await contestarOcsp(pregunta, torcer),
			}))
			try {
				return await conectarOcsp({
					url: responder.url,
					anclas: opciones.anclas ?? [autoridad.raiz, autoridad.intermedia],
					reloj: () => (opciones.momento ?? AHORA).toISOString() as Instante,
					plazoMs: 2000,
				})(cer)
			} finally {
				await responder.cerrar()
			}
		},
		recoger: () => rmSync(carpeta, { recursive: true, force: true }),
	}
}
