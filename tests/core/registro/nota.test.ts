/** Notas firmadas de C2SP, contra el ejemplo de Go (golang.org/x/mod/sumdb/note) y contra `node:crypto`. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { abrirLlaveDelRegistro, comprobarFirma } from '../../../bff/adapters/llave-del-registro.ts'
import { huella } from '../../../bff/adapters/huella.ts'
import {
	aBase64,
	abrirNota,
	deBase64,
	escribirLlave,
	escribirNota,
	leerLlave,
	leerNota,
	llaveDeNota,
	type LlaveDeNota,
} from '../../../src/core/registro/nota.ts'
import { escribirPunto, leerPunto } from '../../../src/core/registro/punto.ts'

const VKEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const SEMILLA = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64')
	.subarray(1)
	.toString('hex')
const TEXTO =
	"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const NOTA = `${TEXTO}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`
const peter = (): LlaveDeNota => {
	const leida = leerLlave(huella, VKEY)
	if (!leida.ok) throw new Error('la llave del ejemplo no se leyó')
	return leida.valor
}

describe('el ejemplo de Go', () => {
	test('la llave se lee y se vuelve a escribir igual', () => expect(escribirLlave(peter())).toBe(VKEY))
	test('la nota abre', () => {
		expect(abrirNota(comprobarFirma, NOTA, [peter()])).toMatchObject({ ok: true, valor: { texto: TEXTO } })
	})
	test('con su semilla firmamos la misma nota, byte por byte', () => {
		const { llave, firmar } = abrirLlaveDelRegistro({ huella, nombre: 'PeterNeumann', semillaHex: SEMILLA })
		expect(escribirLlave(llave)).toBe(VKEY)
		const firma = { nombre: llave.nombre, id: llave.id, firma: firmar(TEXTO) }
		expect(escribirNota(TEXTO, [firma])).toBe(NOTA)
	})
	test('cualquier retoque de la llave se rechaza', () => {
		for (let i = 0; i < VKEY.length; i += 1) {
			const otra = `${VKEY.slice(0, i)}${String.fromCharCode(VKEY.charCodeAt(i) + 1)}${VKEY.slice(i + 1)}`
			expect(leerLlave(huella, otra).ok, otra).toBe(false)
			if (i > 0) expect(leerLlave(huella, VKEY.slice(i)).ok).toBe(false)
			expect(leerLlave(huella, VKEY.slice(0, i)).ok).toBe(false)
		}
	})
	test('cualquier letra cambiada de la nota la invalida', () => {
		for (let i = 0; i < NOTA.length; i += 1) {
			const otra = `${NOTA.slice(0, i)}${NOTA[i] === 'a' ? 'b' : 'a'}${NOTA.slice(i + 1)}`
			expect(abrirNota(comprobarFirma, otra, [peter()]).ok, `en ${i}`).toBe(false)
		}
	})
})

describe('quién firmó', () => {
	const otra = (nombre: string) => {
		const { privateKey } = generateKeyPairSync('ed25519')
		const publica = createPublicKey(createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' })))
			.export({ format: 'der', type: 'spki' })
			.subarray(-32)
		const llave = llaveDeNota(huella, nombre, new Uint8Array(publica))
		const firmar = (texto: string) => ({
			nombre,
			id: llave.id,
			firma: new Uint8Array(sign(null, Buffer.from(texto), privateKey)),
		})
		return { llave, firmar }
	}
	const texto = 'egreso/libro\n1\nAAAA\n'
	const [una, dos] = [otra('egreso'), otra('egreso')]

	test('basta una llave conocida; las demás no estorban', () => {
		const nota = escribirNota(texto, [dos.firmar(texto), una.firmar(texto)])
		expect(abrirNota(comprobarFirma, nota, [una.llave])).toMatchObject({ valor: { llave: una.llave } })
		expect(abrirNota(comprobarFirma, nota, [dos.llave, una.llave])).toMatchObject({
			valor: { llave: dos.llave },
		})
	})
	test('sin llave conocida no se cree', () => {
		const nota = escribirNota(texto, [una.firmar(texto)])
		expect(abrirNota(comprobarFirma, nota, [dos.llave])).toMatchObject({ motivo: 'firma-desconocida' })
		expect(abrirNota(comprobarFirma, nota, [])).toMatchObject({ motivo: 'firma-desconocida' })
	})
	test('la firma de otro texto con llave conocida es falsa, aunque haya otra buena', () => {
		const falsa = { ...una.firmar('otro\n'), id: una.llave.id }
		const nota = escribirNota(texto, [dos.firmar(texto), falsa])
		expect(abrirNota(comprobarFirma, nota, [una.llave, dos.llave])).toMatchObject({ motivo: 'firma-falsa' })
	})
	test.each([
		['vacía', ''],
		['sin firmas', 'texto\n'],
		['firma sin raya', 'texto\n\n- egreso AAAAAAAA\n'],
		['sin salto al final', 'texto\n\n— egreso AAAAAAAA'],
		['un control en el texto', 'te\u0007xto\n\n— egreso AAAAAAAA\n'],
		['firma de tres bytes', 'texto\n\n— egreso AAAA\n'],
		['base64 que no es canónico', 'texto\n\n— egreso AAAAAAB=\n'],
	])('mal formada (%s): no se lee', (_, nota) => {
		expect(leerNota(nota)).toMatchObject({ ok: false, motivo: 'nota-invalida' })
	})
})

describe('el punto de control', () => {
	const punto = {
		origen: 'egreso/libro',
		tamano: 20_852_163,
		raiz: 'ab'.repeat(32),
		momento: '2026-07-16T03:00:00.000Z',
	}
	test('se escribe con la forma de tlog-checkpoint y se vuelve a leer', () => {
		const texto = escribirPunto(punto)
		expect(texto).toBe(
			`egreso/libro\n20852163\n${Buffer.from(punto.raiz, 'hex').toString('base64')}\nmomento ${punto.momento}\n`,
		)
		expect(leerPunto(texto)).toEqual({ ok: true, valor: punto })
		expect(leerPunto(`${texto}otra cosa\n`)).toEqual({ ok: true, valor: punto })
	})
	test.each([
		['sin origen', (t: string) => t.replace('egreso/libro', '')],
		['tamaño con ceros', (t: string) => t.replace('20852163', '020852163')],
		['tamaño negativo', (t: string) => t.replace('20852163', '-1')],
		['raíz corta', (t: string) => t.replace(/\n[^\n]+=\n/, '\nAAAA\n')],
		['sin momento', (t: string) => t.replace(/momento .*\n/, '')],
		['momento que no es', (t: string) => t.replace(/momento .*\n/, 'momento ayer\n')],
	])('%s: no se lee', (_, dano) => {
		const texto = escribirPunto(punto)
		expect(dano(texto)).not.toBe(texto)
		expect(leerPunto(dano(texto))).toMatchObject({ ok: false, motivo: 'punto-invalido' })
	})
})

test('base64 de ida y vuelta; lo no canónico no entra', () => {
	const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
	expect(deBase64(aBase64(bytes))).toEqual(bytes)
	expect(deBase64('QQ==')).toEqual(Uint8Array.of(65))
	expect(deBase64('QR==')).toBeNull()
	expect(deBase64('QQ')).toBeNull()
	expect(deBase64('Q Q==')).toBeNull()
})
