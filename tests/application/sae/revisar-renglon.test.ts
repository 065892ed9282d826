import { describe, expect, test } from 'vitest'
import type { Catalogos, EgresadoSae } from '../../../bff/application/sae/leer-egresado.ts'
import { mapeoSeguro, proponerColumnas } from '../../../bff/application/sae/mapeo.ts'
import { crearRevisor } from '../../../bff/application/sae/revisar-renglon.ts'
import type { CeldaDeModulo, ErrorFila } from '../../../bff/application/sae/tabla.ts'
import { bytes, csv, fila, FILA, MATRICULA, type Fila } from './archivo.ts'
import { leerTodo } from './leer.ts'

const CATALOGOS: Catalogos = {
	planteles: new Map([
		[
			'15DPT0001A',
			{
				id: 'toluca',
				cct: '15DPT0001A',
				entidadId: 'mex',
				patronMatricula: '^\\d{9}-\\d$',
				patronPropio: null,
			},
		],
	]),
	planes: new Map([['PLAN-2018', new Set(['M1', 'M2'])]]),
}
type Hoja = ReadonlyMap<string, readonly CeldaDeModulo[]>

const revisarCsv = async (texto: string, modulos: Hoja | null = null, minima = 7) => {
	const tabla = { ...(await leerTodo(bytes(texto))), modulos }
	const mapeo = mapeoSeguro(proponerColumnas(tabla.encabezado, {}, modulos !== null)) ?? {}
	const revisor = crearRevisor(tabla, mapeo, CATALOGOS, minima)
	const egresados: EgresadoSae[] = []
	const errores: ErrorFila[] = []
	for (const renglon of tabla.renglones) {
		const revisado = revisor.revisar(renglon)
		if (revisado.egresado !== null) egresados.push(revisado.egresado)
		errores.push(...revisado.errores)
	}
	return { egresados, errores: [...errores, ...revisor.sobrantes()] }
}
const revisar = (filas: readonly Fila[], modulos: Hoja | null = null) => revisarCsv(csv(filas), modulos)
const hoja = (...renglones: readonly (readonly [string, string, string])[]): Hoja => {
	const grupos = new Map<string, CeldaDeModulo[]>()
	for (const [i, [matricula, clave, calificacion]] of renglones.entries()) {
		grupos.set(matricula, [...(grupos.get(matricula) ?? []), { linea: i + 2, clave, calificacion }])
	}
	return grupos
}

