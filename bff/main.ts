import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { leerAnclas } from './adapters/anclas.ts'
import { abrirAlmacen } from './adapters/almacen/abrir.ts'
import { crearAzar } from './adapters/azar.ts'
import { crearEnviarCorreo } from './adapters/correo/smtp.ts'
import { conectarCosfac } from './adapters/cosfac/client.ts'
import { comprimir } from './adapters/cosfac/comprimido.ts'
import { crearDerivarCuv } from './adapters/cuv.ts'
import { abrirBase } from './adapters/db/abrir.ts'
import { migrar } from './adapters/db/migrar.ts'
import { huella } from './adapters/huella.ts'
import { crearValidarFicha, leerMetadatos } from './adapters/identidad/validar-ficha.ts'
import { conectarOcsp } from './adapters/ocsp/consultar.ts'
import { abrirLlaveDelRegistro, leerLlavesPublicas } from './adapters/llave-del-registro.ts'
import { pintarAcuse } from './adapters/pdf/acuse.ts'
import { pintarCarta } from './adapters/pdf/carta.ts'
import { pintarCertificado } from './adapters/pdf/certificado.ts'
import { pintarLibro } from './adapters/pdf/libro.ts'
import { pintarQr } from './adapters/pdf/qr.ts'
import { conectarRenapo } from './adapters/renapo/client.ts'
import { conectarSae } from './adapters/sae/client.ts'
import { crearReloj } from './adapters/reloj.ts'
import { encargarEntrega } from './application/entregas/confirmar-codigo.ts'
import type { Tx } from './application/ports.ts'
import { crearAnotarServicio } from './application/servicios/anotar-servicio.ts'
import {
	vigilarCorreo,
	vigilarCosfac,
	vigilarOcsp,
	vigilarRenapo,
	vigilarSae,
} from './application/servicios/vigilar.ts'
import { almacenDe, type Config, leerConfig } from './config.ts'
import { crearActos } from './actos.ts'
import { crearApp } from './http/app.ts'
import { registrar } from './http/registro.ts'
import { crearCookies } from './http/session.ts'
import { crearTrabajos } from './jobs/todos.ts'
import { crearWorker } from './jobs/worker.ts'
import type { Instante } from '#core/domain/fecha.ts'

/*
 * La raíz: lee la configuración, abre los adaptadores, arma los actos y pone en marcha el servidor y los trabajos.
 * Nada más en el BFF conoce a los dos lados a la vez.
 */

const VERSION = '0.1.0'

