/** Lo que debe sostenerse cuando todo se aquietó, pase lo que haya pasado. */
import type { Base } from '../../bff/application/ports.ts'
import type { Sep } from './sep.ts'

/** Las faltas, en frases; ninguna si todo se sostuvo. `contar` recibe cómo acabó cada certificado. */
export const comprobar = async (
	{ db }: Base,
	sep: Pick<Sep, 'emitidos'>,
	contar: (que: string) => void,
): Promise<string[]> => {
	const faltas: string[] = []
	const certificados = await db
		.selectFrom('tramite as t')
		.innerJoin('loteCertificado as l', 'l.tramiteId', 't.id')
		.innerJoin('lote as o', 'o.id', 'l.loteId')
		.innerJoin('certificado as c', 'c.tramiteId', 't.id')
		.select(['t.id', 't.matricula', 't.estado', 't.folioDigital', 't.razon', 'c.xmlSep'])
		.select(['l.estado as enLote', 'l.descripcion', 'o.estado as lote', 'o.pendiente', 'o.mensaje'])
		.execute()
	const emitidos = sep.emitidos()
	for (const uno of certificados) {
		const vivos = emitidos.filter(({ vivo, matricula }) => vivo && matricula === uno.matricula)
		if (vivos.length > 1) faltas.push(`${uno.matricula}: ${vivos.length} folios digitales vivos.`)
		const final = finalDe(uno)
		contar(`fin: ${final ?? 'OLVIDADO'}`)
		if (final === null)
			faltas.push(
				`${uno.matricula}: olvidado (${uno.estado}, ${uno.enLote}, lote ${uno.lote}, ${uno.pendiente}).`,
			)
		if (uno.folioDigital === null) {
			// Lo que espera a una persona puede estar vivo en SEP; lo rechazado, no.
			if (uno.estado === 'rechazado' && vivos.length > 0)
				faltas.push(`${uno.matricula}: rechazado y vivo en SEP.`)
			continue
		}
		const [vivo] = vivos
		if (vivo?.folioDigital !== uno.folioDigital)
			faltas.push(`${uno.matricula}: el que vale no es el vivo en SEP.`)
		if (vivo?.xml !== uno.xmlSep) faltas.push(`${uno.matricula}: lo archivado no es lo vivo.`)
	}
	const sinIntegrar = await db
		.selectFrom('tramite')
		.select('matricula')
		.where('estado', '=', 'sellado-estatal')
		.execute()
	for (const { matricula } of sinIntegrar) faltas.push(`${matricula}: se quedó sin lote.`)
	const cancelaciones = await db.selectFrom('cancelacionSep').select(['folioDigital', 'estado']).execute()
	for (const { folioDigital, estado } of cancelaciones) {
		contar(`cancelación: ${estado}`)
		if (estado !== 'cancelada') faltas.push(`El sobrante ${folioDigital} quedó ${estado}.`)
	}
	const { fallidos } = await db
		.selectFrom('trabajo')
		.select((e) => e.fn.countAll<number>().as('fallidos'))
		.where('estado', '=', 'fallido')
		.executeTakeFirstOrThrow()
	if (Number(fallidos) > 0) contar('trabajos que agotaron sus intentos')
	return faltas
}

/** En qué estado final, o a la espera de quién, quedó un certificado; `null` si nadie lo va a mover. */
const finalDe = (uno: {
	readonly estado: string
	readonly enLote: string
	readonly lote: string
	readonly folioDigital: string | null
	readonly razon: string | null
	readonly descripcion: string | null
	readonly pendiente: string | null
	readonly mensaje: string | null
}): string | null => {
	const cerrado = uno.lote === 'cerrado'
	if (uno.estado === 'emitido' && uno.folioDigital !== null && uno.enLote === 'emitido' && cerrado)
		return 'emitido'
	if (uno.estado === 'rechazado' && uno.razon !== null && cerrado) return 'rechazado por SEP'
	if (uno.estado !== 'enviado') return null
	if (uno.lote === 'desconocido' && uno.pendiente !== null) return 'espera a la DSE: no se sabe si llegó'
	if (uno.lote === 'detenido' && uno.mensaje !== null) return 'espera a la entidad: COSFAC lo negó'
	if (!cerrado || uno.descripcion === null) return null
	if (uno.enLote === 'duplicado') return 'espera a la DSE: SEP dice que ya hay otro'
	return uno.enLote === 'cuarentena' ? 'en cuarentena, con su razón' : null
}
