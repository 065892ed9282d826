import type { Dec } from '#core/dec/dec.ts'
import { leerX509, type X509 } from '#core/efirma/x509.ts'
import { timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { actua, fallasEnReposo, type Fallas } from '../fallas.ts'
import { compilarXsd, levantarSoap, type PeticionSoap, type RespuestaSoap } from '../soap.ts'
import { CERTIFICADOS_IEMS } from './contrato.ts'
import { escribirCertificados, escribirResultado } from './entregas.ts'
import { MODOS_COSFAC, type ModoCosfac } from './modos.ts'
import { abrirRegistro, type LoteSep, type Registro, type Renglon } from './registro.ts'
import { revisarDocumento, type Criterio } from './revisar.ts'
import { CATALOGOS_DEMO, timbrar, type Catalogos } from './timbrar.ts'
import { leerZip, type Archivo } from './zip.ts'

export type OpcionesCosfac = {
	readonly puerto?: number
	readonly usuario: string
	readonly contrasena: string
	/** DER de las autoridades en que confía: raíces e intermedias. */
	readonly anclas: readonly Uint8Array[]
	/** Ruta del esquema DecTerminacion 3.0; si no se dice, el del propio proyecto. */
	readonly xsd?: string
	/** Cuánto tarda en estar listo un lote, por el reloj de la máquina. */
	readonly procesaEnMs?: number
	/** Si la descarga trae también el PDF de cada certificado. */
	readonly conPdf?: boolean
	/** Carpeta donde recordar entre reinicios. */
	readonly datos?: string
	/** El momento con que se juzga la vigencia y se fecha el timbre. */
	readonly reloj?: () => Date
	readonly catalogos?: Catalogos
	readonly fallas?: Partial<Fallas<ModoCosfac>>
}

export type Cosfac = {
	readonly url: string
	readonly wsdl: string
	readonly fallas: Fallas<ModoCosfac>
	/** Cuántos certificados vivos hay emitidos. */
	vivos(): number
	cerrar(): Promise<void>
}

const XSD_PROPIO = fileURLToPath(new URL('../../../src/core/dec/dec-terminacion-3.0.xsd', import.meta.url))
const LIMITE = 96 * 1_048_576
// Qué significa cada estatusLote no es público; estos son del simulador y nadie debe depender de ellos.
const EN_PROCESO = '1'
const PROCESADO = '2'
const INEXISTENTE = '3'

const igual = (uno: string, otro: string): boolean => {
	const [a, b] = [Buffer.from(uno), Buffer.from(otro)]
	return a.length === b.length && timingSafeEqual(a, b)
}
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const responder = (...campos: readonly (readonly [string, string])[]): RespuestaSoap => ({
	tipo: 'respuesta',
	campos,
})
const faltaDe = (frase: string): RespuestaSoap => ({ tipo: 'falta', culpa: 'Client', frase })

const leerAncla = (der: Uint8Array): X509 => {
	const leida = leerX509(der)
	if (!leida.ok) throw new Error('Una de las anclas no es un certificado X.509.')
	return leida.valor
}

const abrirEsquema = async (ruta: string) => {
	try {
		return compilarXsd(await readFile(ruta))
	} catch (causa) {
		throw new Error(`No se pudo leer el esquema del DEC en ${ruta}.`, { cause: causa })
	}
}

type Taller = {
	readonly registro: Registro
	readonly criterio: () => Criterio
	readonly catalogos: Catalogos
	readonly fallas: Fallas<ModoCosfac>
}

const emitir = async (
	nombre: string,
	dec: Dec,
	taller: Taller,
	antes: readonly Renglon[],
): Promise<Renglon> => {
	const { registro, criterio, catalogos } = taller
	const { curp, numeroControl: matricula } = dec.alumno
	const mismo = (emitido: Renglon['emitido']): boolean =>
		emitido !== null && !emitido.cancelado && (emitido.curp === curp || emitido.matricula === matricula)
	const vivo = registro.vivo(curp, matricula) ?? antes.find(({ emitido }) => mismo(emitido))?.emitido
	if (vivo && !actua(taller.fallas, 'duplicados-permitidos')) {
		const descripcion = `El alumno ya cuenta con un certificado vigente con folio digital ${vivo.folioDigital}.`
		return { archivo: nombre, estatus: 2, descripcion, emitido: null }
	}
	const folioDigital = crypto.randomUUID()
	const xml = await timbrar(dec, {
		folioDigital,
		momento: criterio().momento,
		llave: registro.llaveSep,
		catalogos,
	})
	const emitido = { folioDigital, curp, matricula, xml, cancelado: false }
	return { archivo: nombre, estatus: 1, descripcion: 'Satisfactorio', emitido }
}

/** Revisa y timbra un lote recibido. Sirve dos veces: uno ya procesado no se vuelve a tocar. */
const procesar = async (lote: LoteSep, taller: Taller): Promise<void> => {
	if (lote.envio === null) return
	const renglones: Renglon[] = []
	for (const { nombre, bytes } of await leerZip(Buffer.from(lote.envio, 'base64'))) {
		const revision = await revisarDocumento(nombre, bytes, taller.criterio())
		renglones.push(
			'rechazo' in revision
				? { archivo: nombre, estatus: 2, descripcion: revision.rechazo, emitido: null }
				: await emitir(nombre, revision.dec, taller, renglones),
		)
	}
	lote.renglones = renglones
	lote.envio = null
	await taller.registro.guardar(lote)
}

/**
 * El servicio de la SEP local: SOAP 1.1 con los nombres de su WSDL. Revisa de veras cada documento, timbra con una
 * llave propia (simulada) y recuerda lo emitido. No hay llave de idempotencia, como en el de verdad.
 */
export const levantarCosfac = async (opciones: OpcionesCosfac): Promise<Cosfac> => {
	const { reloj = () => new Date(), procesaEnMs = 0, conPdf = false } = opciones
	const fallas = fallasEnReposo<ModoCosfac>(opciones.fallas)
	const esquema = await abrirEsquema(opciones.xsd ?? XSD_PROPIO)
	const anclas = opciones.anclas.map(leerAncla)
	const registro = await abrirRegistro(opciones.datos ?? null)
	const taller: Taller = {
		registro,
		criterio: () => ({ esquema, anclas, momento: reloj() }),
		catalogos: { ...CATALOGOS_DEMO, ...opciones.catalogos },
		fallas,
	}
	// Uno tras otro: dos lotes con la misma persona no pueden emitirle dos veces.
	let cola: Promise<void> = Promise.resolve()
	const encolar = (lote: LoteSep): void => {
		cola = cola.then(() => procesar(lote, taller)).catch((causa: unknown) => console.error(causa))
	}
	for (const lote of registro.lotes.values()) encolar(lote)

	const cargar = async (nombreArchivo: string, archivo: string): Promise<RespuestaSoap> => {
		const envio = archivo.replace(/\s+/g, '')
		let archivos: readonly Archivo[]
		try {
			archivos = await leerZip(Buffer.from(envio, 'base64'))
		} catch (causa) {
			return faltaDe(
				`El archivo no se puede leer como ZIP: ${causa instanceof Error ? causa.message : String(causa)}`,
			)
		}
		if (archivos.length === 0) return faltaDe('El ZIP no contiene archivos.')
		const lote = await registro.nuevoLote(nombreArchivo, envio)
		encolar(lote)
		if (actua(fallas, 'respuesta-perdida')) return { tipo: 'cortar' }
		return responder(['numeroLote', String(lote.numero)], ['mensaje', 'El archivo se recibió correctamente.'])
	}

	const listo = (lote: LoteSep): readonly Renglon[] | null =>
		Date.now() < lote.recibido + procesaEnMs || actua(fallas, 'nunca-listo') ? null : lote.renglones

	const consultar = (numero: string): RespuestaSoap => {
		const lote = registro.lotes.get(Number(numero))
		const cabeza = ['numeroLote', numero] as const
		if (!lote) {
			const frase = `No existe el número de lote ${numero}.`
			return responder(cabeza, ['estatusLote', INEXISTENTE], ['mensaje', frase])
		}
		const renglones = listo(lote)
		if (renglones === null) {
			return responder(cabeza, ['estatusLote', EN_PROCESO], ['mensaje', 'El lote se encuentra en proceso.'])
		}
		const zip = escribirResultado(lote.numero, renglones)
		const entero = actua(fallas, 'excel-a-medias') ? zip.subarray(0, Math.floor(zip.length / 2)) : zip
		return responder(
			cabeza,
			['estatusLote', PROCESADO],
			['mensaje', 'El lote fue procesado.'],
			['excelBase64', base64(entero)],
		)
	}

	const descargar = async (numero: string): Promise<RespuestaSoap> => {
		const lote = registro.lotes.get(Number(numero))
		const vacio = (mensaje: string): RespuestaSoap =>
			responder(['numeroLote', numero], ['mensaje', mensaje], ['certificadosBase64', ''])
		if (!lote) return vacio(`No existe el número de lote ${numero}.`)
		const renglones = listo(lote)
		if (renglones === null) return vacio('El lote se encuentra en proceso.')
		if (!renglones.some(({ emitido }) => emitido)) {
			return vacio(`No hay certificados validos para el número de lote ${numero}.`)
		}
		const ajeno = [...registro.lotes.values()]
			.filter((otro) => otro !== lote)
			.flatMap((otro) => otro.renglones ?? [])
			.find(({ emitido }) => emitido)?.emitido?.xml
		const zip = await escribirCertificados(renglones, ajeno, conPdf, fallas)
		return responder(
			['numeroLote', numero],
			['mensaje', 'Descarga correcta.'],
			['certificadosBase64', base64(zip)],
		)
	}

	const cancelar = async (folio: string): Promise<RespuestaSoap> => {
		const hallado = registro.porFolio(folio)
		if (!hallado) return responder(['codigo', '1'], ['mensaje', 'El folio digital no existe.'])
		if (hallado.emitido.cancelado) {
			return responder(['codigo', '2'], ['mensaje', 'El certificado ya estaba cancelado.'])
		}
		hallado.emitido.cancelado = true
		await registro.guardar(hallado.lote)
		if (actua(fallas, 'respuesta-perdida')) return { tipo: 'cortar' }
		return responder(['codigo', '0'], ['mensaje', 'El certificado se canceló correctamente.'])
	}

	const atender = async ({ operacion, valores }: PeticionSoap): Promise<RespuestaSoap> => {
		const { usuario = '', password = '' } = valores
		if (!igual(usuario, opciones.usuario) || !igual(password, opciones.contrasena)) {
			return faltaDe('Usuario o contraseña incorrectos.')
		}
		if (operacion === 'cargaCertificadosIEMS') {
			return cargar(valores['nombreArchivo'] ?? '', valores['archivoBase64'] ?? '')
		}
		if (operacion === 'cancelarCertificadosIEMS') return cancelar(valores['folioCertificado'] ?? '')
		const numero = (valores['numeroLote'] ?? '').trim()
		return operacion === 'consultaCertificadosIEMS' ? consultar(numero) : descargar(numero)
	}

	const servidor = await levantarSoap({
		puerto: opciones.puerto ?? 0,
		contrato: CERTIFICADOS_IEMS,
		fallas,
		modos: MODOS_COSFAC,
		limite: LIMITE,
		atender,
	})
	const url = `${servidor.url}/mec-ws/services/`
	return {
		url,
		wsdl: `${url}?wsdl`,
		fallas,
		vivos: () =>
			[...registro.lotes.values()]
				.flatMap(({ renglones }) => renglones ?? [])
				.filter(({ emitido }) => emitido && !emitido.cancelado).length,
		cerrar: async () => {
			await servidor.cerrar()
			await cola
			esquema.dispose()
		},
	}
}
