/** La e.firma que se va eligiendo dentro del worker: qué es cada archivo, si sirve, y cómo se abre. */
import type { DatosMotivo, Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { reconocerArchivo } from '#core/efirma/archivo.ts'
import { aBase64, deBase64 } from '#core/efirma/base64.ts'
import { leerAnclas } from '#core/efirma/cadena-de-confianza.ts'
import { revisarEfirma } from '#core/efirma/idoneidad.ts'
import { abrirLlave, sonPareja } from '#core/efirma/llave.ts'
import { leerX509, type X509 } from '#core/efirma/x509.ts'
import type { AlWorker, EfirmaElegida, FalloDeArchivo } from './protocolo.ts'

type Certificado = { readonly x509: X509; readonly mostrado: EfirmaElegida }
type Llave = { readonly archivo: string; readonly bytes: Uint8Array }

export type Elegida = { readonly certificado: Certificado | null; readonly llave: Llave | null }

export const NADA_ELEGIDO: Elegida = { certificado: null, llave: null }

/** Los del SAT miden menos de 4 KB; un archivo mayor no se lee. */
const MAXIMO = 131_072

type Advertencia = { readonly motivo: Motivo; readonly datos: DatosMotivo }

/**
 * Suma los archivos a lo ya elegido: el certificado nuevo ocupa el lugar del anterior, y la llave igual. Cada archivo
 * que no sirve dice por qué, en una frase; los demás se conservan.
 */
export const leerElegidos = async (
	antes: Elegida,
	orden: Omit<Extract<AlWorker, { tipo: 'archivos' }>, 'tipo'>,
): Promise<{
	readonly elegida: Elegida
	readonly fallos: readonly FalloDeArchivo[]
	readonly advertencias: readonly Advertencia[]
}> => {
	let { certificado, llave } = antes
	const fallos: FalloDeArchivo[] = []
	let advertencias: readonly Advertencia[] = []
	for (const archivo of orden.archivos) {
		const leido = await leerUno(archivo, orden)
		if ('llave' in leido) llave = leido.llave
		if ('certificado' in leido) ({ certificado, advertencias } = leido)
		if (leido.fallo) fallos.push({ archivo: archivo.name, ...leido.fallo })
	}
	return { elegida: { certificado, llave }, fallos, advertencias }
}

type Fallo = { readonly motivo: Motivo; readonly datos: DatosMotivo } | null
type Leido =
	| { readonly fallo: Fallo }
	| { readonly llave: Llave; readonly fallo: null }
	| {
			readonly certificado: Certificado
			readonly advertencias: readonly Advertencia[]
			readonly fallo: Fallo
	  }

const leerUno = async (
	archivo: File,
	orden: Omit<Extract<AlWorker, { tipo: 'archivos' }>, 'tipo'>,
): Promise<Leido> => {
	const ajeno = { fallo: { motivo: 'archivo-no-es-efirma', datos: {} } } as const
	if (archivo.size > MAXIMO) return ajeno
	const bytes = new Uint8Array(await archivo.arrayBuffer())
	switch (reconocerArchivo(bytes)) {
		case 'desconocido':
			return ajeno
		case 'llave':
			return { llave: { archivo: archivo.name, bytes }, fallo: null }
		case 'certificado':
			return leerCertificado(archivo.name, bytes, orden)
	}
}

const leerCertificado = async (
	archivo: string,
	bytes: Uint8Array,
	{ momento, curp, anclas }: Omit<Extract<AlWorker, { tipo: 'archivos' }>, 'tipo'>,
): Promise<Leido> => {
	const leido = leerX509(bytes)
	if (!leido.ok) return { fallo: { motivo: leido.motivo, datos: leido.datos } }
	const x509 = leido.valor
	if (curp === null) return { fallo: { motivo: 'persona-sin-curp', datos: {} } }
	const reparos = await revisarEfirma({
		x509,
		curpEsperada: curp,
		momento: new Date(momento),
		anclas: leerAnclas((anclas ?? []).flatMap((ancla) => deBase64(ancla) ?? [])),
	})
	const impedimentos = reparos.filter(({ impide }) => impide)
	const { nombre: titular, rfc, noCertificado, hasta } = x509
	return {
		certificado: {
			x509,
			mostrado: {
				archivo,
				titular,
				rfc,
				noCertificado,
				hasta: hasta.toISOString(),
				sirve: impedimentos.length === 0,
			},
		},
		advertencias: reparos.filter(({ impide }) => !impide),
		// El primero es el que más explica: una frase basta.
		fallo: impedimentos[0] ?? null,
	}
}

/** Abre la llave elegida con la contraseña y comprueba que sea pareja del certificado. */
export const abrirElegida = async (
	{ certificado, llave }: Elegida,
	contrasena: string,
): Promise<Result<{ readonly llave: CryptoKey; readonly certificado: string }, Motivo>> => {
	if (certificado === null || !certificado.mostrado.sirve) return rechazo('falta-certificado')
	if (llave === null) return rechazo('falta-llave')
	const abierta = await abrirLlave(llave.bytes, contrasena)
	if (!abierta.ok) return abierta
	if (!(await sonPareja(abierta.valor, certificado.x509))) return rechazo('no-es-pareja')
	return ok({ llave: abierta.valor, certificado: aBase64(certificado.x509.der) })
}
