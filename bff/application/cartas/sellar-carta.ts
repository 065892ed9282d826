import { anotar } from '../bitacora.ts'
import type {
	Almacen,
	Anclas,
	Azar,
	Base,
	ConsultarRevocacion,
	Huella,
	PintarCarta,
	Reloj,
	Tx,
} from '../ports.ts'
import { comprobarFirmante } from '../sellado/comprobar-firmante.ts'
import { encargar } from '../trabajos.ts'
import { armarCarta } from './preparar-carta.ts'
import type { CartaSellada, SellarCarta } from '#core/contract/archivo/carta.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { cadenaDeCarta } from '#core/domain/carta.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { verificarSello } from '#core/efirma/verificar.ts'

export type DepsSellarCarta = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
	readonly almacen: Pick<Almacen, 'guardar'>
	readonly anclas: Anclas
	readonly consultarRevocacion: ConsultarRevocacion
	readonly pintarCarta: PintarCarta
}

/** Lo que se tiene entre ver la carta y sellarla. */
const VIGENCIA_MS = 3_600_000

/**
 * Recibe la carta responsiva sellada en el dispositivo de quien resguarda (14). Rearma la carta de sus propios renglones y
 * su cadena; que la e.firma sea suya, vigente, de una autoridad reconocida y que el SAT la dé por vigente: una carta se firma
 * una vez, y si el SAT no contesta se espera. El PDF y la relación se guardan antes que el renglón; con él se encarga la
 * copia a la DSE. La anterior no se toca: cuenta la última. Dos a la vez: una queda, la otra vuelve a verse.
 */
export const sellarCarta =
	(deps: DepsSellarCarta) =>
	async ({
		actor,
		corte,
		certificado,
		sello,
	}: SellarCarta & { readonly actor: Actor }): Promise<Result<CartaSellada, Motivo>> => {
		const ahora = deps.reloj()
		const armada = await armarCarta(deps.base.db, deps.huella, actor, corte)
		if (!armada.ok) return armada
		if (!vigente(corte, ahora)) return rechazo('carta-cambiada')
		const { datos, relacion } = armada.valor
		const { custodio, entidadId, numero } = datos
		const cadena = cadenaDeCarta(datos)
		if (!cadena.ok) return cadena
		const suyo = await comprobarFirmante(Buffer.from(certificado, 'base64'), {
			curp: custodio.curp,
			momento: new Date(ahora),
			anclas: deps.anclas,
		})
		if (!suyo.ok) return suyo
		// De un mismo sello sólo vale una escritura: se guarda y se imprime tal cual.
		if (Buffer.from(sello, 'base64').toString('base64') !== sello) return rechazo('carta-cambiada')
		if (!(await verificarSello(cadena.valor, sello, suyo.valor))) return rechazo('carta-cambiada')
		const { der, noCertificado } = suyo.valor
		const revocacion = await deps.consultarRevocacion(der)
		if (revocacion.estado === 'revocado') return rechazo('certificado-revocado')
		if (revocacion.estado === 'no-comprobado') {
			return rechazo('servicio-no-disponible', { servicio: 'El SAT, que dice si su e.firma está vigente,' })
		}
		const pdf = await deps.pintarCarta({
			...datos,
			cadena: cadena.valor,
			sello,
			noCertificado,
			momento: ahora,
		})
		const relacionGuardada = await deps.almacen.guardar(relacion.csv)
		const guardado = await deps.almacen.guardar(pdf)
		const id = deps.azar.id()
		const quedo = await deps.base.enTransaccion(async (tx) => {
			if (!(await tomarNumero(tx, deps.base, entidadId, numero))) return false
			await tx
				.insertInto('carta')
				.values({
					...{ id, entidadId, numero, personaId: actor.personaId, firmante: JSON.stringify(custodio) },
					...{ corte, certificados: datos.certificados, inicio: datos.inicio, limite: datos.limite },
					...{ relacionSha256: relacionGuardada.sha256, relacionBytes: relacionGuardada.bytes },
					...{ noCertificado, certificado: Buffer.from(der).toString('base64') },
					...{ cadena: cadena.valor, sello, ocsp: revocacion.respuesta },
					...{ pdfSha256: guardado.sha256, pdfBytes: guardado.bytes, momento: ahora },
				})
				.execute()
			await encargar(tx, deps, { clase: 'mandar-carta', clave: id, carga: { cartaId: id } })
			await anotar(tx, deps, {
				autor: actor,
				acto: 'sellar-carta',
				objeto: `carta:${id}`,
				entidadId,
				detalle: {
					...{ numero, certificados: datos.certificados, relacion: datos.relacion },
					...{ noCertificado, pdf: guardado.sha256 },
				},
			})
			return true
		})
		return quedo ? ok({ id, numero }) : rechazo('carta-cambiada')
	}

/**
 * Si el corte es de hace poco y está escrito como lo dimos. El mismo instante en otra zona o sin milésimas no vale: los
 * certificados se cuentan comparando textos, y la carta diría «hasta ahora» habiendo contado hasta horas antes.
 */
const vigente = (corte: string, ahora: string): boolean => {
	const instante = Date.parse(corte)
	if (Number.isNaN(instante) || new Date(instante).toISOString() !== corte) return false
	const edad = Date.parse(ahora) - instante
	return edad >= 0 && edad <= VIGENCIA_MS
}

/** Si ese número sigue siendo el que sigue. Los que sellan a la vez por una entidad se forman en su renglón. */
const tomarNumero = async (tx: Tx, base: Base, entidadId: string, numero: number): Promise<boolean> => {
	if (base.dialecto === 'postgres') {
		await tx.selectFrom('entidad').select('id').where('id', '=', entidadId).forUpdate().execute()
	}
	const otra = await tx
		.selectFrom('carta')
		.select('id')
		.where('entidadId', '=', entidadId)
		.where('numero', '>=', numero)
		.executeTakeFirst()
	return otra === undefined
}
