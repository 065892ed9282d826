/** El worker de la medida: lo nuestro y aquello con que se compara, en el mismo hilo y con la misma llave. */
import { Credential, type PrivateKey } from '@nodecfdi/credentials/browser'
import forge from 'node-forge'
import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import { leerDec } from '#core/dec/leer.ts'
import { exigir } from '#core/domain/result.ts'
import { aBase64 } from '#core/efirma/base64.ts'
import { abrirLlave } from '#core/efirma/llave.ts'
import {
	POR_GRUPO,
	preparar as prepararDocumento,
	sellarLote,
	type DocumentoPorSellar,
} from '../../../src/lib/firma/lote.ts'
import type { AlMedidor, DelMedidor, Material, Medible } from './protocolo.ts'

/** Firmas en vuelo del ciclo pelado: las que hagan falta para que quien firma no espere a nadie. */
const EN_VUELO = 16
const ALGORITMO = 'RSASSA-PKCS1-v1_5'

type Mesa = {
	readonly documentos: readonly DocumentoPorSellar[]
	readonly llave: CryptoKey
	readonly cadenas: readonly Uint8Array<ArrayBuffer>[]
	readonly material: Material
	readonly credencial: Credential
	readonly abierta: PrivateKey
}

let mesa: Mesa | null = null

const binario = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

const preparar = async (material: Material): Promise<void> => {
	const { documentos, cer, key, contrasena } = material
	const credencial = Credential.create(binario(cer), binario(key), contrasena)
	const cadenas = documentos.map(({ xml }) =>
		new TextEncoder().encode(exigir(cadenaOriginal(exigir(leerDec(xml))))),
	)
	mesa = {
		documentos,
		cadenas,
		material,
		credencial,
		llave: exigir(await abrirLlave(key, contrasena)),
		abierta: credencial.privateKey().changePassPhrase(''),
	}
}

/** PKCS #1 v1.5 no lleva azar: si todos sellan lo mismo, todos dan los mismos bytes. Lo que no se sella no se mide. */
const comprobar = async (
	{ documentos, llave, cadenas, credencial, abierta }: Mesa,
	sellos: readonly string[],
): Promise<void> => {
	if (sellos.length !== documentos.length) throw new Error(`${sellos.length} sellos de ${documentos.length}`)
	for (const [i, cadena] of cadenas.entries()) {
		const esperado = aBase64(new Uint8Array(await crypto.subtle.sign(ALGORITMO, llave, cadena)))
		const deNodecfdi = i > 0 ? [] : [credencial, abierta].map((uno) => btoa(uno.sign(binario(cadena))))
		if ([sellos[i], ...deNodecfdi].some((sello) => sello !== esperado)) {
			throw new Error('Los sellos que se comparan no son el mismo')
		}
	}
}

async function* deUnaVez(documentos: readonly DocumentoPorSellar[]) {
	for (let i = 0; i < documentos.length; i += POR_GRUPO) {
		yield documentos.slice(i, i + POR_GRUPO).map(prepararDocumento)
	}
}

const enVuelo = async (cadenas: Mesa['cadenas'], llave: CryptoKey): Promise<void> => {
	const cola = cadenas[Symbol.iterator]()
	await Promise.all(
		Array.from({ length: EN_VUELO }, async () => {
			for (const cadena of { [Symbol.iterator]: () => cola })
				await crypto.subtle.sign(ALGORITMO, llave, cadena)
		}),
	)
}

const abrirConForge = (key: string, contrasena: string): void => {
	const sobre = forge.asn1.fromDer(key)
	const clara = forge.pki.decryptPrivateKeyInfo(sobre, contrasena)
	if (clara === null) throw new Error('forge no abrió la llave')
	forge.pki.privateKeyFromAsn1(clara)
}

/** Lo que se mide, una vez: `veces` sellos o llaves abiertas. */
const hacer = async (que: Exclude<Medible, 'sellar'>, veces: number, puesta: Mesa): Promise<void> => {
	const { llave, material, credencial, abierta } = puesta
	const cadenas = puesta.cadenas.slice(0, veces)
	switch (que) {
		case 'sellar-en-uno':
			await sellarLote({
				preparados: deUnaVez(puesta.documentos.slice(0, veces)),
				llave,
				alAvanzar: () => undefined,
			})
			return
		case 'firmar-en-fila':
			for (const cadena of cadenas) await crypto.subtle.sign(ALGORITMO, llave, cadena)
			return
		case 'firmar-en-vuelo':
			return enVuelo(cadenas, llave)
		case 'leer':
			for (const documento of puesta.documentos.slice(0, veces)) prepararDocumento(documento)
			return
		case 'nodecfdi':
			for (const cadena of cadenas) credencial.sign(binario(cadena))
			return
		case 'nodecfdi-abierta':
			for (const cadena of cadenas) abierta.sign(binario(cadena))
			return
		case 'abrir':
			for (let i = 0; i < veces; i += 1) exigir(await abrirLlave(material.key, material.contrasena))
			return
		case 'abrir-forge': {
			const key = binario(material.key)
			for (let i = 0; i < veces; i += 1) abrirConForge(key, material.contrasena)
			return
		}
	}
}

const decir = (mensaje: DelMedidor): void => self.postMessage(mensaje)

const atender = async (mensaje: AlMedidor): Promise<void> => {
	if (mensaje.tipo === 'preparar') {
		await preparar(mensaje.material)
		return decir({ tipo: 'listo', ms: 0 })
	}
	if (mesa === null) throw new Error('Falta preparar')
	if (mensaje.tipo === 'comprobar') {
		await comprobar(mesa, mensaje.sellos)
		return decir({ tipo: 'listo', ms: 0 })
	}
	const empezo = performance.now()
	await hacer(mensaje.que, mensaje.veces, mesa)
	decir({ tipo: 'listo', ms: performance.now() - empezo })
}

self.onmessage = ({ data }: MessageEvent<AlMedidor>) => {
	atender(data).catch((error: unknown) => decir({ tipo: 'falla', mensaje: String(error) }))
}
