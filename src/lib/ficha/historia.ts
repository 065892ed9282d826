/** Cómo se dice en pantalla cada acto de la bitácora; el que no esté aquí se muestra con su nombre, sin guiones. */
const ACTOS: Readonly<Record<string, string>> = {
	'importar-sae': 'Se importó de SAE',
	'cambiar-datos-sae': 'SAE cambió sus datos',
	'confrontar-renapo': 'Se pidió confrontar la CURP con RENAPO',
	'responder-renapo': 'RENAPO contestó',
	solicitar: 'Se solicitó el certificado',
	autorizar: 'Se autorizó la solicitud',
	denegar: 'Se denegó la solicitud',
	retirar: 'Se retiró el trámite',
	registrar: 'Se registró el folio en el Libro',
	cargar: 'Se cargó al aplicativo',
	'confirmar-nombre': 'Se confirmó el nombre',
	devolver: 'La dirección lo devolvió a Servicios Escolares',
	reabrir: 'SAE cambió: volvió a los requisitos',
	'sellar-plantel': 'Selló la dirección del plantel',
	'sellar-estatal': 'Selló la dirección estatal',
	'recomprobar-revocacion': 'El SAT contestó: la e.firma del sello estaba vigente',
	'detener-por-revocacion': 'El SAT contestó: se selló con una e.firma ya revocada',
	'anotar-revocacion-posterior': 'El SAT contestó: la e.firma se revocó después de sellar, y el sello vale',
	'volver-a-sellar': 'Se pidió volver a sellar',
	enviar: 'Se envió a SEP',
	'enviar-lote': 'Se envió a SEP',
	'sacar-de-lote': 'Se sacó de un lote que no había salido: un sello del lote resultó revocado',
	emitir: 'SEP lo emitió',
	rechazar: 'SEP lo rechazó',
	'dar-de-baja': 'La DSE dio de baja el registro: volvió a los requisitos',
	'cancelar-folio': 'La DSE canceló el folio',
	'poner-en-cuarentena': 'Lo que SEP devolvió no es lo enviado: se apartó para revisarlo',
	'sacar-evidencia': 'Se sacó la carpeta de evidencia',
	descargar: 'Se descargó un archivo',
	'iniciar-buzon': 'Se creó un enlace para el egresado',
	'manifestar-correo': 'El egresado manifestó su correo',
	'confirmar-buzon': 'El egresado confirmó su correo',
	'pedir-entrega': 'Se pidió entregar de nuevo',
	entregar: 'Se entregó por correo',
	acusar: 'Se acusó de recibido',
}

export const fraseDeActo = (acto: string): string => {
	const llano = acto.replaceAll('-', ' ')
	return ACTOS[acto] ?? llano.charAt(0).toLocaleUpperCase('es-MX') + llano.slice(1)
}

/** Cómo se dice el estado de una entrega por correo (13). */
export const fraseDeEntrega = (entrega: {
	readonly estado: string
	readonly error: string | null
}): { readonly texto: string; readonly tono: 'info' | 'bien' | 'mal' } => {
	switch (entrega.estado) {
		case 'enviada':
			return { texto: 'Se envió por correo.', tono: 'bien' }
		case 'fallida':
			return { texto: 'El correo no se pudo entregar.', tono: 'mal' }
		case 'relevada':
			return { texto: 'Se reemplazó por otra entrega.', tono: 'info' }
		default:
			return { texto: 'El correo está por salir.', tono: 'info' }
	}
}
