import { anotar } from '../bitacora.ts'
import { cuerpo, escapar, parrafo } from '../entregas/mensajes.ts'
import type { Almacen, Azar, Base, Correo, EnviarCorreo, Huella, Reloj } from '../ports.ts'

export type DepsMandarCarta = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
	readonly almacen: Pick<Almacen, 'leer'>
	readonly enviarCorreo: EnviarCorreo
}

/**
 * Manda la copia de una carta responsiva a la DSE (14): a cada cuenta activa con ese perfil, una vez. A quien ya le llegó
 * queda anotado y no se le repite; el identificador del mensaje no cambia. Si a una no se le pudo, se sigue con las demás y
 * se reintenta sólo ésa.
 */
export const mandarCarta =
	(deps: DepsMandarCarta) =>
	async (cartaId: string): Promise<Awaited<ReturnType<EnviarCorreo>>> => {
		const { db } = deps.base
		const carta = await db
			.selectFrom('carta as c')
			.innerJoin('entidad as e', 'e.id', 'c.entidadId')
			.select(['c.id', 'c.numero', 'c.entidadId', 'c.certificados', 'c.pdfSha256', 'e.nombre as entidad'])
			.where('c.id', '=', cartaId)
			.executeTakeFirstOrThrow()
		const destinos = await db
			.selectFrom('persona as p')
			.leftJoin('cartaEnvio as v', (u) => u.onRef('v.personaId', '=', 'p.id').on('v.cartaId', '=', cartaId))
			.select(['p.id', 'p.correo', 'v.momento'])
			.where('p.perfil', '=', 'dse')
			.where('p.activa', '=', 1)
			.orderBy('p.id')
			.execute()
		if (destinos.length === 0) return { resultado: 'temporal', razon: 'no hay cuentas de la DSE activas' }
		const faltan = destinos.filter(({ momento }) => momento === null)
		const pdf = faltan.length === 0 ? new Uint8Array() : await deps.almacen.leer(carta.pdfSha256)
		let peor: Awaited<ReturnType<EnviarCorreo>> = { resultado: 'enviado' }
		for (const { id, correo } of faltan) {
			const envio = await deps.enviarCorreo(mensaje(carta, { para: correo, personaId: id, pdf }))
			if (envio.resultado === 'enviado') await anotarEnvio(deps, carta, id)
			else if (peor.resultado !== 'temporal') peor = envio
		}
		return peor
	}

const anotarEnvio = (
	deps: DepsMandarCarta,
	{ id, entidadId }: { readonly id: string; readonly entidadId: string },
	personaId: string,
): Promise<void> =>
	deps.base.enTransaccion(async (tx) => {
		const puesto = await tx
			.insertInto('cartaEnvio')
			.values({ cartaId: id, personaId, momento: deps.reloj() })
			.onConflict((conflicto) => conflicto.columns(['cartaId', 'personaId']).doNothing())
			.returning('cartaId')
			.executeTakeFirst()
		if (!puesto) return
		await anotar(tx, deps, {
			autor: { sistema: 'mandar-carta' },
			acto: 'mandar-carta',
			objeto: `carta:${id}`,
			entidadId,
			detalle: { persona: personaId },
		})
	})

const mensaje = (
	carta: {
		readonly id: string
		readonly numero: number
		readonly entidad: string
		readonly certificados: number
	},
	{ para, personaId, pdf }: { readonly para: string; readonly personaId: string; readonly pdf: Uint8Array },
): Correo => {
	const partes = [
		`${carta.entidad} firmó su carta responsiva número ${carta.numero} por ${carta.certificados} certificados electrónicos (numeral 14).`,
		'Va adjunta, sellada con la e.firma de quien los resguarda. También está en Egreso, en Cartas.',
	]
	return {
		para,
		asunto: `Carta responsiva ${carta.numero} · ${carta.entidad}`,
		mensajeId: `<carta-${carta.id}-${personaId}@egreso.conalep>`,
		adjuntos: [{ nombre: `carta-responsiva-${carta.numero}.pdf`, tipo: 'application/pdf', bytes: pdf }],
		texto: partes.join('\n\n'),
		html: cuerpo(
			'Carta responsiva',
			partes.map((parte) => parrafo(escapar(parte))),
		),
	}
}
