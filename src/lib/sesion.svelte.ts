import * as v from 'valibot'
import { Sesion } from '#core/contract/sesion.ts'
import type { Perfil } from '#core/domain/rol.ts'
import { alPerderSesion, enviar, obtener } from './api.ts'
import { ErrorApi, esDeRed } from './error-api.ts'
import { ocupado } from './ocupado.svelte.ts'
import { hayAlgoGuardado } from './offline/hay.ts'
import { marcarInsignia } from './offline/insignia.ts'
import { inicioDe } from './perfiles.ts'
import { ponerEnHora } from './reloj.ts'

/** Copia de la sesión en esta pestaña, para recargar sin red. No es permiso: el BFF decide en cada petición. */
const LLAVE = 'egreso.sesion'

let actual = $state.raw<Sesion | null>(null)

/**
 * La sesión de quien entró. Sin ella sale a /entrar y recuerda dónde estaba; si esta parte de la app no le toca, por
 * su perfil o por lo que `toca` diga de su sesión, va a la suya. La promesa no vuelve cuando el documento se va.
 */
export const exigirSesion = async (
	aqui: URL,
	perfiles: readonly Perfil[],
	toca: (sesion: Sesion) => boolean = () => false,
): Promise<Sesion> => {
	const abierta = actual ?? (await consultarSesion())
	if (abierta === null) return irse(direccionDeEntrada(aqui))
	if (!perfiles.includes(abierta.perfil) && !toca(abierta)) return irse(inicioDe(abierta.perfil))
	return abierta
}

/** GET /api/sesion: la sesión, o null si no hay. Sin red vale la copia de esta pestaña, o la guardada para firmar. */
const consultarSesion = async (): Promise<Sesion | null> => {
	try {
		return recordarSesion(await obtener('/api/sesion', Sesion))
	} catch (causa) {
		if (causa instanceof ErrorApi && causa.estado === 401) return recordarSesion(null)
		const copia = esDeRed(causa) ? await sesionSinRed() : null
		if (copia === null) throw causa
		actual = copia
		alPerderSesion(alTerminarSesion)
		return actual
	}
}

/** Guarda la sesión recién abierta (o su falta) y pone la app en hora. */
export const recordarSesion = (abierta: Sesion | null): Sesion | null => {
	actual = abierta
	alPerderSesion(abierta === null ? null : alTerminarSesion)
	if (abierta === null) sessionStorage.removeItem(LLAVE)
	else {
		ponerEnHora(abierta.ahora)
		sessionStorage.setItem(LLAVE, JSON.stringify(abierta))
		// Lo que otra persona dejó guardado en este dispositivo se borra en cuanto entra alguien más.
		void conLoGuardado(({ guardados }) => guardados.limpiar(abierta.persona.id))
	}
	return abierta
}

/** DELETE /api/sesion y carga la portada de nuevo: nada de quien salió queda en memoria. */
export const cerrarSesion = async (): Promise<void> => {
	await enviar('DELETE', '/api/sesion', {})
	await conLoGuardado(({ guardados }) => guardados.borrar())
	marcarInsignia(0)
	recordarSesion(null)
	location.assign('/')
}

const alTerminarSesion = (): void => {
	recordarSesion(null)
	// En plena ceremonia no se tira la pantalla: quien sella lee el error y decide.
	if (!ocupado.valor) void irse(direccionDeEntrada(new URL(location.href)))
}

/** /entrar, con el regreso a donde estaba. */
export const direccionDeEntrada = (aqui: URL): string =>
	`/entrar?volver=${encodeURIComponent(aqui.pathname + aqui.search)}`

// Otro documento, no otra ruta: /entrar trae su propia política de seguridad.
const irse = (destino: string): Promise<never> => {
	location.assign(destino)
	return new Promise<never>(() => {})
}

/** La de esta pestaña o, si se abrió sin red, la que el director guardó; y con ella, la hora del servidor. */
const sesionSinRed = async (): Promise<Sesion | null> => {
	const guardada = await conLoGuardado(({ guardados }) => guardados.sesion())
	if (guardada) ponerEnHora(new Date(Date.now() + guardada.desfase).toISOString())
	const copia = v.safeParse(Sesion, leerCopia())
	return copia.success ? copia.output : (guardada?.sesion ?? null)
}

type Dispositivo = typeof import('./offline/dispositivo.ts')

/** Hace algo con lo guardado, si hay; null si no, o si este navegador no deja leerlo. */
const conLoGuardado = async <T>(hacer: (dispositivo: Dispositivo) => Promise<T>): Promise<T | null> => {
	try {
		return (await hayAlgoGuardado()) ? await hacer(await import('./offline/dispositivo.ts')) : null
	} catch (causa) {
		console.error('Lo guardado en este dispositivo no se pudo leer.', causa)
		return null
	}
}

const leerCopia = (): unknown => {
	try {
		return JSON.parse(sessionStorage.getItem(LLAVE) ?? 'null')
	} catch {
		return null
	}
}
