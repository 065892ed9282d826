/** Algo que la DSE dice de un lote: qué se le pide escribir y a dónde va. */
export type Decision = {
	readonly titulo: string
	readonly descripcion: string
	readonly campo: 'numero' | 'razon'
	readonly etiqueta: string
	readonly ayuda: string
	readonly boton: string
	readonly ruta: string
	readonly cuerpo: (texto: string) => Readonly<Record<string, unknown>>
	/** La frase de lo que está mal escrito, si lo está. */
	readonly revisar: (texto: string) => string | undefined
	/** Lo que se avisa cuando se hizo. */
	readonly hecho: string
}

const raiz = (loteId: string): string => `/api/lotes/${encodeURIComponent(loteId)}`

const conRazon = (texto: string): string | undefined =>
	texto.length < 5 ? 'Escriba la razón, con al menos 5 letras.' : undefined

/** COSFAC dice que el lote es el de ese número. */
export const decirNumero = (loteId: string): Decision => ({
	titulo: 'COSFAC dice que lo tiene',
	descripcion:
		'Escriba el número de lote que COSFAC le dio. Se le pregunta a COSFAC, y sólo se toma si lo que trae es lo de este lote.',
	campo: 'numero',
	etiqueta: 'Número de lote',
	ayuda: 'Sólo dígitos.',
	boton: 'Comprobar',
	ruta: `${raiz(loteId)}/numero`,
	cuerpo: (numero) => ({ numero }),
	revisar: (texto) => (/^\d{1,18}$/.test(texto) ? undefined : 'Escriba el número con puros dígitos.'),
	hecho: 'Sí es. Se sigue con lo que traiga ese lote.',
})

/** COSFAC dice que no tiene el último envío. */
export const decirQueNoEsta = (loteId: string, vez: number): Decision => ({
	titulo: 'COSFAC dice que no lo tiene',
	descripcion:
		'El lote se enviará otra vez. Hágalo sólo si COSFAC se lo confirmó: si lo tuvieran, el mismo certificado se emitiría dos veces.',
	campo: 'razon',
	etiqueta: 'Cómo se supo',
	ayuda: 'Quién lo dijo, cuándo y por qué medio. Queda en la bitácora.',
	boton: 'Enviar otra vez',
	ruta: `${raiz(loteId)}/no-esta`,
	cuerpo: (razon) => ({ vez, razon }),
	revisar: conRazon,
	hecho: 'Se envía otra vez.',
})

/** El certificado vigente que SEP nombra no es uno nuestro. */
export const rechazarDuplicado = (loteId: string, tramiteId: string, folio: string): Decision => ({
	titulo: `Tratarlo como rechazo: ${folio}`,
	descripcion:
		'SEP dice que el alumno ya tiene un certificado vigente, y no es ninguno de los que aquí se enviaron. Pasa a rechazado con las palabras de SEP, y el plantel sigue por la mesa de servicio (15).',
	campo: 'razon',
	etiqueta: 'Por qué',
	ayuda: 'Qué se averiguó del otro certificado. Queda en la bitácora.',
	boton: 'Pasar a rechazado',
	ruta: `${raiz(loteId)}/certificados/${encodeURIComponent(tramiteId)}/rechazar`,
	cuerpo: (razon) => ({ razon }),
	revisar: conRazon,
	hecho: 'Quedó como rechazado por SEP.',
})

/** SEP dice que lo apartado no va a valer. */
export const rechazarApartado = (loteId: string, tramiteId: string, folio: string): Decision => ({
	titulo: `Pasarlo a rechazado: ${folio}`,
	descripcion:
		'Hágalo sólo si SEP confirmó que no lo tiene vigente. El plantel lo ve como rechazado y sigue por la mesa de servicio (15). Si después volviera bueno, se cancela ante SEP.',
	campo: 'razon',
	etiqueta: 'Qué dijo SEP',
	ayuda: 'Quién lo dijo, cuándo y por qué medio. Lo lee el plantel y queda en la bitácora.',
	boton: 'Pasar a rechazado',
	ruta: `${raiz(loteId)}/certificados/${encodeURIComponent(tramiteId)}/rechazar`,
	cuerpo: (razon) => ({ razon }),
	revisar: conRazon,
	hecho: 'Quedó como rechazado.',
})
