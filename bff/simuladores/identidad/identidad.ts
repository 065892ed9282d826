import { exportJWK, generateKeyPair } from 'jose'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Provider, interactionPolicy, type AdapterFactory, type Configuration } from 'oidc-provider'
import { actua, fallasEnReposo, type Fallas } from '../fallas.ts'
import { contestar, leerCuerpo, levantarServidorHttp, type ServidorHttp } from '../servidor.ts'
import { enMemoria } from './memoria.ts'
import { paginaDeError, paginaDePersonas, paginaDeSalida, paginaDespedida } from './paginas.ts'
import { INQUILINO_DEMO, type PersonaDemo } from './personas.ts'
import { POLITICA } from '../pagina.ts'

/**
 * - `acceso-negado`: quien elige persona vuelve a la aplicación con `access_denied`.
 * - `otra-firma`: el ID token llega firmado por una llave que no está en el JWKS.
 */
type ModoIdentidad = 'acceso-negado' | 'otra-firma'
const MODOS: readonly ModoIdentidad[] = ['acceso-negado', 'otra-firma']

type OpcionesIdentidad = {
	readonly puerto?: number
	readonly personas: readonly PersonaDemo[]
	/** El `client_id` público de la aplicación. */
	readonly cliente?: string
	/** Direcciones exactas a las que puede volver; sus orígenes son los que pasan CORS. */
	readonly retornos: readonly string[]
	/** Adónde puede volver después de salir; si no se dice, las mismas. */
	readonly retornosDeSalida?: readonly string[]
	/** `tid` de quien no trae otro. */
	readonly inquilino?: string
	readonly fallas?: Partial<Fallas<ModoIdentidad>>
}

export type Identidad = {
	/** También es el `iss` de los tokens. */
	readonly url: string
	readonly cliente: string
	readonly inquilino: string
	readonly fallas: Fallas<ModoIdentidad>
	cerrar(): Promise<void>
}

const nuevaLlave = async (kid: string) => {
	const { privateKey } = await generateKeyPair('RS256', { extractable: true })
	return { ...(await exportJWK(privateKey)), kid, use: 'sig', alg: 'RS256' }
}

// Entra ID deja elegir cuenta con prompt=select_account; aquí además siempre se elige, porque la demostración
// consiste en entrar con una persona tras otra.
const siempreElegir = () => {
	const { base, Check, Prompt } = interactionPolicy
	const politica = base()
	politica.get('login')?.checks.add(
		new Check('elegir-persona', 'Hay que elegir una persona', (ctx) => {
			const silencioso = ctx.oidc.prompts.has('none')
			return !silencioso && ctx.oidc.result?.login === undefined
				? Check.REQUEST_PROMPT
				: Check.NO_NEED_TO_PROMPT
		}),
	)
	politica.add(
		new Prompt(
			{ name: 'select_account', requestable: true },
			new Check('persona-sin-elegir', 'Hay que elegir una persona', (ctx) =>
				ctx.oidc.prompts.has('select_account') && ctx.oidc.result?.login === undefined
					? Check.REQUEST_PROMPT
					: Check.NO_NEED_TO_PROMPT,
			),
		),
		0,
	)
	return politica
}

const configurar = async (
	opciones: OpcionesIdentidad,
	cliente: string,
	inquilino: string,
	adapter: AdapterFactory,
): Promise<Configuration> => {
	const origenes = new Set(opciones.retornos.map((uno) => new URL(uno).origin))
	return {
		adapter,
		clients: [
			{
				client_id: cliente,
				redirect_uris: [...opciones.retornos],
				post_logout_redirect_uris: [...(opciones.retornosDeSalida ?? opciones.retornos)],
				token_endpoint_auth_method: 'none',
				grant_types: ['authorization_code', 'refresh_token'],
				response_types: ['code'],
				id_token_signed_response_alg: 'RS256',
			},
		],
		jwks: { keys: [await nuevaLlave('demo-1')] },
		claims: {
			openid: ['sub', 'oid', 'tid', 'ver'],
			profile: ['name', 'preferred_username'],
			email: ['email'],
		},
		// Entra ID pone estos datos en el propio ID token y no manda a preguntar a userinfo.
		conformIdTokenClaims: false,
		pkce: { required: () => true },
		scopes: ['openid', 'offline_access'],
		clientBasedCORS: (_ctx, origen) => origenes.has(origen),
		cookies: {
			// Las cookies no distinguen puerto: sin nombres propios chocarían con las del producto.
			names: { session: '_oidc_sesion', interaction: '_oidc_paso', resume: '_oidc_sigue' },
			keys: [crypto.randomUUID()],
		},
		ttl: {
			AccessToken: 3600,
			AuthorizationCode: 300,
			Grant: 86_400,
			IdToken: 3600,
			Interaction: 3600,
			RefreshToken: 86_400,
			Session: 86_400,
		},
		interactions: { policy: siempreElegir(), url: (_ctx, paso) => `/interaccion/${paso.uid}` },
		features: {
			devInteractions: { enabled: false },
			rpInitiatedLogout: {
				enabled: true,
				logoutSource: (ctx, formulario) => {
					ctx.type = 'html'
					ctx.body = paginaDeSalida(formulario)
				},
				postLogoutSuccessSource: (ctx) => {
					ctx.type = 'html'
					ctx.body = paginaDespedida()
				},
			},
		},
		renderError: (ctx, { error, error_description }) => {
			ctx.type = 'html'
			ctx.body = paginaDeError(error, error_description ?? '')
		},
		// La institución ya consintió por su gente: se otorga lo pedido sin preguntar.
		loadExistingGrant: async (ctx) => {
			const { session, client, provider, params } = ctx.oidc
			if (!session?.accountId || !client) return undefined
			const previo = session.grantIdFor(client.clientId)
			const otorgado = previo === undefined ? undefined : await provider.Grant.find(previo)
			if (otorgado && otorgado.accountId === session.accountId) return otorgado
			const nuevo = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
			nuevo.addOIDCScope(typeof params?.['scope'] === 'string' ? params['scope'] : 'openid')
			await nuevo.save()
			return nuevo
		},
		findAccount: (_ctx, oid) => {
			const persona = opciones.personas.find((una) => una.oid === oid)
			if (!persona) return undefined
			return {
				accountId: oid,
				claims: () => ({
					sub: oid,
					oid,
					tid: persona.tid ?? inquilino,
					ver: '2.0',
					name: persona.nombre,
					preferred_username: persona.correo,
					email: persona.correo,
				}),
			}
		},
	}
}

