import { ESTADOS_LOTE, type EstadoLote, type EstadoLoteCertificado, fraseDeLote } from '#core/domain/lote.ts'
import type { Tono } from '../tramite/situacion.ts'

const CORTO: Record<EstadoLote, { readonly corto: string; readonly tono: Tono }> = {
	integrado: { corto: 'Por enviar', tono: 'neutro' },
	enviando: { corto: 'Enviándose', tono: 'info' },
	aceptado: { corto: 'Recibido por COSFAC', tono: 'info' },
	desconocido: { corto: 'No se sabe si llegó', tono: 'alerta' },
	detenido: { corto: 'No lo recibió COSFAC', tono: 'mal' },
	'en-proceso': { corto: 'En revisión', tono: 'info' },
	leido: { corto: 'Respondido', tono: 'info' },
	descargado: { corto: 'Descargado en parte', tono: 'alerta' },
	comprobado: { corto: 'Por cerrar', tono: 'bien' },
	cerrado: { corto: 'Terminado', tono: 'bien' },
	deshecho: { corto: 'Deshecho', tono: 'neutro' },
}

/** Cómo va un lote, en corto y en una frase; terminado con `apartados`, todavía pide a alguien. Un estado que esta versión no conoce se dice tal cual. */
export const comoVa = (estado: string, apartados = 0): { corto: string; tono: Tono; frase: string } => {
	const conocido = ESTADOS_LOTE.find((uno) => uno === estado)
	if (!conocido)
		return { corto: estado, tono: 'neutro', frase: 'Actualice la página para ver qué significa.' }
	if (conocido === 'cerrado' && apartados > 0)
		return {
			corto: 'Con apartados',
			tono: 'alerta',
			frase:
				apartados === 1
					? 'SEP ya terminó, pero uno de los que devolvió no se creyó y está apartado.'
					: `SEP ya terminó, pero ${apartados} de los que devolvió no se creyeron y están apartados.`,
		}
	return { ...CORTO[conocido], frase: fraseDeLote(conocido) }
}

/** `texto` es el de uno; `cuenta` va después de su número: «3 con rechazo de SEP». */
type Dicho = { readonly texto: string; readonly cuenta: string; readonly tono: Tono }

const CERTIFICADO: Record<EstadoLoteCertificado, Dicho> = {
	enviado: { texto: 'En espera', cuenta: 'en espera', tono: 'info' },
	aceptado: { texto: 'Aceptado por SEP', cuenta: 'con el sí de SEP', tono: 'info' },
	emitido: { texto: 'Emitido', cuenta: 'con emisión', tono: 'bien' },
	rechazado: { texto: 'Rechazado por SEP', cuenta: 'con rechazo de SEP', tono: 'mal' },
	sacado: { texto: 'Sacado del lote', cuenta: 'fuera de este lote', tono: 'neutro' },
	duplicado: { texto: 'SEP dice que ya tiene otro', cuenta: 'por decidir', tono: 'alerta' },
	sobrante: { texto: 'Repetido: se cancela', cuenta: 'con repetido por cancelar', tono: 'neutro' },
	cuarentena: { texto: 'Apartado para revisión', cuenta: 'en revisión', tono: 'alerta' },
}

/** Cómo va cada certificado dentro de su lote. */
export const CERTIFICADO_EN_LOTE: Readonly<Record<string, Dicho>> = CERTIFICADO
