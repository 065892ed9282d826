import type { CertificadoPublico } from '#core/contract/publico.ts'
import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import { conFirmante, type Dec, type Firmante } from '#core/dec/dec.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { deBase64 } from '#core/efirma/base64.ts'
import { confiar } from '#core/efirma/cadena-de-confianza.ts'
import { verificarSello } from '#core/efirma/verificar.ts'
import { leerX509, vigenteEn, type X509 } from '#core/efirma/x509.ts'
import { fecha, momento } from '../formato.ts'
import type { Comprobacion, Respuesta } from './comprobacion.ts'

type Rol = 'plantel' | 'estatal'
type Sello = CertificadoPublico['sellos'][number]
type Dicho = Pick<Comprobacion, 'resultado' | 'frase' | 'detalle'>

const GRUPO: Record<Rol, string> = {
	plantel: 'Sello de la dirección del plantel',
	estatal: 'Sello de la dirección estatal',
}

/**
 * El sello respaldado de una dirección (20): cada quien selló la cadena original en la que él es FirmaResponsable, que
 * aquí se rearma del documento timbrado; se verifica con su certificado, y éste contra las autoridades.
 */
export const comprobarSello = async (
	{ sellos }: Pick<CertificadoPublico, 'sellos'>,
	dec: Dec,
	rol: Rol,
	autoridades: readonly X509[],
): Promise<readonly Comprobacion[]> => {
	const grupo = GRUPO[rol]
	const sello = sellos.find((uno) => uno.rol === rol)
	const una = (id: string, titulo: string, dicho: Dicho): Comprobacion => ({
		id: `${id}-${rol}`,
		grupo,
		titulo,
		...dicho,
	})
	if (!sello) {
		const frase = 'El registro no lo trae: un certificado emitido lleva el sello de las dos direcciones.'
		return [una('sello', 'El sello', dicho('mal', frase))]
	}
	const der = deBase64(sello.certificado)
	const leido = der === null ? null : leerX509(der)
	const x509 = leido?.ok ? leido.valor : null
	return [
		una('sello', 'El sello', await revisarSello(sello, dec, x509)),
		una('certificado', 'La e.firma', revisarCertificado(sello, x509)),
		una('vigencia', 'La vigencia al sellar', revisarVigencia(sello, x509)),
		una(
			'cadena-de-confianza',
			'La autoridad que la emitió',
			await revisarConfianza(sello, x509, autoridades),
		),
		una('revocacion', 'La revocación', revisarRevocacion(sello)),
	]
}

const dicho = (resultado: Respuesta, frase: string, detalle: Comprobacion['detalle'] = []): Dicho => ({
	resultado,
	frase,
	detalle,
})

const ILEGIBLE = 'No se puede leer su certificado, y sin él no se puede comprobar.'

const revisarSello = async ({ firmante, sello }: Sello, dec: Dec, x509: X509 | null): Promise<Dicho> => {
	if (x509 === null) return dicho('mal', ILEGIBLE)
	const cadena = cadenaOriginal(conFirmante(dec, comoFirmante(firmante)))
	if (!cadena.ok) return dicho('mal', 'Un dato trae una pleca (|) y el texto sellado sería ambiguo.')
	const detalle = [
		{ titulo: 'Cadena original que selló', valor: cadena.valor },
		{ titulo: 'Sello', valor: sello },
	]
	return (await verificarSello(cadena.valor, sello, x509))
		? dicho('bien', `${nombreCompleto(firmante)} selló exactamente los datos de arriba.`, detalle)
		: dicho(
				'mal',
				'El sello no corresponde a los datos de arriba: alguno cambió, o el sello es de otro documento.',
				detalle,
			)
}

const comoFirmante = (firmante: Sello['firmante']): Firmante => {
	const { nombre, primerApellido, segundoApellido, curp, idCargo, cargo } = firmante
	return {
		nombre,
		primerApellido,
		...(segundoApellido === null ? {} : { segundoApellido }),
		curp,
		idCargo,
		...(cargo === null ? {} : { cargo }),
	}
}

const revisarCertificado = ({ firmante }: Sello, x509: X509 | null): Dicho => {
	if (x509 === null) return dicho('mal', 'El certificado está dañado o no es un certificado.')
	const reparos = [
		!x509.esFiel && 'no es una e.firma',
		x509.personaMoral && 'es de una persona moral',
		x509.curp !== firmante.curp && 'su CURP no es la de quien firma',
		x509.bits < 2048 && 'su llave es demasiado corta para ser de fiar',
	].filter((reparo) => reparo !== false)
	const detalle = [
		{ titulo: 'Titular', valor: x509.nombre },
		{ titulo: 'Número de certificado', valor: x509.noCertificado },
		{ titulo: 'Emitido por', valor: x509.emisor },
	]
	return reparos.length === 0
		? dicho('bien', `Es la e.firma de ${nombreCompleto(firmante)}: misma CURP.`, detalle)
		: dicho('mal', `El certificado no sirve para este sello: ${reparos.join('; ')}.`, detalle)
}

const revisarVigencia = ({ momento: cuando }: Sello, x509: X509 | null): Dicho => {
	if (x509 === null) return dicho('no-comprobable', ILEGIBLE)
	const detalle = [
		{ titulo: 'Vale desde', valor: fecha(x509.desde.toISOString()) },
		{ titulo: 'Vale hasta', valor: fecha(x509.hasta.toISOString()) },
		{ titulo: 'Sellado, según el registro', valor: momento(cuando) },
	]
	return vigenteEn(x509, new Date(cuando))
		? dicho('bien', 'Estaba vigente cuando se selló.', detalle)
		: dicho('mal', 'No estaba vigente cuando se selló.', detalle)
}

const revisarConfianza = async (
	{ momento: cuando }: Sello,
	x509: X509 | null,
	autoridades: readonly X509[],
): Promise<Dicho> => {
	if (x509 === null) return dicho('no-comprobable', ILEGIBLE)
	switch (await confiar(x509, autoridades, new Date(cuando))) {
		case 'confiable':
			return dicho('bien', `La emitió una autoridad reconocida: ${x509.emisor}.`)
		case 'no-confiable':
			return dicho('mal', 'No viene de ninguna de las autoridades reconocidas.')
		case 'sin-anclas':
			return dicho(
				'no-comprobable',
				'No se pudo traer la lista de autoridades reconocidas. Vuelva a intentar con conexión.',
			)
	}
}

const revisarRevocacion = ({ revocacion }: Sello): Dicho => {
	switch (revocacion) {
		case 'vigente':
			return dicho('bien', 'El registro anotó que el SAT respondió que no estaba revocada cuando selló.')
		case 'revocado':
			return dicho('mal', 'El registro anotó que el SAT la reportó revocada.')
		case 'no-comprobado':
			return dicho('no-comprobable', 'Al sellar, el SAT no respondió; el registro lo anotó así.')
	}
}
