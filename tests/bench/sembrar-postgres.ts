/** Las mismas generaciones grandes, en PostgreSQL y dentro de él: por los actos tardarían horas. Gente inventada. */
import pg from 'pg'
import { ESTADOS_TRAMITE } from '#core/domain/tramite.ts'
import { AHORA } from '../db/escena.ts'

/** Renglones por sentencia: los disparadores miran cada tanda como una tabla. */
const TANDA = 20_000

/** Agrega los planteles, los egresados y un trámite de cada uno, repartidos en las generaciones y en todos los estados. */
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
		for (let desde = 0; desde < cuantos; desde += TANDA) {
			const tramo = [desde, Math.min(desde + TANDA, cuantos) - 1]
			await cliente.query(
				`insert into egresado (matricula, plantel_id, plan_clave, generacion, curp, nombre, primer_apellido,
					segundo_apellido, fecha_nacimiento, fecha_inicio, fecha_termino, fecha_secundaria, institucion_medica,
					correo_institucional, datos_validados, creditos_obtenidos, promedio, actualizado)
				select ${MATRICULA}, 'plantel-' || i % $3::int, 'PLAN-2018',
					($4::text[])[1 + i / 7 % array_length($4::text[], 1)], 'C' || lpad(i::text, 17, '0'),
					(array['MARÍA DE LA LUZ', 'JOSÉ LUIS', 'ANA', 'IÑAKI'])[1 + i % 4],
					(array['MUÑOZ', 'HERNÁNDEZ', 'GARCÍA', 'PÉREZ', 'LÓPEZ'])[1 + i % 5] || ' ' || chr(65 + i % 26),
					'RUIZ', '2008-02-14', '2023-08-21', '2026-07-03', '2023-07-07', 'IMSS',
					'a' || i || '@mex.conalep.edu.mx', 1, '360', '9.1', '${AHORA}'
				from generate_series($1::int, $2::int) i`,
				[...tramo, planteles, generaciones],
			)
			// Sin saber cuánto hay, el plan de la primera tanda recorre la tabla entera por cada renglón.
			if (desde === 0) await cliente.query('analyze')
			await cliente.query(
				`insert into tramite (id, matricula, plantel_id, entidad_id, modelo, estado, abierto, creado, actualizado)
				select 't-' || e.matricula, e.matricula, e.plantel_id, p.entidad_id, '2018',
					($3::text[])[1 + (i::bigint * 2654435761 >> 9) % array_length($3::text[], 1)], 1, '${AHORA}', '${AHORA}'
				from generate_series($1::int, $2::int) i
				join egresado e on e.matricula = ${MATRICULA}
				join plantel p on p.id = e.plantel_id`,
				[...tramo, [...ESTADOS_TRAMITE]],
			)
			if (desde === 0) await cliente.query('analyze')
			await cliente.query(
				`update evaluacion set mascara = case i % 3 when 0 then i * 7 & 247 else 0 end
				from generate_series($1::int, $2::int) i where matricula = ${MATRICULA}`,
				tramo,
			)
			await cliente.query(
				`insert into confronta_encargada (matricula, estado, momento)
				select ${MATRICULA}, case i % 20 when 0 then 'sin-respuesta' else 'por-preguntar' end, '${AHORA}'
				from generate_series($1::int, $2::int) i where i % 5 = 0`,
				tramo,
			)
			// Uno de cada mil, con un sello que el SAT no ha comprobado.
			await cliente.query(
				`insert into sello (tramite_id, rol, intento, persona_id, firmante, no_certificado, certificado, cadena,
					sello, revocacion, momento)
				select 't-' || ${MATRICULA}, 'plantel', 1, 'p-escolares-plantel', '{}', '1', '', '', '', 'no-comprobado',
					'${AHORA}' from generate_series($1::int, $2::int) i where i % 1000 = 0`,
				tramo,
			)
		}
		await cliente.query('vacuum analyze')
	} finally {
		await cliente.end()
	}
}

const MATRICULA = `'1' || lpad(i::text, 8, '0') || '-' || i % 10`
