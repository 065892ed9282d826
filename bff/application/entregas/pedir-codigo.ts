import { anotar } from '../bitacora.ts'
import { type BuzonVivo, leerBuzon } from './buzon.ts'
import { mensajeCodigo } from './mensajes.ts'
import type { Azar, Base, EnviarCorreo, Huella, Reloj } from '../ports.ts'
import type { PedirCodigo } from '#core/contract/entrega.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { BUZON, leerCorreo, revisarManifestacion } from '#core/domain/entrega.ts'
import { esMayorDeEdad, type Fecha, fechaEnMexico } from '#core/domain/fecha.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'

type Deps = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
	readonly enviarCorreo: EnviarCorreo
}

/**
 * El egresado (o quien lo representa, si es menor) se identifica con matrícula, CURP y nacimiento, manifiesta el
 * correo y recibe un código de seis dígitos (13). Los intentos se cuentan en la base y están acotados; del código
 * sólo se guarda su huella, hecha con la ficha del enlace, que la base no conoce.
 */
export const pedirCodigo =
	(deps: Deps) =>
	async (orden: PedirCodigo): Promise<Result<true, Motivo>> => {
		const codigo = deps.azar.codigo()
		const preparado = await deps.base.enTransaccion((tx) => preparar(tx, deps, orden, codigo))
		if (!preparado.ok) return preparado
		const { id, correo, sellado } = preparado.valor
		// El correo sale fuera de la transacción; si no sale, el código queda inservible y la persona lo sabe.
		const envio = await deps.enviarCorreo(mensajeCodigo({ para: correo, codigo, id: deps.azar.id() }))
		if (envio.resultado === 'enviado') return ok(true)
		await deps.base.db
			.updateTable('buzon')
			.set((eb) => ({
				codigo: null,
				codigoVence: null,
				// Que el servidor de correo esté caído no es culpa de quien pide: su turno se le devuelve.
				codigosEnviados: eb('codigosEnviados', '-', envio.resultado === 'temporal' ? 1 : 0),
			}))
			.where('id', '=', id)
			// Sólo éste: quizá otro intento ya puso uno que sí salió.
			.where('codigo', '=', sellado)
			.execute()
		return envio.resultado === 'permanente'
			? rechazo('correo-rechazado')
			: rechazo('servicio-no-disponible', { servicio: 'El correo' })
	}

const preparar = async (
	tx: Parameters<Parameters<Base['enTransaccion']>[0]>[0],
	deps: Deps,
	orden: PedirCodigo,
	codigo: string,
): Promise<Result<{ id: string; correo: string; sellado: string }, Motivo>> => {
	const ahora = deps.reloj()
	const leido = await leerBuzon(tx, { huella: deps.huella, ahora }, orden.ficha)
	if (!leido.ok) return leido
	const buzon = leido.valor
	if (buzon.confirmado !== null) return rechazo('enlace-invalido')
	// Contar primero, en una sola sentencia: dos intentos a la vez no comparten turno.
	const contado = await tx
		.updateTable('buzon')
		.set((eb) => ({ intentosIdentidad: eb('intentosIdentidad', '+', 1) }))
		.where('id', '=', buzon.id)
		.where('intentosIdentidad', '<', BUZON.intentosIdentidad)
		.where('codigosEnviados', '<', BUZON.codigos)
		.returning('intentosIdentidad')
		.executeTakeFirst()
	if (!contado) return rechazo('enlace-agotado')
	if (!identidadCoincide(buzon, orden)) return rechazo('identidad-no-coincide')
	// Acertar devuelve el turno: el tope es de errores de identidad; el de códigos va aparte.
	await tx
		.updateTable('buzon')
		.set((eb) => ({ intentosIdentidad: eb('intentosIdentidad', '-', 1) }))
		.where('id', '=', buzon.id)
		.execute()
	const manifestacion = revisarManifestacion({
		menor: !esMayorDeEdad(buzon.fechaNacimiento as Fecha, fechaEnMexico(ahora)),
		relacion: orden.manifiesta,
		nombre: orden.nombre,
	})
	if (!manifestacion.ok) return manifestacion
	const correo = leerCorreo(orden.correo ?? buzon.correoInstitucional ?? '')
	if (!correo.ok) return correo
	const sellado = deps.huella(`${orden.ficha}:${codigo}`)
	await tx
		.updateTable('buzon')
		.set((eb) => ({
			correo: correo.valor,
			manifiesta: orden.manifiesta,
			manifiestaNombre: orden.manifiesta === 'egresado' ? null : orden.nombre,
			codigo: sellado,
			codigoVence: new Date(Date.parse(ahora) + BUZON.codigoMs).toISOString(),
			codigosEnviados: eb('codigosEnviados', '+', 1),
			intentosCodigo: 0,
		}))
		.where('id', '=', buzon.id)
		.execute()
	await anotar(tx, deps, {
		autor: { egresado: buzon.matricula },
		acto: 'manifestar-correo',
		objeto: `tramite:${buzon.tramiteId}`,
		entidadId: buzon.entidadId,
		plantelId: buzon.plantelId,
		detalle: { buzon: buzon.id, manifiesta: orden.manifiesta, institucional: orden.correo === null },
	})
	return ok({ id: buzon.id, correo: correo.valor, sellado })
}

const identidadCoincide = (buzon: BuzonVivo, orden: PedirCodigo): boolean =>
	orden.matricula.toUpperCase() === buzon.matricula.toUpperCase() &&
	orden.curp === buzon.curp &&
	orden.fechaNacimiento === buzon.fechaNacimiento
