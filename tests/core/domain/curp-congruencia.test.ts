import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { componerCurp } from '../../../bff/simuladores/mundo/curp-inventada.ts'
import {
	CLASES_DE_AVISO,
	digitoVerificador,
	mascaraDeAvisos,
	revisarCurp,
	type DuenoDeCurp,
} from '../../../src/core/domain/curp.ts'

const DUENA: DuenoDeCurp = {
	nombre: 'MARIA DE LA LUZ',
	primerApellido: 'EJEMPLO',
	segundoApellido: 'MUNGUIA',
	fechaNacimiento: '2008-02-14',
	sexo: 'M',
	entidadNacimiento: 'MC',
}

const conDigito = (primeros17: string): string => `${primeros17}${digitoVerificador(primeros17) ?? ''}`
const CURP = conDigito('EEML080214MMCJNZA')

const clases = (curp: string, cambios: Partial<DuenoDeCurp> = {}) =>
	revisarCurp(curp, { ...DUENA, ...cambios }).map(({ clase }) => clase)

describe('congruencia de la CURP con su dueño (6 b)', () => {
	test('la que casa en todo no da avisos', () => expect(clases(CURP)).toEqual([]))

	test.each([
		['digito', `${CURP.slice(0, 17)}${(Number(CURP.at(-1)) + 1) % 10}`, {}],
		['fecha', CURP, { fechaNacimiento: '2008-02-15' }],
		['fecha', CURP, { fechaNacimiento: '1908-02-14' }],
		['sexo', CURP, { sexo: 'H' }],
		['entidad', CURP, { entidadNacimiento: 'DF' }],
		['iniciales', CURP, { primerApellido: 'OTRO' }],
		['iniciales', CURP, { segundoApellido: null }],
		['iniciales', CURP, { nombre: 'ROSA' }],
	] as const)('%s: sólo ese aviso, con su razón', (clase, curp, cambios) => {
		const avisos = revisarCurp(curp, { ...DUENA, ...cambios })
		expect(avisos.map((aviso) => aviso.clase)).toEqual([clase])
		expect(avisos[0]?.hallazgo).toMatch(/\.$/)
		expect(mascaraDeAvisos(avisos)).toBe(1 << CLASES_DE_AVISO.indexOf(clase))
	})

	test('lo que SAE no trae no se compara', () => {
		expect(clases(CURP, { sexo: null, entidadNacimiento: null })).toEqual([])
	})

	test('una que no tiene forma de CURP no se revisa: no entra de SAE', () => {
		expect(clases('EEML080214MMCJNZA')).toEqual([])
	})

	// Las letras esperadas salen del instructivo de RENAPO para la asignación de la CURP.
	test.each([
		['JOSE LUIS', 'PEREZ', 'GOMEZ', 'PEGL', 'RMS', 'José cede al segundo nombre'],
		['MA. GUADALUPE', 'PEREZ', 'GOMEZ', 'PEGG', 'RMD', 'María abreviada también'],
		['JOSE', 'PEREZ', 'GOMEZ', 'PEGJ', 'RMS', 'José solo no cede'],
		['MARIA DE LOS ANGELES', 'PEREZ', 'GOMEZ', 'PEGA', 'RMN', 'las partículas no cuentan'],
		['ANA', 'DE LA O', 'DEL RIO', 'OXRA', 'XXN', 'apellido de una letra'],
		['ANA', 'ÑANDU', 'PEÑA', 'XAPA', 'NXN', 'la Ñ es X'],
		['ANA', 'PÉREZ', 'GÜEMES', 'PEGA', 'RMN', 'ni acentos ni diéresis'],
		['ANA', 'PEREZ', null, 'PEXA', 'RXN', 'un solo apellido'],
		['OSCAR', 'PEREZ', 'DORANTES', 'PXDO', 'RRS', 'palabra inconveniente'],
		['ANA', 'SAINT-EXUPERY', 'LOPEZ', 'SALA', 'NPN', 'del compuesto, el primero'],
		['ANA', 'VON HUMBOLDT', 'MC GREGOR', 'HUGA', 'MRN', 'von y mc sueltos no cuentan'],
		['ANA', "D'AMICO", 'LOPEZ', 'DALA', 'MPN', 'con apóstrofo, sin él'],
		['ANA', "D'AMICO", 'LOPEZ', 'DALA', 'XPN', 'o con X en su lugar'],
		['ANA', "D'AMICO", 'LOPEZ', 'DALA', 'CPN', 'pero no otra letra', 'iniciales'],
	] as const)('%s %s %s → %s…%s: %s', (nombre, primero, segundo, cuatro, tres, _porque, ...avisa) => {
		const dueno = { nombre, primerApellido: primero, segundoApellido: segundo }
		expect(clases(conDigito(`${cuatro}080214MMC${tres}A`), dueno)).toEqual(avisa)
	})

	test('las que arma el mundo de la demostración casan con su gente', () => {
		const palabra = fc.constantFrom('PEREZ', 'GOMEZ', 'DE LA CRUZ', 'MUÑOZ', 'DEL RIO', 'HERNANDEZ', 'IBARRA')
		const nombre = fc.constantFrom('ANA', 'JOSE LUIS', 'MARIA FERNANDA', 'OSCAR', 'INES')
		fc.assert(
			fc.property(nombre, palabra, fc.option(palabra), fc.nat(9), (propio, primero, segundo, homonimia) => {
				const persona = { nombre: propio, primerApellido: primero, segundoApellido: segundo }
				const curp = componerCurp({
					...persona,
					nacimiento: '2007-05-09',
					sexo: 'H',
					entidad: 'OC',
					homonimia,
				})
				const dueno = { ...persona, fechaNacimiento: '2007-05-09', sexo: 'H', entidadNacimiento: 'OC' }
				expect(revisarCurp(curp, dueno)).toEqual([])
			}),
		)
	})
})
