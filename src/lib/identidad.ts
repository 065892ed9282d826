import { type IPublicClientApplication, ProtocolMode, PublicClientApplication } from '@azure/msal-browser'
import { type AbrirSesion, type Config, Reto, Sesion } from '#core/contract/sesion.ts'
import type { InferOutput } from 'valibot'
import { enviar } from './api.ts'
import { guardarIda, olvidarIda, reponerIda } from './ida.ts'

/*
 * Entrar con Office 365 (10). MSAL sólo vive en /entrar: consigue la ficha de identidad, que se cambia por la cookie
 * de sesión del BFF, y no guarda nada después. El nonce lo pone el BFF y él mismo lo comprueba en la ficha.
 */

const ALCANCES = ['openid', 'profile', 'email']

/** El cliente del proveedor que dice la configuración, ya iniciado. */
export const crearCliente = async (identidad: Config['identidad']): Promise<IPublicClientApplication> => {
	const autoridad = new URL(identidad.autoridad)
	const esOidc = identidad.protocolo === 'OIDC'
	// MSAL no admite una autoridad sin https. La de desarrollo es http y local: se le nombra con https y todo lo demás
	// (a dónde ir, dónde canjear) sale de sus metadatos, que van dados.
	if (esOidc && identidad.metadatos !== null) autoridad.protocol = 'https:'
	const cliente = new PublicClientApplication({
		auth: {
			clientId: identidad.clienteId,
			authority: autoridad.href,
			redirectUri: `${location.origin}/entrar`,
			knownAuthorities: [autoridad.host],
			onRedirectNavigate: () => guardarIda(Date.now()),
			...(identidad.metadatos === null ? {} : { authorityMetadata: identidad.metadatos }),
		},
		// En memoria no se puede: lo que hace falta para volver se perdería al salir. Se borra al terminar.
		cache: { cacheLocation: 'sessionStorage' },
		system: { protocolMode: esOidc ? ProtocolMode.OIDC : ProtocolMode.AAD },
	})
	await cliente.initialize()
	return cliente
}

/** Sale hacia el proveedor; la página se va. Lanza `ErrorApi` si el BFF no da el reto. */
export const salirAEntrar = async (cliente: IPublicClientApplication): Promise<void> => {
	const { nonce } = await enviar('POST', '/api/sesion/reto', {}, Reto)
	await cliente.loginRedirect({ scopes: ALCANCES, nonce, prompt: 'select_account' })
}

/**
 * De vuelta del proveedor: cambia la ficha por la sesión. Null si no se viene de regreso. Lanza `ErrorApi` con el
 * motivo si el BFF no la acepta, o el error de MSAL si el proveedor dijo que no.
 */
export const terminarDeEntrar = async (cliente: IPublicClientApplication): Promise<Sesion | null> => {
	reponerIda(Date.now())
	try {
		const regreso = await cliente.handleRedirectPromise({ navigateToLoginRequestUrl: false })
		if (regreso === null) return null
		const orden: InferOutput<typeof AbrirSesion> = { idToken: regreso.idToken }
		return await enviar('POST', '/api/sesion', orden, Sesion)
	} finally {
		olvidarIda()
	}
}
