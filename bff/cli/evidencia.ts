import type { Command } from 'commander'
import { lstat, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { leerAnclas } from '../adapters/anclas.ts'
import { crearRutaDeAutoridades } from '../adapters/autoridades.ts'
import {
	reunirEvidencia,
	type Evidencia,
	type NoHayEvidencia,
} from '../application/evidencia/reunir-evidencia.ts'
import { leerCarpetaDeAnclas } from '../config.ts'
import type { Contexto } from './contexto.ts'
import type { Rechazo } from '#core/domain/result.ts'

type Opciones = { readonly salida: string; readonly anclas?: string }

/** `egreso evidencia FOLIO`: escribe una carpeta que respalda los sellos (20) y se verifica con openssl y xmllint. */
export const registrarEvidencia = (programa: Command, abrirContexto: () => Promise<Contexto>): void => {
	programa
		.command('evidencia')
		.description('Escribe la evidencia de un certificado: una carpeta que se verifica con openssl y xmllint.')
		.argument('<folio>', 'folio del certificado, como CE20180000001')
		.option('--salida <carpeta>', 'dónde dejar la carpeta evidencia-FOLIO', '.')
		.option('--anclas <carpeta>', 'carpeta de las autoridades; sin ella, la de ANCLAS_DIR')
		.action(async (folio: string, opciones: Opciones) => {
			const contexto = await abrirContexto()
			try {
				const { carpeta, huella } = await sacarEvidencia(contexto, folio, opciones)
				process.stdout.write(`${carpeta}\nHuella del MANIFIESTO: ${huella}\n`)
				process.stdout.write(`Compruébela con: sh ${join(carpeta, 'verificar.sh')}\n`)
			} finally {
				await contexto.base.cerrar()
			}
		})
}

/** Reúne y escribe. Lanza, con qué hacer, si no hay evidencia o la carpeta no se puede escribir; nada queda a medias. */
const sacarEvidencia = async (
	contexto: Contexto,
	texto: string,
	opciones: Opciones,
): Promise<{ readonly carpeta: string; readonly huella: string }> => {
	const anclas = opciones.anclas ?? leerCarpetaDeAnclas()
	const reunida = await reunirEvidencia({
		...contexto,
		rutaDeAutoridades: crearRutaDeAutoridades(
			await leerAnclas(anclas).catch((causa: unknown) => {
				throw new Error(
					`No se pudieron leer las autoridades de ${anclas}: ${dicho(causa)}. Diga otra con --anclas.`,
				)
			}),
		),
		esquema: await leerDeAqui('../../src/core/dec/dec-terminacion-3.0.xsd'),
		verificar: await leerDeAqui('./evidencia/verificar.sh'),
	})(texto)
	if (!reunida.ok) throw new Error(porque(reunida, anclas))
	const carpeta = resolve(opciones.salida, `evidencia-${reunida.valor.folio}`)
	await escribirCarpeta(carpeta, reunida.valor)
	return { carpeta, huella: reunida.valor.huella }
}

const leerDeAqui = (ruta: string): Promise<string> => readFile(new URL(ruta, import.meta.url), 'utf8')

const porque = ({ motivo, datos }: Rechazo<NoHayEvidencia>, anclas: string): string => {
	switch (motivo) {
		case 'folio-invalido':
			return `«${datos['valor']}» no es un folio: se escribe CE, el modelo (2008 o 2018) y siete cifras, como CE20180000001.`
		case 'folio-inexistente':
			return `El folio ${datos['folio']} no se ha dado en esta base. Revíselo, y que DATABASE_URL sea la base correcta.`
		case 'sin-sellos':
			return `El certificado ${datos['folio']} todavía no tiene sellos: su trámite está «${datos['estado']}». Hay evidencia desde que sella el plantel (16).`
		case 'autoridad-desconocida':
			return `En ${anclas} no están todas las autoridades del sello ${datos['rol']}: lo emitió «${datos['emisor']}». Agréguelas, o diga otra carpeta con --anclas.`
	}
}

/** Escribe en una carpeta aparte y la pone en su lugar al final: o está entera, o no está. */
const escribirCarpeta = async (carpeta: string, { archivos }: Evidencia): Promise<void> => {
	const sitio = dirname(carpeta)
	if (await lstat(carpeta).catch(() => null)) {
		throw new Error(`Ya existe ${carpeta}, y no se toca. Muévala o bórrela, o diga otro lugar con --salida.`)
	}
	let parcial: string | null = null
	try {
		// Sólo el último tramo: `recursive` se queda dando vueltas donde el sistema contesta ENOENT, como en /proc.
		await mkdir(sitio).catch((causa: unknown) => {
			const codigo = causa instanceof Error && 'code' in causa ? causa.code : null
			if (codigo === 'ENOENT') throw new Error('no existe la carpeta que la contiene', { cause: causa })
			if (codigo !== 'EEXIST') throw causa
		})
		parcial = await mkdtemp(join(sitio, '.evidencia-'))
		for (const { ruta, bytes } of archivos) {
			const destino = join(parcial, ruta)
			await mkdir(dirname(destino), { recursive: true, mode: 0o700 })
			// Lleva datos personales: sólo para quien la sacó.
			await writeFile(destino, bytes, { mode: ruta.endsWith('.sh') ? 0o700 : 0o600 })
		}
		await rename(parcial, carpeta)
	} catch (causa) {
		if (parcial !== null) await rm(parcial, { recursive: true, force: true })
		throw new Error(`No se pudo escribir ${carpeta}: ${dicho(causa)}. Diga otro lugar con --salida.`, {
			cause: causa,
		})
	}
}

const CAUSAS: Readonly<Record<string, string>> = {
	EACCES: 'no hay permiso',
	EPERM: 'no hay permiso',
	EROFS: 'el disco es de sólo lectura',
	ENOSPC: 'el disco está lleno',
	ENOENT: 'no existe',
	ENOTDIR: 'un tramo de la ruta no es una carpeta',
	EEXIST: 'un tramo de la ruta no es una carpeta',
	ENOTEMPTY: 'alguien la creó mientras tanto',
}

const dicho = (causa: unknown): string => {
	if (!(causa instanceof Error)) return 'el sistema no lo permitió'
	const codigo = 'code' in causa ? String(causa.code) : ''
	return (
		CAUSAS[codigo] ??
		(codigo === '' ? causa.message.replace(/\.$/, '') : `el sistema no lo permitió (${codigo})`)
	)
}
