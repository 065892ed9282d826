/** Generaciones grandes para las medidas, hechas dentro de SQLite: por los actos tardarían horas. Gente inventada. */
import Database from 'better-sqlite3'
import { huella } from '../../bff/adapters/huella.ts'
import { huellaDeDatos } from '../../bff/application/egresados/datos-confrontados.ts'
import { ESTADOS_TRAMITE } from '#core/domain/tramite.ts'
import { AHORA } from '../db/escena.ts'

/** Abre el archivo de una URL `sqlite:RUTA`, con los ajustes de la app y sin esperar al disco: aquí sólo se siembra. */
export const abrirPelada = (url: string): Database.Database => {
	const base = new Database(url.slice('sqlite:'.length))
	for (const ajuste of ['journal_mode = WAL', 'foreign_keys = ON', 'synchronous = OFF']) base.pragma(ajuste)
	return base
}

/** Los números del 0 al `hasta` menos uno, como la tabla `n(i)`. */
const NUMEROS = 'with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < :hasta)'
const MATRICULA = `printf('1%08d-%d', i, i % 10)`
/** Una distinta por número, con forma de CURP. */
const CURP = `char(65 + i % 26) || 'E' || char(65 + (i / 26) % 26) || char(65 + (i / 676) % 26)
	|| printf('%02d%02d%02dMMCJNZA0', (i / 196812) % 20 + 80, (i / 17576) % 12 + 1, i % 28 + 1)`

/** Agrega `cuantos` egresados, repartidos entre los planteles y las generaciones dadas. */
export const sembrarEgresados = (
	base: Database.Database,
	cuantos: number,
	{
		planteles,
		generaciones,
	}: { readonly planteles: readonly string[]; readonly generaciones: readonly string[] },
): void => {
	base
		.prepare(
			`insert into egresado (matricula, plantel_id, plan_clave, generacion, curp, nombre, primer_apellido,
				segundo_apellido, fecha_nacimiento, fecha_inicio, fecha_termino, fecha_secundaria, institucion_medica,
				correo_institucional, datos_validados, creditos_obtenidos, promedio, actualizado)
			${NUMEROS} select ${MATRICULA}, json_extract(:planteles, '$[' || (i % ${planteles.length}) || ']'), 'PLAN-2018',
				json_extract(:generaciones, '$[' || (i / 7 % ${generaciones.length}) || ']'), ${CURP},
				case i % 4 when 0 then 'MARÍA DE LA LUZ' when 1 then 'JOSÉ LUIS' when 2 then 'ANA' else 'IÑAKI' end,
				case i % 5 when 0 then 'MUÑOZ' when 1 then 'HERNÁNDEZ' when 2 then 'GARCÍA' when 3 then 'PÉREZ' else 'LÓPEZ' end
					|| ' ' || char(65 + i % 26), 'RUIZ', '2008-02-14', '2023-08-21', '2026-07-03',
				case i % 50 when 0 then '2024-01-01' else '2023-07-07' end, case i % 40 when 0 then 'En trámite' else 'IMSS' end,
				'a' || i || '@mex.conalep.edu.mx', i % 30 <> 0, '360', '9.1', '${AHORA}' from n`,
		)
		.run({
			hasta: cuantos,
			planteles: JSON.stringify(planteles),
			generaciones: JSON.stringify(generaciones),
		})
}

/** A cada egresado, `cuantos` módulos de su plan aprobados, y a uno de cada veinte le falta el último. */
export const sembrarModulos = (base: Database.Database, cuantos: number): void => {
	base
		.prepare(
			`insert or ignore into modulo_plan (plan_clave, orden, clave, nombre, horas, formacion_trabajo)
			${NUMEROS} select 'PLAN-2018', i + 1, 'M' || (i + 1), 'Módulo ' || (i + 1), '90', 1 from n`,
		)
		.run({ hasta: cuantos })
	base
		.prepare(
			`insert into modulo_cursado (matricula, clave, calificacion, aprobado)
			select e.matricula, m.clave, '9.5', not (m.orden = :ultimo and e.rowid % 20 = 0)
			from egresado e join modulo_plan m on m.plan_clave = e.plan_clave`,
		)
		.run({ ultimo: cuantos })
}

