import { expect, test } from 'vitest'
import { abrirBase } from '../../../bff/adapters/db/abrir.ts'
import { migrar } from '../../../bff/adapters/db/migrar.ts'
import { leerCatalogosEnFecha } from '../../../bff/application/catalogos/en-fecha.ts'
import { proyectar } from '../../../bff/application/catalogos/proyectar.ts'
import type { Fecha } from '#core/domain/fecha.ts'
import { enAmbasBases } from '../ambas.ts'
import { abrirAntesDe } from '../antes-de.ts'

const HOY = '2026-07-15' as Fecha

enAmbasBases('lo que ya había cuando los catálogos empezaron a tener vigencia', (abrir) => {
	test('rige desde siempre y dice lo mismo; el PC-SINEMS, sus días, sin encimarse', async () => {
		const { url } = await abrir()
		const { correr, cerrar } = await abrirAntesDe(url, '2026-11-23-17')
		await correr(`insert into entidad (id, nombre, tipo, entidad_federativa, servicio_firmante, nombre_sen,
			nombre_dependencia, id_iems, nombre_iems, id_tipo_iems, tipo_iems, id_opcion_educativa, opcion_educativa,
			patron_matricula) values ('mex', 'Colegio', 'colegio-estatal', '15', '90015', 'SEN', 'SEMS', '9', 'CONALEP',
			'5', 'Descentralizado', '1', 'Presencial', '^a$')`)
		await correr(`insert into plantel (id, entidad_id, nombre, cct, id_tipo_plantel, tipo_plantel, id_municipio,
			municipio, id_sostenimiento) values ('toluca', 'mex', 'Toluca I', '15DPT0001A', '90', 'Plantel', '106',
			'Toluca', '1')`)
		await correr(`insert into plan_estudios (clave, carrera, modelo, id_nivel_estudios, id_tipo_estudios, trayecto,
			tipo_perfil_laboral, id_campo_disciplinar, campo_disciplinar, total_creditos, competencias)
			values ('P', 'Informática', '2018', '2', '1', 'T', 'PTB', '4', 'Campo', '360', '["Una", "Dos"]')`)
		await correr(`insert into modulo_plan (plan_clave, orden, clave, nombre, horas, creditos, formacion_trabajo)
			values ('P', 2, 'B', 'Be', '90', '9', 0), ('P', 1, 'A', 'A', '80', null, 1)`)
		await correr(`insert into pc_sinems (plantel_id, desde, hasta) values ('toluca', '2024-01-01', '2026-12-31'),
			('toluca', '2026-07-15', '2028-12-31')`)
		await correr(`insert into persona (id, correo, nombre, primer_apellido, perfil, id_cargo, cargo)
			values ('d', 'd@x', 'N', 'A', 'director-plantel', '94', 'Directora')`)
		await migrar({ url })
		await cerrar()

		const base = await abrirBase({ url })
		const pedido = { entidades: ['mex'], planteles: ['toluca'], planes: ['P'] }
		const { entidad, plantel, plan, selloDeCalidad } = await leerCatalogosEnFecha(base.db, pedido)
		expect(entidad('mex', HOY)).toEqual({
			...{ entidadFederativa: '15', servicioFirmante: '90015', nombreSen: 'SEN', nombreDependencia: 'SEMS' },
			...{ idIems: '9', nombreIems: 'CONALEP', idTipoIems: '5', tipoIems: 'Descentralizado' },
			...{ idOpcionEducativa: '1', opcionEducativa: 'Presencial' },
		})
		expect(plantel('toluca', HOY)).toEqual({
			...{ nombre: 'Toluca I', cct: '15DPT0001A', idTipoPlantel: '90', tipoPlantel: 'Plantel' },
			...{ idMunicipio: '106', municipio: 'Toluca', idGeneroPlantel: null, idSostenimiento: '1' },
		})
		expect(plan('P', HOY)).toEqual({
			...{ clave: 'P', carrera: 'Informática', idNivelEstudios: '2', idTipoEstudios: '1' },
			...{ tipoPerfilLaboral: 'PTB', trayecto: 'T', idCampoDisciplinar: '4', campoDisciplinar: 'Campo' },
			...{ totalCreditos: '360', competencias: ['Una', 'Dos'] },
			modulos: [
				{ clave: 'A', nombre: 'A', horas: '80', creditos: null, formacionTrabajo: true },
				{ clave: 'B', nombre: 'Be', horas: '90', creditos: '9', formacionTrabajo: false },
			],
		})
		expect(plantel('toluca', '1899-12-31' as Fecha)).toBeNull()
		const dias = ['2023-12-31', '2024-01-01', '2026-07-14', '2026-07-15', '2028-12-31', '2029-01-01']
		expect(dias.map((dia) => selloDeCalidad('toluca', dia as Fecha))).toEqual([
			...[false, true, true, true, true, false],
		])
		const cargos = await base.db
			.selectFrom('catalogoValor')
			.select('datos')
			.where('catalogo', '=', 'cargo')
			.execute()
		expect(cargos).toEqual([{ datos: '{"nombre":"Directora"}' }])
		// Lo que otras tablas nombran ya decía eso: no hay nada que poner al día.
		expect(await base.enTransaccion((tx) => proyectar(tx, HOY))).toBe(0)
		await base.cerrar()
	})
})
