import { fechaEnMexico, type Fecha } from '#core/domain/fecha.ts'
import { llevaSelloDeCalidad } from '#core/domain/plantel.ts'
import type { Reloj, Tx } from '../ports.ts'
import { componerDec, type Renglones } from './componer-dec.ts'

/**
 * Arma el certificado de un trámite con el nombre ya confirmado (17) y lo guarda: de aquí en adelante es lo que se
 * sella, y lo que SAE cambie después no lo toca. Va dentro de la transacción que confirma el nombre; puede repetirse
 * mientras nadie haya sellado. El sello de calidad (19) se decide con el PC-SINEMS vigente el día del certificado.
 * Lanza `DatoNoCabe` si un dato no puede ir en el documento.
 */
export const armarCertificado = async (
	tx: Tx,
	deps: { readonly reloj: Reloj },
	tramiteId: string,
): Promise<void> => {
	const sellado = await tx
		.selectFrom('sello as s')
		.innerJoin('tramite as t', (u) =>
			u.onRef('t.id', '=', 's.tramiteId').onRef('t.intento', '=', 's.intento'),
		)
		.select('s.rol')
		.where('s.tramiteId', '=', tramiteId)
		.executeTakeFirst()
	if (sellado) throw new Error('El certificado ya tiene un sello: lo sellado no se vuelve a armar.')
	const renglones = await leerRenglones(tx, tramiteId)
	const fecha = fechaEnMexico(deps.reloj())
	const registros = await tx
		.selectFrom('pcSinems')
		.select(['desde', 'hasta'])
		.where('plantelId', '=', renglones.plantel.id)
		.execute()
	const columnas = {
		dec: JSON.stringify(componerDec(renglones)),
		fecha,
		selloCalidad: llevaSelloDeCalidad(registros as { desde: Fecha; hasta: Fecha }[], fecha) ? 1 : 0,
	}
	await tx
		.insertInto('certificado')
		.values({ tramiteId, folio: renglones.folio, ...columnas })
		.onConflict((conflicto) => conflicto.column('tramiteId').doUpdateSet(columnas))
		.execute()
}

const leerRenglones = async (tx: Tx, tramiteId: string): Promise<Renglones> => {
	const tramite = await tx
		.selectFrom('tramite as t')
		.innerJoin('folio as f', 'f.tramiteId', 't.id')
		.select([
			't.matricula',
			't.plantelId',
			't.entidadId',
			't.nombre',
			't.primerApellido',
			't.segundoApellido',
		])
		.select('f.folio')
		.where('t.id', '=', tramiteId)
		.executeTakeFirstOrThrow()
	const { nombre, primerApellido, segundoApellido, folio } = tramite
	if (nombre === null || primerApellido === null) throw new Error('El trámite no tiene el nombre confirmado.')
	const entidad = await tx
		.selectFrom('entidad')
		.selectAll()
		.where('id', '=', tramite.entidadId)
		.executeTakeFirstOrThrow()
	const plantel = await tx
		.selectFrom('plantel')
		.selectAll()
		.where('id', '=', tramite.plantelId)
		.executeTakeFirstOrThrow()
	const egresado = await tx
		.selectFrom('egresado')
		.selectAll()
		.where('matricula', '=', tramite.matricula)
		.executeTakeFirstOrThrow()
	const plan = await tx
		.selectFrom('planEstudios')
		.selectAll()
		.where('clave', '=', egresado.planClave)
		.executeTakeFirstOrThrow()
	const modulos = await tx
		.selectFrom('moduloPlan as m')
		.leftJoin('moduloCursado as c', (u) =>
			u.onRef('c.clave', '=', 'm.clave').on('c.matricula', '=', tramite.matricula),
		)
		.selectAll('m')
		.select('c.calificacion')
		.where('m.planClave', '=', egresado.planClave)
		.orderBy('m.orden')
		.orderBy('m.clave')
		.execute()
	return {
		entidad,
		plantel,
		plan,
		modulos,
		egresado,
		nombre: { nombre, primerApellido, segundoApellido },
		folio,
	}
}
