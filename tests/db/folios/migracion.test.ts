import { expect, test } from 'vitest'
import { migrar } from '../../../bff/adapters/db/migrar.ts'
import { enAmbasBases } from '../ambas.ts'
import { abrirAntesDe } from '../antes-de.ts'

enAmbasBases('lo que ya había cuando llegaron los rangos que se parten', (abrir) => {
	test('los rangos entran a su historia y los Libros empezados siguen como iban (8)', async () => {
		const { url } = await abrir()
		const { correr, cerrar } = await abrirAntesDe(url, '2026-11-23-13')
		await correr(`insert into entidad (id, nombre, tipo, entidad_federativa, servicio_firmante, nombre_sen,
			nombre_dependencia, id_iems, nombre_iems, id_tipo_iems, id_opcion_educativa, patron_matricula)
			values ('mex', 'Colegio', 'colegio-estatal', '15', '9', 'S', 'D', '9', 'C', '5', '1', '^a$')`)
		for (const [id, dados] of [
			['toluca', 1],
			['lerma', 0],
		] as const) {
			await correr(`insert into plantel (id, entidad_id, nombre, cct, id_tipo_plantel, id_municipio, municipio,
				id_sostenimiento, fojas_por_volumen, asientos_por_foja, asientos_dados)
				values ('${id}', 'mex', '${id}', '15${id}', '1', '106', 'M', '1', 7, 9, ${dados})`)
		}
		await correr(`insert into rango_folio (id, entidad_id, plantel_id, modelo, desde, hasta, siguiente, asignado)
			values ('r', 'mex', 'toluca', '2018', 1, 10, 2, '2026-07-01T00:00:00.000Z')`)
		await correr(`insert into plan_estudios (clave, carrera, modelo, id_nivel_estudios, id_tipo_estudios,
			total_creditos) values ('P', 'I', '2018', '2', '1', '360')`)
		await correr(`insert into egresado (matricula, plantel_id, plan_clave, generacion, curp, nombre,
			primer_apellido, fecha_nacimiento, fecha_inicio, fecha_termino, datos_validados, creditos_obtenidos,
			promedio, actualizado) values ('m', 'toluca', 'P', 'g', 'c', 'n', 'a', '2008-01-01', '2023-08-01',
			'2026-07-01', 1, '360', '9', 'x')`)
		await correr(`insert into tramite (id, matricula, plantel_id, entidad_id, modelo, estado, creado, actualizado)
			values ('t', 'm', 'toluca', 'mex', '2018', 'registrado', 'x', 'x')`)
		await correr(
			`insert into folio values ('CE20180000001', 'r', '2018', 1, 't', '2026-07-02T00:00:00.000Z')`,
		)
		await correr(`insert into asiento (plantel_id, numero, volumen, foja, renglon, folio, cuv, matricula,
			tramite_id, fecha, momento) values ('toluca', 1, 1, 1, 1, 'CE20180000001', 'u', 'm', 't', '2026-07-02',
			'2026-07-02T00:00:00.000Z')`)
		await migrar({ url })
		const todo = (tabla: string) => correr(`select * from ${tabla}`)
		expect(await todo('encuadernacion')).toEqual([
			{
				plantel_id: 'toluca',
				desde_numero: 1,
				volumen: 1,
				asientos_por_foja: 9,
				fojas_por_volumen: 7,
				momento: '2026-07-02T00:00:00.000Z',
			},
		])
		expect(await todo('rango_suceso')).toMatchObject([
			{ rango_id: 'r', suceso: 'asignado', plantel_id: 'toluca', desde: 1, hasta: 10, persona_id: null },
		])
		expect(await todo('folio')).toHaveLength(1)
		await cerrar()
	})
})
