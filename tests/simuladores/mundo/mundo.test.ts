import { describe, expect, it } from 'vitest'
import { enCsv } from '../../../bff/simuladores/mundo/archivo-sae.ts'
import { crearMundo } from '../../../bff/cli/demo/mundo.ts'
import { ENTIDADES, PERSONAS, PLANTELES } from '../../../bff/simuladores/mundo/catalogo.ts'
import { digitoVerificador, leerCurp } from '#core/domain/curp.ts'
import { esMayorDeEdad, type Fecha } from '#core/domain/fecha.ts'
import { evaluarRequisitos, REGLAS } from '#core/domain/requisitos.ts'
import { exigir } from '#core/domain/result.ts'
import { PERFILES } from '#core/domain/rol.ts'
import { PLANES } from '../../../bff/simuladores/mundo/planes.ts'

const HOY = '2026-11-23'
const mundo = crearMundo({ semilla: 2026, hoy: HOY })
const todos = [...mundo.cargados, ...mundo.porImportar]

const incumplidas = (egresado: (typeof todos)[number]) =>
	evaluarRequisitos({
		...egresado,
		renapo: {
			resultado:
				egresado.renapo === 'coincide'
					? 'coincide'
					: egresado.renapo === 'no-existe'
						? 'no-existe'
						: 'no-coincide',
			campos: [],
		},
		modulosDelPlan: PLANES.find((plan) => plan.clave === egresado.planClave)?.modulos ?? [],
		modulosAprobados: egresado.modulos.filter((modulo) => modulo.aprobado).map((modulo) => modulo.clave),
		folio: null,
		fechaInicio: egresado.fechaInicio as Fecha,
		fechaSecundaria: egresado.fechaSecundaria as Fecha | null,
	}).flatMap((requisito) => (requisito.cumple ? [] : [requisito.regla]))

describe('el mundo de la demostración', () => {
	it('es el mismo con la misma semilla y el mismo día, y otro con otra', () => {
		expect(crearMundo({ semilla: 2026, hoy: HOY })).toEqual(mundo)
		expect(crearMundo({ semilla: 7, hoy: HOY }).cargados).not.toEqual(mundo.cargados)
	})

	it('trae 240 egresados de los dos modelos, sin CURP ni matrícula repetidas', () => {
		expect(mundo.cargados).toHaveLength(240)
		expect(new Set(todos.map((uno) => uno.curp)).size).toBe(todos.length)
		expect(new Set(todos.map((uno) => uno.matricula)).size).toBe(todos.length)
		const modelos = new Set(mundo.cargados.map((uno) => uno.planClave.slice(-2)))
		expect([...modelos].sort()).toEqual(['08', '18', '97'])
	})

	it('cada CURP es válida y dice el nacimiento, el sexo y la entidad de su egresado', () => {
		for (const egresado of todos) {
			const curp = exigir(leerCurp(egresado.curp))
			expect(digitoVerificador(curp.slice(0, 17))).toBe(curp.slice(17))
			expect(curp.slice(4, 13)).toBe(
				`${egresado.fechaNacimiento.slice(2).replaceAll('-', '')}${egresado.sexo}${egresado.entidadNacimiento}`,
			)
		}
	})

	it.each(REGLAS)('al menos cinco incumplen el inciso %s', (regla) => {
		expect(mundo.cargados.filter((uno) => incumplidas(uno).includes(regla)).length).toBeGreaterThanOrEqual(5)
	})

	it('cada falta es sólo la suya, y quien no tiene falta sólo espera su folio', () => {
		for (const egresado of mundo.cargados) {
			const esperadas = ['a', 'b', 'c', 'e', 'f', 'g', 'h'].filter((regla) => regla === egresado.falta)
			expect(incumplidas(egresado).filter((regla) => regla !== 'd')).toEqual(esperadas)
		}
		for (const egresado of mundo.porImportar) expect(incumplidas(egresado)).toEqual(['d'])
	})

	it('al menos cinco son de modelo anterior y al menos cinco, menores', () => {
		expect(mundo.cargados.filter((uno) => uno.planClave.endsWith('97')).length).toBeGreaterThanOrEqual(5)
		const menores = mundo.cargados.filter((uno) => !esMayorDeEdad(uno.fechaNacimiento as Fecha, HOY as Fecha))
		expect(menores.length).toBeGreaterThanOrEqual(5)
	})

	it('hay una reposición, y el archivo de SAE la dice (22)', () => {
		const reposiciones = mundo.cargados.filter(({ falta }) => falta === 'reposicion')
		expect(reposiciones.map(({ plantelId }) => plantelId)).toEqual(['mex-garzas'])
		const [encabezado = '', ...renglones] = new TextDecoder().decode(enCsv(mundo.cargados)).split('\r\n')
		const columna = encabezado.split(',').indexOf('CERTIFICADO_FISICO')
		const dicen = renglones.filter((renglon) => renglon.split(',')[columna] === 'SI')
		expect(dicen.map((renglon) => renglon.split(',')[0])).toEqual(
			reposiciones.map(({ matricula }) => matricula),
		)
	})

	it('hay dos entidades, cuatro planteles (uno con PC-SINEMS en vigor y uno vencido) y gente de cada perfil', () => {
		expect(ENTIDADES.map((entidad) => entidad.tipo)).toEqual(['colegio-estatal', 'uodcdmx'])
		expect(PLANTELES).toHaveLength(4)
		const vigencias = PLANTELES.flatMap(({ pcSinems }) => (pcSinems === null ? [] : [pcSinems[1] > 0]))
		expect(vigencias).toEqual([true, false])
		for (const perfil of PERFILES) expect(PERSONAS.some((persona) => persona.perfil === perfil)).toBe(true)
	})
})
