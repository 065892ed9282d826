import { ok, rechazo, type Result } from '../domain/result.ts'
import { bytesDe, type Resumir } from './arbol.ts'

/*
 * Notas firmadas de C2SP (c2sp.org/signed-note), con Ed25519: el formato de los registros transparentes de Go y de
 * Sigstore, que cualquier testigo de fuera ya sabe leer.
 */

/** Una llave que firma notas: su nombre, su id (8 cifras hexadecimales) y sus 32 bytes públicos. */
export type LlaveDeNota = { readonly nombre: string; readonly id: string; readonly publica: Uint8Array }

/** Comprueba una firma Ed25519 (RFC 8032) sobre unos bytes; entra por la puerta. */
export type ComprobarFirma = (publica: Uint8Array, bytes: Uint8Array, firma: Uint8Array) => boolean

/** Una firma al pie de una nota: quién dice que firma y sus 64 bytes. */
type FirmaDeNota = { readonly nombre: string; readonly id: string; readonly firma: Uint8Array }

const ED25519 = 1
const NOMBRE = /^[^\s+]{1,200}$/u

/** La llave de ese nombre: su id son los primeros cuatro bytes de SHA-256(nombre ‖ 0x0A ‖ 0x01 ‖ llave). */
export const llaveDeNota = (resumir: Resumir, nombre: string, publica: Uint8Array): LlaveDeNota => {
	if (!NOMBRE.test(nombre)) throw new RangeError('El nombre de una llave no lleva espacios ni «+».')
	if (publica.length !== 32) throw new RangeError('Una llave Ed25519 mide 32 bytes.')
	const id = resumir(pegar(utf8(`${nombre}\n`), Uint8Array.of(ED25519), publica)).slice(0, 8)
	return { nombre, id, publica }
}

/** La llave como se publica: `nombre+id+base64(0x01 ‖ llave)`. */
export const escribirLlave = ({ nombre, id, publica }: LlaveDeNota): string =>
	`${nombre}+${id}+${aBase64(pegar(Uint8Array.of(ED25519), publica))}`

/** Lee una llave publicada; si el id no es el de su nombre y sus bytes, no es llave. */
export const leerLlave = (resumir: Resumir, texto: string): Result<LlaveDeNota, 'llave-invalida'> => {
	const [, nombre = '', id = '', base64 = ''] =
		/^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(texto.trim()) ?? []
	const bytes = deBase64(base64)
	if (nombre === '' || bytes === null || bytes.length !== 33 || bytes[0] !== ED25519) {
		return rechazo('llave-invalida', { valor: texto })
	}
	const llave = llaveDeNota(resumir, nombre, bytes.slice(1))
	return llave.id === id ? ok(llave) : rechazo('llave-invalida', { valor: texto })
}

/** La nota entera: el texto, un renglón en blanco y una firma por renglón. El texto acaba en salto de renglón. */
export const escribirNota = (texto: string, firmas: readonly FirmaDeNota[]): string => {
	if (!textoValido(texto))
		throw new RangeError('El texto de una nota acaba en salto de renglón y no lleva controles.')
	const renglones = firmas.map(({ nombre, id, firma }) => {
		return `— ${nombre} ${aBase64(pegar(bytesDe(id.padEnd(64, '0')).slice(0, 4), firma))}\n`
	})
	return `${texto}\n${renglones.join('')}`
}

/** Separa una nota de sus firmas, sin comprobar ninguna. */
export const leerNota = (
	nota: string,
): Result<{ readonly texto: string; readonly firmas: readonly FirmaDeNota[] }, 'nota-invalida'> => {
	const corte = nota.lastIndexOf('\n\n')
	const texto = nota.slice(0, corte + 1)
	const pie = nota.slice(corte + 2)
	if (corte < 0 || nota.length > 1_000_000 || !textoValido(texto) || !pie.endsWith('\n')) {
		return rechazo('nota-invalida')
	}
	const firmas: FirmaDeNota[] = []
	for (const renglon of pie.slice(0, -1).split('\n')) {
		const [, nombre = '', base64 = ''] = /^— ([^\s+]+) ([A-Za-z0-9+/]+=*)$/u.exec(renglon) ?? []
		const bytes = deBase64(base64)
		if (nombre === '' || bytes === null || bytes.length < 5 || firmas.length === 100)
			return rechazo('nota-invalida')
		const id = [...bytes.slice(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
		firmas.push({ nombre, id, firma: bytes.slice(4) })
	}
	return ok({ texto, firmas })
}

/**
 * Abre una nota: su texto y la llave, de las conocidas, que la firmó. Las firmas de llaves que no se conocen no cuentan;
 * una firma mala de una llave conocida la invalida toda.
 */
export const abrirNota = (
	comprobar: ComprobarFirma,
	nota: string,
	conocidas: readonly LlaveDeNota[],
): Result<
	{ readonly texto: string; readonly llave: LlaveDeNota },
	'nota-invalida' | 'firma-desconocida' | 'firma-falsa'
> => {
	const leida = leerNota(nota)
	if (!leida.ok) return leida
	const { texto, firmas } = leida.valor
	let buena: LlaveDeNota | null = null
	for (const { nombre, id, firma } of firmas) {
		const llave = conocidas.find((una) => una.nombre === nombre && una.id === id)
		if (!llave) continue
		if (firma.length !== 64 || !comprobar(llave.publica, utf8(texto), firma)) {
			return rechazo('firma-falsa', { llave: id })
		}
		buena ??= llave
	}
	return buena
		? ok({ texto, llave: buena })
		: rechazo('firma-desconocida', { llaves: firmas.map(({ id }) => id).join(', ') })
}

/** Acaba en salto de renglón, no empieza con él y no lleva otro carácter de control. */
const textoValido = (texto: string): boolean =>
	texto.length > 1 &&
	texto.endsWith('\n') &&
	!texto.startsWith('\n') &&
	[...texto].every((letra) => letra >= ' ' || letra === '\n')

const utf8 = (texto: string): Uint8Array => new TextEncoder().encode(texto)

const pegar = (...partes: readonly Uint8Array[]): Uint8Array => {
	const todo = new Uint8Array(partes.reduce((suma, parte) => suma + parte.length, 0))
	let donde = 0
	for (const parte of partes) {
		todo.set(parte, donde)
		donde += parte.length
	}
	return todo
}

/** Bytes a base64 (RFC 4648 §4). */
export const aBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

/** Base64 a bytes, sólo si está escrito de la única manera canónica; si no, null. */
export const deBase64 = (texto: string): Uint8Array | null => {
	if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(texto)) return null
	const bytes = Uint8Array.from(atob(texto), (letra) => letra.charCodeAt(0))
	return aBase64(bytes) === texto ? bytes : null
}