describe('validar un archivo de SAE', () => {
	test('una fila buena da un egresado y ningún error', async () => {
		const { egresados, errores } = await revisar([fila()])
		expect(errores).toEqual([])
		expect(egresados).toMatchObject([
			{
				linea: 2,
				matricula: MATRICULA,
				plantelId: 'toluca',
				crip: null,
				modulos: [
					{ clave: 'M1', calificacion: '8.5', aprobado: 1 },
					{ clave: 'M2', calificacion: '9.7', aprobado: 1 },
				],
			},
		])
	})

	test.each([
		['MATRICULA', '', /vacío/],
		['MATRICULA', '20990001-1', /forma de las matrículas/],
		['CURP', 'EEML080230MMCJNZA4', /CURP/],
		['CURP', 'eeml080214mmcjnza4', /mayúsculas/],
		['NOMBRE', 'MARÍA | LUZ', /caracteres/],
		['NOMBRE', 'MAR1A', /caracteres/],
		['CRIP', '15106\u000100120', /no se ven/],
		['INSTITUCION_MEDICA', 'IMSS\nISSSTE', /no se ven/],
		['CORREO_INSTITUCIONAL', 'a\u007fb@mex.conalep.edu.mx', /no se ven/],
		['PRIMER_APELLIDO', '', /vacío/],
		['FECHA_NACIMIENTO', '2008-02-30', /no existe/],
		['FECHA_NACIMIENTO', '31/02/2008', /no existe/],
		['FECHA_NACIMIENTO', '14 de febrero', /AAAA-MM-DD/],
		['FECHA_NACIMIENTO', '2024-02-14', /anterior al ingreso/],
		['FECHA_TERMINO', '2022-07-10', /anterior al ingreso/],
		['FECHA_SECUNDARIA', '2023-13-01', /no existe/],
		['CCT', '15DPT9999Z', /centro de trabajo/],
		['PLAN', 'PLAN-3000', /catálogo/],
		['GENERACION', '23-26', /2023-2026/],
		['DATOS_VALIDADOS', 'tal vez', /SI o NO/],
		['CREDITOS', 'muchos', /número/],
		['PROMEDIO', '10.1', /0 al 10/],
		['PROMEDIO', '9.15', /no se redondea/],
		['PROMEDIO', '9,1', /0 al 10/],
		['CORREO_INSTITUCIONAL', 'x'.repeat(201), /demasiado largo/],
		['MODULOS', 'M9=8', /no tiene este módulo/],
		['MODULOS', 'M1=8|M1=9', /dos veces/],
		['MODULOS', 'M1=11', /0 al 10/],
		['MODULOS', 'M1 8.5', /CLAVE=CALIFICACION/],
	])('%s «%s» es error de su renglón y su columna', async (columna, valor, razon) => {
		const { egresados, errores } = await revisar([fila({ [columna]: valor })])
		expect(errores).toMatchObject([{ linea: 2, columna, razon: expect.stringMatching(razon) }])
		expect(egresados).toEqual([])
	})

	test('lo que juzgan las reglas entra como está: CRIP en minúsculas, correo sin arroba, sin médico, sin secundaria', async () => {
		const datos = {
			CRIP: 'abc',
			CORREO_INSTITUCIONAL: 'nada',
			INSTITUCION_MEDICA: 'En trámite',
			FECHA_SECUNDARIA: '',
		}
		const { egresados, errores } = await revisar([fila(datos)])
		expect(errores).toEqual([])
		expect(egresados).toMatchObject([
			{ crip: 'abc', correoInstitucional: 'nada', institucionMedica: 'En trámite', fechaSecundaria: null },
		])
	})

	test('aprobar es sacar la mínima o más; AC y NA lo dicen sin número; sin módulos también se importa', async () => {
		const modulos = async (valor: string) => (await revisar([fila({ MODULOS: valor })])).egresados[0]?.modulos
		expect(await modulos('M1=6.9|M2=7.0')).toMatchObject([{ aprobado: 0 }, { aprobado: 1 }])
		expect(await modulos('M1=AC|M2=na')).toEqual([
			{ clave: 'M1', calificacion: null, aprobado: 1 },
			{ clave: 'M2', calificacion: null, aprobado: 0 },
		])
		expect(await modulos('')).toEqual([])
		const con6 = await revisarCsv(csv([fila({ MODULOS: 'M1=6' })]), null, 6)
		expect(con6.egresados[0]?.modulos).toMatchObject([{ aprobado: 1 }])
	})

	test('todos los errores de todas las filas, no sólo el primero', async () => {
		const { errores } = await revisar([
			fila({ CURP: 'X', PROMEDIO: '11' }),
			fila({ MATRICULA: '209900002-2' }),
			fila({ MATRICULA: '209900003-3', PLAN: '' }),
		])
		expect(errores.map(({ linea, columna }) => [linea, columna])).toEqual([
			[2, 'CURP'],
			[2, 'PROMEDIO'],
			[4, 'PLAN'],
		])
	})

	test('una matrícula repetida se señala en la segunda, con el renglón de la primera', async () => {
		const { errores } = await revisar([fila(), fila()])
		expect(errores).toMatchObject([
			{ linea: 3, columna: 'MATRICULA', razon: expect.stringContaining('renglón 2') },
		])
	})

	test('una coma sin comillas que recorre las columnas se señala, en vez de leer mal la fila', async () => {
		const torcido = csv([fila()]).replace('"EJEMPLO"', 'EJEM,PLO')
		const { errores } = await revisarCsv(torcido)
		expect(errores).toMatchObject([{ linea: 2, razon: expect.stringContaining('más columnas') }])
	})

	test('los módulos en su hoja: se juntan por matrícula, y sus errores dicen la hoja', async () => {
		const { MODULOS: _modulos, ...sinModulos } = FILA
		const bueno = await revisar([sinModulos], hoja([MATRICULA, 'M1', '8.5'], [MATRICULA, 'M2', '10']))
		expect(bueno.errores).toEqual([])
		expect(bueno.egresados[0]?.modulos).toHaveLength(2)
		const malo = await revisar([sinModulos], hoja([MATRICULA, 'M9', '8.5'], ['209900009-9', 'M1', '10']))
		expect(malo.errores).toMatchObject([
			{ linea: 2, columna: 'MODULO (hoja Modulos)', valor: 'M9' },
			{ linea: 3, columna: 'MATRICULA (hoja Modulos)', valor: '209900009-9' },
		])
	})
})
