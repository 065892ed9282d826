import * as v from 'valibot'
import { LLAVE_REGRESO } from './regreso.ts'

/*
 * Lo que la pestaña necesita para terminar de entrar al volver del proveedor: lo de MSAL (estado, nonce, verificador de
 * PKCE), que sólo sabe guardar en sessionStorage, y a dónde iba la persona. Chromium puede volver al origen en un
 * proceso que ya lo había tenido y mostrar ahí un sessionStorage atrasado, sin lo último que se escribió. Por eso va
 * además una copia para el viaje: de un solo uso y de vida corta, igual que el código que ampara.
 */

const LLAVE = 'egreso.ida'
const VIGENCIA_MS = 10 * 60_000

/** Antes de salir: copia lo que hará falta. */
export const guardarIda = (ahoraMs: number): void => {
	const viajan = Object.keys(sessionStorage).filter(viaja)
	const cosas = Object.fromEntries(viajan.map((llave) => [llave, sessionStorage.getItem(llave)]))
	localStorage.setItem(LLAVE, JSON.stringify({ vence: ahoraMs + VIGENCIA_MS, cosas }))
}

/** Al volver: repone lo que falte en la pestaña. La copia se borra siempre. */
export const reponerIda = (ahoraMs: number): void => {
	const copia = leerCopia(localStorage.getItem(LLAVE))
	localStorage.removeItem(LLAVE)
	if (copia === null || !(ahoraMs < copia.vence)) return
	for (const [llave, valor] of Object.entries(copia.cosas)) {
		const falta = viaja(llave) && sessionStorage.getItem(llave) === null
		if (falta && typeof valor === 'string') sessionStorage.setItem(llave, valor)
	}
}

/** Borra lo que MSAL deja en el navegador: su trabajo terminó. */
export const olvidarIda = (): void => {
	for (const almacen of [sessionStorage, localStorage]) {
		for (const llave of deMsal(almacen)) almacen.removeItem(llave)
	}
}

const PREFIJO = 'msal.'

const viaja = (llave: string): boolean => llave.startsWith(PREFIJO) || llave === LLAVE_REGRESO

const deMsal = (almacen: Storage): string[] =>
	Object.keys(almacen).filter((llave) => llave.startsWith(PREFIJO))

const Copia = v.object({ vence: v.number(), cosas: v.record(v.string(), v.unknown()) })

const leerCopia = (texto: string | null): v.InferOutput<typeof Copia> | null => {
	try {
		return v.parse(Copia, JSON.parse(texto ?? 'null'))
	} catch {
		return null
	}
}