/** El BFF en marcha; `cerrar` deja de aceptar, termina lo que corre y suelta la base. */
const levantar = async (config: Config): Promise<{ url: string; cerrar: () => Promise<void> }> => {
	await migrar({ url: config.DATABASE_URL })
	const almacen = await abrirAlmacen(almacenDe(config))
	const base = await abrirBase({ url: config.DATABASE_URL })
	const reloj = crearReloj(config.RELOJ_INICIO as Instante | undefined)
	const azar = crearAzar(() => Date.parse(reloj()))
	const anclas = await leerAnclas(config.ANCLAS_DIR)
	const llaveCuv = Buffer.from(config.CUV_LLAVE, 'hex')
	const anotarServicio = crearAnotarServicio({ base, reloj })
	const deps = {
		base,
		reloj,
		azar,
		huella,
		anclas,
		origen: config.ORIGEN,
		siged: config.SIGED_URL,
		dominios: config.DOMINIOS_INSTITUCIONALES,
		almacen,
		derivarCuv: crearDerivarCuv(llaveCuv),
		firmarPunto: abrirLlaveDelRegistro({
			huella,
			nombre: config.REGISTRO_NOMBRE,
			semillaHex: config.REGISTRO_LLAVE,
		}),
		// La ficha del acuse se deriva: un reintento de entrega lleva el mismo enlace, y la base sólo tiene su huella.
		fichaDeEntrega: (id: string) =>
			createHmac('sha256', llaveCuv).update(`entrega:${id}`).digest('base64url'),
		enlacePublico: (folioDigital: string) => `${config.ORIGEN}/v/${folioDigital}`,
		enviarCorreo: vigilarCorreo(
			crearEnviarCorreo({ url: config.SMTP_URL, de: config.CORREO_DE }),
			anotarServicio,
		),
		consultarRevocacion: vigilarOcsp(conectarOcsp({ url: config.OCSP_URL, anclas, reloj }), anotarServicio),
		confrontarCurp: vigilarRenapo(
			conectarRenapo({
				url: config.RENAPO_URL,
				usuario: config.RENAPO_USUARIO,
				contrasena: config.RENAPO_CONTRASENA,
			}),
			anotarServicio,
		),
		traerDeSae:
			config.SAE_URL === undefined
				? null
				: vigilarSae(conectarSae({ url: config.SAE_URL, ficha: config.SAE_FICHA ?? null }), anotarServicio),
		cosfac: vigilarCosfac(
			conectarCosfac({
				url: config.COSFAC_URL,
				credenciales: { usuario: config.COSFAC_USUARIO, password: config.COSFAC_CONTRASENA },
				plazoMs: config.COSFAC_PLAZO_MS,
			}),
			anotarServicio,
		),
		validarFicha: crearValidarFicha({
			autoridad: config.IDENTIDAD_AUTORIDAD,
			emisor: config.IDENTIDAD_EMISOR,
			cliente: config.IDENTIDAD_CLIENTE,
			inquilinos: config.IDENTIDAD_INQUILINOS,
		}),
		pintarCertificado,
		pintarAcuse,
		pintarCarta,
		pintarLibro,
		pintarQr,
		comprimir,
		// Lo emitido se entrega: el encargo va en la misma transacción que la emisión (11, 13).
		alEmitir: (tx: Tx, tramiteId: string) => encargarEntrega(tx, { reloj, azar }, tramiteId),
		sondeoMs: config.SONDEO_MS,
		margenMs: config.LOTE_MARGEN_MS,
		vigilanciaMs: config.LOTE_VIGILANCIA_MS,
		barridoMs: config.LOTE_BARRIDO_MS,
	}
	const actos = crearActos(deps)
	const html = await readFile('build/index.html', 'utf8').catch(() => {
		throw new Error('Falta la PWA construida (build/). Corra «npm run build» o «npm start».')
	})
	const app = crearApp({
		...actos,
		reloj,
		azar,
		anclas,
		llavesDelRegistro: [
			deps.firmarPunto.llave,
			...leerLlavesPublicas(huella, config.REGISTRO_LLAVES_ANTERIORES ?? []),
		],
		html,
		estaticos: './build',
		origen: config.ORIGEN,
		origenIdentidad: new URL(config.IDENTIDAD_AUTORIDAD).origin,
		cookies: crearCookies(config.ORIGEN.startsWith('https:')),
		ahoraMs: () => performance.now(),
		// Sólo detrás de un proxy propio vale X-Forwarded-For: si no, cualquiera se inventaría su dirección.
		direccion: (c) =>
			(config.TRAS_PROXY ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined) ??
			getConnInfo(c).remote.address ??
			'desconocida',
		anotarFalla: registrar,
		config: async () => ({
			identidad: {
				autoridad: config.IDENTIDAD_AUTORIDAD,
				clienteId: config.IDENTIDAD_CLIENTE,
				protocolo: config.IDENTIDAD_PROTOCOLO,
				metadatos:
					config.IDENTIDAD_PROTOCOLO === 'OIDC' ? await leerMetadatos(config.IDENTIDAD_AUTORIDAD) : null,
			},
			ahora: reloj(),
			version: VERSION,
			demo: config.DEMO,
		}),
		salud: async () => ({ listo: await responde(base), version: VERSION, base: base.dialecto }),
	})
	const worker = crearWorker({
		base,
		reloj,
		azar,
		trabajos: crearTrabajos(deps),
		avisar: (aviso) => registrar({ ...aviso }),
		sondeoMs: Math.min(1000, config.SONDEO_MS),
		arriendoMs: config.ARRIENDO_MS,
	})
	if (!config.SIN_TRABAJOS) worker.iniciar()
	const servidor = await escuchar(app.fetch, config)
	return {
		url: `http://${config.HOST}:${servidor.puerto}`,
		cerrar: async () => {
			await servidor.cerrar()
			await worker.detener()
			await base.cerrar()
		},
	}
}

const responde = (base: Awaited<ReturnType<typeof abrirBase>>): Promise<boolean> =>
	base.db
		.selectFrom('entidad')
		.select('id')
		.limit(1)
		.execute()
		.then(
			() => true,
			() => false,
		)

/** Lo que se espera, al apagar, a que terminen las peticiones en curso. */
const GRACIA_MS = 5_000

const escuchar = (
	fetch: Parameters<typeof serve>[0]['fetch'],
	config: Config,
): Promise<{ puerto: number; cerrar: () => Promise<void> }> =>
	new Promise((resolver, negar) => {
		const servidor = serve({ fetch, port: config.PORT, hostname: config.HOST }, ({ port }) =>
			resolver({
				puerto: port,
				cerrar: () =>
					new Promise((listo) => {
						servidor.close(() => listo())
						if (!('closeIdleConnections' in servidor)) return
						servidor.closeIdleConnections()
						// Un navegador abre conexiones por si acaso y no manda nada por ellas: ésas no cuentan como ociosas.
						setTimeout(() => servidor.closeAllConnections(), GRACIA_MS).unref()
					}),
			}),
		)
		servidor.once('error', negar)
	})

if (import.meta.main) {
	try {
		const egreso = await levantar(leerConfig())
		process.stdout.write(`Egreso escucha en ${egreso.url}\n`)
		let cerrando = false
		const cerrar = (): void => {
			if (cerrando) return
			cerrando = true
			void egreso.cerrar().then(() => process.exit(0))
		}
		process.once('SIGTERM', cerrar)
		process.once('SIGINT', cerrar)
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
		// Lo que ya se abrió lo tendría vivo sin atender a nadie.
		process.exit(1)
	}
}