/**
 * El Entra ID local: OIDC con código y PKCE (S256) para un cliente público, con los datos del ID token que Entra ID
 * pone (`tid`, `oid`, `preferred_username`, `name`, `ver`). La llave RS256 nace al arrancar. Fuente: OpenID Connect
 * Core 1.0, RFC 7636.
 */
export const levantarIdentidad = async (opciones: OpcionesIdentidad): Promise<Identidad> => {
	const fallas = fallasEnReposo<ModoIdentidad>(opciones.fallas)
	const cliente = opciones.cliente ?? 'egreso-demo'
	const inquilino = opciones.inquilino ?? INQUILINO_DEMO
	// El impostor conoce los mismos códigos; solo su llave es otra.
	const memoria = enMemoria()
	const configuracion = await configurar(opciones, cliente, inquilino, memoria)
	const impostor = await configurar(opciones, cliente, inquilino, memoria)

	const elegir = async (peticion: IncomingMessage, respuesta: ServerResponse): Promise<void> => {
		const paso = await proveedor.interactionDetails(peticion, respuesta)
		if (peticion.method !== 'POST') {
			const pagina = paginaDePersonas(opciones.personas, `/interaccion/${paso.uid}`)
			return contestar(respuesta, 200, 'text/html; charset=utf-8', pagina, {
				'content-security-policy': POLITICA,
			})
		}
		const formulario = new URLSearchParams((await leerCuerpo(peticion, 10_000)).toString('utf8'))
		const persona = opciones.personas.find((una) => una.oid === formulario.get('oid'))
		const negado = formulario.has('cancelar') || actua(fallas, 'acceso-negado')
		if (!persona && !negado) {
			return contestar(respuesta, 400, 'text/html; charset=utf-8', paginaDeError('persona desconocida', ''))
		}
		await proveedor.interactionFinished(
			peticion,
			respuesta,
			negado || !persona
				? { error: 'access_denied', error_description: 'La persona no quiso continuar.' }
				: { login: { accountId: persona.oid }, select_account: {} },
			{ mergeWithLastSubmission: false },
		)
	}

	const servidor: ServidorHttp = await levantarServidorHttp({
		puerto: opciones.puerto ?? 0,
		fallas,
		modos: MODOS,
		atender: async (peticion, respuesta) => {
			const ruta = (peticion.url ?? '').split('?')[0] ?? ''
			if (ruta.startsWith('/interaccion/')) {
				try {
					return await elegir(peticion, respuesta)
				} catch (causa) {
					const frase = causa instanceof Error ? causa.message : String(causa)
					return contestar(respuesta, 400, 'text/html; charset=utf-8', paginaDeError('paso vencido', frase))
				}
			}
			if (ruta === '/token' && peticion.method === 'POST' && actua(fallas, 'otra-firma')) {
				return atenderAjeno(peticion, respuesta)
			}
			await atenderOidc(peticion, respuesta)
		},
	})
	// El emisor lleva el puerto, que no se sabe hasta que el servidor escucha.
	const proveedor = new Provider(servidor.url, configuracion)
	const atenderOidc = proveedor.callback()
	const atenderAjeno = new Provider(servidor.url, impostor).callback()
	return { url: servidor.url, cliente, inquilino, fallas, cerrar: servidor.cerrar }
}
