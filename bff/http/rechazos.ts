import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type DatosMotivo, type Motivo, esMotivo, frase } from '#core/contract/motivo.ts'
import type { Problema } from '#core/contract/problema.ts'
import type { Rechazo } from '#core/domain/result.ts'

/** Motivo → estado HTTP. La gemela es FRASES, en el contrato: un motivo sin estado no compila. */
const ESTADOS = {
	'peticion-invalida': 400,
	'demasiado-grande': 413,
	'demasiados-intentos': 429,
	'no-encontrado': 404,
	'metodo-no-admitido': 405,
	'origen-ajeno': 403,
	'falla-interna': 500,
	'servicio-no-disponible': 503,
	'sin-sesion': 401,
	'ficha-de-identidad-invalida': 401,
	'correo-no-institucional': 403,
	'inquilino-ajeno': 403,
	'sin-perfil': 403,
	'sin-permiso': 403,
	'fuera-de-ambito': 403,
	'archivo-sae-ilegible': 422,
	'filas-con-error': 422,
	'importacion-no-admite': 409,
	'importaciones-abiertas': 409,
	'columnas-incompletas': 422,
	'modelo-no-electronico': 409,
	'reposicion-no-electronica': 409,
	'requisitos-incumplidos': 409,
	'dato-no-cabe': 409,
	'tramite-abierto': 409,
	'estado-no-permite': 409,
	'razon-requerida': 422,
	'rango-traslapado': 409,
	'rango-invertido': 422,
	'rango-desmedido': 422,
	'rango-fuera': 422,
	'sin-folios': 409,
	'plantel-ajeno': 403,
	'rango-cambiado': 409,
	'rango-no-contiene': 422,
	'rango-agotado': 409,
	'folios-ya-dados': 409,
	'mismo-plantel': 422,
	'folio-cancelado': 409,
	'tramite-sin-folio': 409,
	'folio-no-se-cancela': 409,
	'nombre-cambia-letras': 422,
	'nombre-todo-mayusculas': 422,
	'nombre-invalido': 422,
	'nombre-pide-revision': 422,
	'archivo-no-es-efirma': 422,
	'dos-certificados': 422,
	'dos-llaves': 422,
	'falta-certificado': 422,
	'falta-llave': 422,
	'llave-muy-antigua': 422,
	'llave-no-admitida': 422,
	'llave-danada': 422,
	'llave-muy-corta': 422,
	'certificado-no-rsa': 422,
	'contrasena-incorrecta': 422,
	'no-es-pareja': 422,
	'es-csd': 422,
	'es-persona-moral': 422,
	'certificado-vencido': 422,
	'certificado-aun-no-vigente': 422,
	'certificado-por-vencer': 422,
	'certificado-de-otra-persona': 403,
	'rfc-con-otra-fecha': 403,
	'certificado-no-confiable': 422,
	'certificado-revocado': 422,
	'certificado-ilegible': 422,
	'persona-sin-curp': 409,
	'ya-sellado': 409,
	'sellado-por-otra-persona': 409,
	devuelto: 409,
	'sello-retirado': 409,
	'sello-no-corresponde': 422,
	'documento-alterado': 422,
	'revocacion-sin-respuesta': 503,
	'sello-revocado': 409,
	'sin-sello-revocado': 409,
	'fecha-invalida': 422,
	'suplencia-en-el-pasado': 422,
	'suplencia-anticipada': 422,
	'suplencia-invertida': 422,
	'suplencia-larga': 422,
	'suplencia-traslapada': 409,
	'suplencia-misma-persona': 422,
	'titular-no-corresponde': 422,
	'suplente-no-elegible': 422,
	'suplencia-segunda-persona': 403,
	'suplencia-no-admite': 409,
	'suplencia-terminada': 403,
	'suplencia-agotada': 409,
	'sin-certificados-por-enviar': 409,
	'ajuste-invalido': 422,
	'ajuste-cambiado': 409,
	'documento-no-disponible': 404,
	'documento-danado': 500,
	'enlace-invalido': 404,
	'enlace-vencido': 410,
	'identidad-no-coincide': 422,
	'enlace-agotado': 410,
	'correo-invalido': 422,
	'correo-rechazado': 422,
	'tutor-requerido': 422,
	'codigo-incorrecto': 422,
	'codigo-vencido': 410,
	'buzon-sin-confirmar': 409,
	'ya-acusado': 409,
} satisfies Record<Motivo, ContentfulStatusCode>

const MOTIVO_DE_CAMPO: Partial<Record<Motivo, string>> = {
	'rango-invertido': 'hasta',
	'rango-desmedido': 'hasta',
	'rango-fuera': 'desde',
	'rango-traslapado': 'desde',
	'plantel-ajeno': 'plantelId',
	'mismo-plantel': 'plantelId',
	'rango-no-contiene': 'desde',
	'folios-ya-dados': 'desde',
	'correo-invalido': 'correo',
	'correo-rechazado': 'correo',
	'tutor-requerido': 'manifiesta',
	'codigo-incorrecto': 'codigo',
	'codigo-vencido': 'codigo',
	'razon-requerida': 'razon',
	'suplencia-en-el-pasado': 'desde',
	'suplencia-anticipada': 'desde',
	'suplencia-traslapada': 'desde',
	'suplencia-invertida': 'hasta',
	'suplencia-larga': 'hasta',
	'suplencia-misma-persona': 'suplenteId',
	'suplente-no-elegible': 'suplenteId',
	'titular-no-corresponde': 'titularId',
	'ajuste-invalido': 'valor',
}

/** Responde un «no» como problem+json (RFC 9457), con la frase junto al campo cuando el motivo es de uno. */
export const negar = (
	c: Context,
	motivo: Motivo,
	datos: DatosMotivo = {},
	campos?: readonly { campo: string; frase: string }[],
): Response => {
	const estado = ESTADOS[motivo]
	const campoPropio =
		motivo === 'nombre-invalido' || motivo === 'fecha-invalida'
			? String(datos['campo'] ?? 'nombre')
			: MOTIVO_DE_CAMPO[motivo]
	const problema: Problema = {
		type: `urn:egreso:motivo:${motivo}`,
		title: motivo,
		status: estado,
		detail: frase(motivo, datos),
		motivo,
		...(Object.keys(datos).length > 0 ? { datos: { ...datos } } : {}),
		...(campos
			? { campos: [...campos] }
			: campoPropio !== undefined
				? { campos: [{ campo: campoPropio, frase: frase(motivo, datos) }] }
				: {}),
	}
	return c.body(JSON.stringify(problema), estado, {
		'content-type': 'application/problem+json; charset=utf-8',
	})
}

/** Responde el rechazo de un acto. Un motivo que el contrato no conoce es falla nuestra. */
export const negarRechazo = (c: Context, rechazado: Rechazo<string>): Response => {
	if (!esMotivo(rechazado.motivo)) throw new Error(`Motivo sin frase: ${rechazado.motivo}`)
	return negar(c, rechazado.motivo, rechazado.datos)
}
