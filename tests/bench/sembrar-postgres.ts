/** Las mismas generaciones grandes, en PostgreSQL y dentro de él: por los actos tardarían horas. Gente inventada. */
import pg from 'pg'
import { ESTADOS_TRAMITE } from '#core/domain/tramite.ts'
import { AHORA } from '../db/escena.ts'

/** Renglones por sentencia. */
const TANDA = 50_000

/**
 * Agrega los planteles, los egresados y un trámite de cada uno, repartidos en las generaciones y en todos los estados. Las
 * cuentas del tablero, como los disparadores las habrían llevado.
 */
export const sembrarEnPostgres = async (
	url: string,
	{
		cuantos,
		planteles,
		generaciones,
	}: { readonly cuantos: number; readonly planteles: number; readonly generaciones: readonly string[] },
): Promise<void> => {
	const cliente = new pg.Client({ connectionString: url })
	await cliente.connect()
	try {
		// Sólo se siembra: si se cae, se empieza otra vez.
		await cliente.query('set synchronous_commit = off')
		await cliente.query(
			`insert into entidad (id, nombre, tipo, patron_matricula)
			select 'entidad-' || i, 'Entidad ' || i, tipo, patron_matricula
			from generate_series(0, 29) i cross join entidad where id = 'mex'`,
		)
		await cliente.query(
			`insert into plantel (id, entidad_id, nombre, cct)
			select 'plantel-' || i, 'entidad-' || (i % 30), 'Plantel ' || i, '15DPT9' || lpad(i::text, 3, '0') || 'Z'
			from generate_series(0, $1::int - 1) i`,
			[planteles],
		)
		// Sin disparadores ni llaves foráneas: cada renglón se escribe una vez, como ellos lo dejarían al final.
		await cliente.query(`set session_replication_role = replica`)
		for (let desde = 0; desde < cuantos; desde += TANDA) {
			const tramo = [desde, Math.min(desde + TANDA, cuantos) - 1]
			await cliente.query(
				`insert into egresado (matricula, plantel_id, plan_clave, generacion, curp, nombre, primer_apellido,
					segundo_apellido, fecha_nacimiento, fecha_inicio, fecha_termino, fecha_secundaria, institucion_medica,
					correo_institucional, datos_validados, creditos_obtenidos, promedio, actualizado)
				select ${MATRICULA}, ${PLANTEL}, 'PLAN-2018', ${GENERACION}, ${CURP}, ${NOMBRE}, ${APELLIDO},
					'RUIZ', '2008-02-14', '2023-08-21', '2026-07-03', '2023-07-07', 'IMSS',
					'a' || i || '@mex.conalep.edu.mx', 1, '360', '9.1', '${AHORA}'
				from generate_series($1::int, $2::int) i`,
				[...tramo, planteles, generaciones],
			)
			await cliente.query(
				`insert into tramite (id, matricula, plantel_id, entidad_id, modelo, estado, abierto, creado, actualizado)
				select 't-' || ${MATRICULA}, ${MATRICULA}, ${PLANTEL}, ${ENTIDAD}, '2018', ${estadoDe('$4')}, 1,
					'${AHORA}', '${AHORA}' from generate_series($1::int, $2::int) i`,
				[...tramo, planteles, [...ESTADOS_TRAMITE]],
			)
			await cliente.query(
				`insert into evaluacion (matricula, entidad_id, plantel_id, generacion, plan_clave, tradicional, tramite_id,
					situacion, mascara, sin_comprobar_desde, orden_nombre, buscable)
				select ${MATRICULA}, ${ENTIDAD}, ${PLANTEL}, ${GENERACION}, 'PLAN-2018', 0, 't-' || ${MATRICULA},
					${estadoDe('$5')}, case i % 3 when 0 then i * 7 & 247 else 0 end,
					case i % 1000 when 0 then '${AHORA}' end, ${APELLIDO} || ' RUIZ ' || ${NOMBRE},
					translate(${NOMBRE} || ' ' || ${APELLIDO}, 'ÁÉÍÓÚÑ', 'AEIOUN') || ' RUIZ ' || ${MATRICULA} || ' ' || ${CURP}
				from generate_series($1::int, $2::int) i`,
				[...tramo, planteles, generaciones, [...ESTADOS_TRAMITE]],
			)
			await cliente.query(
				`insert into confronta_encargada (matricula, estado, momento)
				select ${MATRICULA}, case i % 20 when 0 then 'sin-respuesta' else 'por-preguntar' end, '${AHORA}'
				from generate_series($1::int, $2::int) i where i % 5 = 0`,
				tramo,
			)
		}
		await cliente.query(`set session_replication_role = origin`)
		await contar(cliente)
		await cliente.query('vacuum analyze')
	} finally {
		await cliente.end()
	}
}

const contar = async (cliente: pg.Client): Promise<void> => {
	const { fields } = await cliente.query('select * from tablero_exacto limit 0')
	const columnas = fields.map(({ name }) => name).join(', ')
	await cliente.query(
		`insert into tablero_plantel (ranura, ${columnas}) select 0, ${columnas} from tablero_exacto`,
	)
	await cliente.query(
		`insert into tablero_confronta (ranura, plantel_id, generacion, por_preguntar, sin_respuesta)
		select 0, e.plantel_id, e.generacion, count(*) filter (where c.estado = 'por-preguntar'),
			count(*) filter (where c.estado = 'sin-respuesta')
		from confronta_encargada c join egresado e using (matricula) group by 2, 3`,
	)
}

const MATRICULA = `'1' || lpad(i::text, 8, '0') || '-' || i % 10`
const PLANTEL = `'plantel-' || i % $3::int`
const ENTIDAD = `'entidad-' || i % $3::int % 30`
const GENERACION = '($4::text[])[1 + i / 7 % array_length($4::text[], 1)]'
const CURP = `'C' || lpad(i::text, 17, '0')`
const NOMBRE = `(array['MARÍA DE LA LUZ', 'JOSÉ LUIS', 'ANA', 'IÑAKI'])[1 + i % 4]`
const APELLIDO = `(array['MUÑOZ', 'HERNÁNDEZ', 'GARCÍA', 'PÉREZ', 'LÓPEZ'])[1 + i % 5] || ' ' || chr(65 + i % 26)`
const estadoDe = (estados: string): string =>
	`(${estados}::text[])[1 + (i::bigint * 2654435761 >> 9) % array_length(${estados}::text[], 1)]`