/** RENAPO ya contestó por todos: coincide, salvo uno de cada veinticinco. */
export const sembrarRenapo = (base: Database.Database): void => {
	const insertar = base.prepare(
		'insert into confronta_renapo (curp, plantel_id, resultado, huella_datos, momento) values (?, ?, ?, ?, ?)',
	)
	const filas = base
		.prepare<[], Parameters<typeof huellaDeDatos>[1] & { plantelId: string }>(
			`select curp, nombre, primer_apellido as primerApellido, segundo_apellido as segundoApellido,
				fecha_nacimiento as fechaNacimiento, plantel_id as plantelId from egresado`,
		)
		.all()
	base.transaction(() => {
		filas.forEach((fila, i) =>
			insertar.run(
				...[fila.curp, fila.plantelId, i % 25 === 0 ? 'no-existe' : 'coincide'],
				...[huellaDeDatos(huella, fila), AHORA],
			),
		)
	})()
}

/** A cada egresado su trámite, repartidos por igual en todos los estados; uno de cada mil, con un sello sin comprobar. */
export const sembrarTramites = (base: Database.Database): void => {
	const estados = JSON.stringify(ESTADOS_TRAMITE)
	base
		.prepare(
			`insert into tramite (id, matricula, plantel_id, entidad_id, modelo, estado, abierto, creado, actualizado)
			select 't-' || e.matricula, e.matricula, e.plantel_id, p.entidad_id, '2018',
				json_extract(:estados, '$[' || ((e.rowid * 2654435761 >> 9) % ${ESTADOS_TRAMITE.length}) || ']'), 1, '${AHORA}', '${AHORA}'
			from egresado e join plantel p on p.id = e.plantel_id`,
		)
		.run({ estados })
	base
		.prepare(
			`insert into sello (tramite_id, rol, intento, persona_id, firmante, no_certificado, certificado, cadena, sello,
				revocacion, momento)
			select id, 'plantel', 1, 'p-escolares-plantel', '{}', '1', '', '', '', 'no-comprobado', '${AHORA}'
			from tramite where rowid % 1000 = 0`,
		)
		.run()
	// Aquí no se miden las reglas: a unos les faltan unos incisos y a otros, otros.
	base
		.prepare('update evaluacion set mascara = case rowid % 3 when 0 then (rowid * 7) & 247 else 0 end')
		.run()
}

/** Una de cada cinco espera a RENAPO, y a una de cada veinte la dejó sin respuesta: una generación recién importada. */
export const sembrarConfrontas = (base: Database.Database): void => {
	base
		.prepare(
			`insert into confronta_encargada (matricula, estado, momento)
			select matricula, case rowid % 20 when 0 then 'sin-respuesta' else 'por-preguntar' end, '${AHORA}'
			from egresado where rowid % 5 = 0`,
		)
		.run()
}

/** Treinta entidades y sus planteles, copias de los de la escena. */
export const sembrarPlanteles = (base: Database.Database, cuantos: number): string[] => {
	base
		.prepare(
			`insert into entidad (id, nombre, tipo, patron_matricula)
			${NUMEROS} select 'entidad-' || i, 'Entidad ' || i, tipo, patron_matricula from n join entidad on id = 'mex'`,
		)
		.run({ hasta: 30 })
	base
		.prepare(
			`insert into plantel (id, entidad_id, nombre, cct)
			${NUMEROS} select 'plantel-' || i, 'entidad-' || (i % 30), 'Plantel ' || i, printf('15DPT9%03dZ', i) from n`,
		)
		.run({ hasta: cuantos })
	return Array.from({ length: cuantos }, (_, i) => `plantel-${i}`)
}
