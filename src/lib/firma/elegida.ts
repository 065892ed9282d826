/** La e.firma que se va eligiendo dentro del worker: qué es cada archivo, si sirve, y cómo se abre. */
import type { DatosMotivo, Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { reconocerPiezas, type ClaseArchivo } from '#core/efirma/archivo.ts'
import { aBase64, deBase64 } from '#core/efirma/base64.ts'
import { leerAnclas } from '#core/efirma/cadena-de-confianza.ts'
import { LIMITE_ENVUELTO } from '#core/efirma/envoltura.ts'
import { revisarEfirma } from '#core/efirma/idoneidad.ts'
import { abrirLlave, compararPareja, revisarLlave } from '#core/efirma/llave.ts'
import { leerX509, type X509 } from '#core/efirma/x509.ts'
import type { AlWorker, EfirmaElegida, FalloDeArchivo } from './protocolo.ts'

type Advertencia = { readonly motivo: Motivo; readonly datos: DatosMotivo }

type Certificado = {
	readonly x509: X509
	readonly mostrado: EfirmaElegida
	/** Por qué no sirve; vacío si sirve. Se sigue diciendo mientras siga elegido. */
	readonly fallos: readonly FalloDeArchivo[]
	readonly advertencias: readonly Advertencia[]
}
type Llave = { readonly archivo: string; readonly bytes: Uint8Array }

export type Elegida = { readonly certificado: Certificado | null; readonly llave: Llave | null }

/** Como empieza una ceremonia: sin certificado ni llave. */
export const NADA_ELEGIDO: Elegida = { certificado: null, llave: null }

type Orden = Omit<Extract<AlWorker, { tipo: 'archivos' }>, 'tipo'>
type Pieza = { readonly archivo: string; readonly clase: ClaseArchivo; readonly bytes: Uint8Array }

const leerPiezas = async (archivo: File): Promise<readonly Pieza[]> => {
	// Uno mayor no es de e.firma, y no se lee.
	if (archivo.size > LIMITE_ENVUELTO) {
		return [{ archivo: archivo.name, clase: 'desconocido', bytes: new Uint8Array() }]
	}
	const piezas = reconocerPiezas(new Uint8Array(await archivo.arrayBuffer()))
	return piezas.map((pieza) => ({ archivo: archivo.name, ...pieza }))
}

const sonIguales = (uno: Uint8Array, otro: Uint8Array): boolean =>
	uno.length === otro.length && uno.every((byte, i) => byte === otro[i])

/** Sin las copias: el mismo archivo bajado dos veces no son dos. */
const distintas = <T extends { readonly bytes: Uint8Array }>(piezas: readonly T[]): readonly T[] =>
	piezas.filter((una, i) => piezas.findIndex((otra) => sonIguales(una.bytes, otra.bytes)) === i)

const nombresDe = (piezas: readonly { readonly archivo: string }[]): string =>
	new Intl.ListFormat('es-MX').format(new Set(piezas.map(({ archivo }) => archivo)))

/**
 * Suma los archivos a lo ya elegido: el certificado nuevo ocupa el lugar del anterior, y la llave igual. Cada archivo
 * que no sirve dice por qué, en una frase; los demás se conservan. Si vienen dos llaves o dos certificados distintos no
 * se adivina cuál: se dice, y queda lo que había.
 */
export const leerElegidos = async (
	antes: Elegida,
	orden: Orden,
): Promise<{
	readonly elegida: Elegida
	readonly fallos: readonly FalloDeArchivo[]
	readonly advertencias: readonly Advertencia[]
}> => {
	const piezas = (await Promise.all(orden.archivos.map(leerPiezas))).flat()
	const fallos: FalloDeArchivo[] = []
	let { certificado, llave } = antes

	for (const { archivo, clase } of piezas) {
		if (clase === 'llave' || clase === 'certificado') continue
		const datos = clase === 'desconocido' ? {} : { es: clase }
		fallos.push({ archivo, motivo: 'archivo-no-es-efirma', datos })
	}

	const leidas = leerCertificados(piezas.filter(({ clase }) => clase === 'certificado'))
	fallos.push(...leidas.fallos)
	const [suyo, ...otros] = leidas.certificados
	if (otros.length > 0) {
		fallos.push({ archivo: nombresDe(leidas.certificados), motivo: 'dos-certificados', datos: {} })
	} else if (suyo) certificado = await juzgar(suyo.archivo, suyo.x509, orden)

	const llaves = distintas(piezas.filter(({ clase }) => clase === 'llave'))
	const [unica, ...sobrantes] = llaves
	if (sobrantes.length > 0) fallos.push({ archivo: nombresDe(llaves), motivo: 'dos-llaves', datos: {} })
	else if (unica) {
		const revisada = revisarLlave(unica.bytes)
		if (revisada.ok) llave = { archivo: unica.archivo, bytes: unica.bytes }
		else fallos.push({ archivo: unica.archivo, motivo: revisada.motivo, datos: revisada.datos })
	}

	return {
		elegida: { certificado, llave },
		fallos: [...fallos, ...(certificado?.fallos ?? [])],
		advertencias: certificado?.advertencias ?? [],
	}
}

type Leido = { readonly archivo: string; readonly bytes: Uint8Array; readonly x509: X509 }

/** Los certificados de persona. Un PEM puede traer también los de sus autoridades: solos son un error; junto a otro, no. */
const leerCertificados = (
	piezas: readonly Pieza[],
): { readonly certificados: readonly Leido[]; readonly fallos: readonly FalloDeArchivo[] } => {
	const fallos: FalloDeArchivo[] = []
	const leidos: Leido[] = []
	for (const { archivo, bytes } of piezas) {
		const leido = leerX509(bytes)
		if (leido.ok) leidos.push({ archivo, bytes: leido.valor.der, x509: leido.valor })
		else fallos.push({ archivo, motivo: leido.motivo, datos: leido.datos })
	}
	const certificados = distintas(leidos.filter(({ x509 }) => !x509.esAutoridad))
	if (certificados.length === 0) {
		for (const { archivo } of leidos) {
			fallos.push({ archivo, motivo: 'archivo-no-es-efirma', datos: { es: 'autoridad' } })
		}
	}
	return { certificados, fallos }
}

const juzgar = async (
	archivo: string,
	x509: X509,
	{ momento, curp, anclas }: Orden,
): Promise<Certificado> => {
	const { nombre: titular, rfc, noCertificado, hasta } = x509
	const mostrar = (sirve: boolean): EfirmaElegida => ({
		archivo,
		titular,
		rfc,
		noCertificado,
		hasta: hasta.toISOString(),
		sirve,
	})
	if (curp === null) {
		const fallos = [{ archivo, motivo: 'persona-sin-curp', datos: {} }] as const
		return { x509, mostrado: mostrar(false), fallos, advertencias: [] }
	}
	const reparos = await revisarEfirma({
		x509,
		curpEsperada: curp,
		momento: new Date(momento),
		anclas: leerAnclas((anclas ?? []).flatMap((ancla) => deBase64(ancla) ?? [])),
	})
	// El primero es el que más explica: una frase basta.
	const fallos = reparos
		.filter(({ impide }) => impide)
		.slice(0, 1)
		.map(({ motivo, datos }) => ({ archivo, motivo, datos }))
	return {
		x509,
		mostrado: mostrar(fallos.length === 0),
		fallos,
		advertencias: reparos.filter(({ impide }) => !impide).map(({ motivo, datos }) => ({ motivo, datos })),
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
	switch (await compararPareja(abierta.valor, certificado.x509)) {
		case 'otra':
			return rechazo('no-es-pareja')
		case 'danada':
			return rechazo('llave-danada')
		case 'pareja':
			return ok({ llave: abierta.valor, certificado: aBase64(certificado.x509.der) })
	}
}
