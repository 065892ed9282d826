import { utils, write } from '@e965/xlsx'
import { expect, test } from 'vitest'
import { leerResultadoAparte } from '../../../bff/adapters/cosfac/resultado-aparte.ts'
import { leerResultado, ResultadoInservible } from '../../../bff/adapters/cosfac/resultado-xls.ts'

const libro = (filas: number): Uint8Array => {
	const nuevo = utils.book_new()
	const renglones = Array.from({ length: filas }, (_, i) => [`CE${i}.xml`, 1, `Satisfactorio ñ ${i}`])
	utils.book_append_sheet(
		nuevo,
		utils.aoa_to_sheet([['ARCHIVO', 'ESTATUS', 'DESCRIPCION'], ...renglones]),
		'Resultado',
	)
	return new Uint8Array(write(nuevo, { type: 'buffer', bookType: 'biff8' }) as Buffer)
}

/** Siempre la misma serie: lo que falle se puede repetir. */
const dado = (semilla: number) => () => {
	semilla = (Math.imul(semilla, 1_664_525) + 1_013_904_223) >>> 0
	return semilla / 2 ** 32
}

test('en su hilo, lee lo mismo', async () => {
	const xls = libro(1000)
	expect(await leerResultadoAparte(xls)).toEqual(leerResultado(xls))
})

test('lo inservible se dice con su razón, y los bytes de quien lo pide siguen siendo suyos', async () => {
	const mal = new Uint8Array([1, 2, 3])
	await expect(leerResultadoAparte(mal)).rejects.toThrow('no es un archivo .xls')
	expect(mal).toEqual(new Uint8Array([1, 2, 3]))
})

test('con el tiempo o la memoria acabados, el hilo muere y el proceso sigue', async () => {
	const xls = libro(1000)
	await expect(leerResultadoAparte(xls, { memoriaMb: 256, plazoMs: 1 })).rejects.toThrow('tarda demasiado')
	await expect(leerResultadoAparte(xls, { memoriaMb: 4, plazoMs: 20_000 })).rejects.toBeInstanceOf(
		ResultadoInservible,
	)
	expect(await leerResultadoAparte(xls)).toHaveLength(1000)
})

/** De ordinario unos cuantos; con `MUTACIONES=1000`, los mil. */
const CUANTOS = Number(process.env.MUTACIONES ?? '24')

test(
	'libros cambiados al azar: renglones o «inservible», y ninguno cuelga ni tumba a quien lo pide',
	{ timeout: 900_000 },
	async () => {
		const bueno = libro(20)
		const azar = dado(20_261_124)
		const entre = (n: number) => Math.floor(azar() * n)
		const roto = (vuelta: number): Uint8Array => {
			const copia = Uint8Array.from(bueno)
			switch (vuelta % 4) {
				case 0:
					for (let i = 0; i <= entre(20); i += 1) copia[8 + entre(copia.length - 8)] = entre(256)
					break
				case 1: {
					// Los largos y las cuentas de BIFF son de dos o cuatro bytes: se llevan a los extremos.
					const lugar = 8 + entre(copia.length - 12)
					copia.fill(azar() < 0.5 ? 0xff : 0, lugar, lugar + 1 + entre(4))
					break
				}
				case 2: {
					const [de, a] = [8 + entre(copia.length - 80), 8 + entre(copia.length - 80)]
					copia.copyWithin(a, de, de + entre(64))
					break
				}
				default:
					// La cabecera y la tabla de sectores de OLE: ciclos y sectores que no están.
					copia[8 + entre(504)] = entre(256)
			}
			return azar() < 0.1 ? copia.slice(0, 8 + entre(copia.length)) : copia
		}
		let leidos = 0
		for (let vuelta = 0; vuelta < CUANTOS; vuelta += 4) {
			const juntos = [0, 1, 2, 3].map((mas) =>
				leerResultadoAparte(roto(vuelta + mas), { memoriaMb: 128, plazoMs: 4000 }),
			)
			for (const uno of await Promise.allSettled(juntos)) {
				if (uno.status === 'fulfilled') leidos += 1
				else expect(uno.reason).toBeInstanceOf(ResultadoInservible)
			}
		}
		// De las dos cosas hubo: si todo fuera inservible, la prueba no probaría nada.
		expect(leidos).toBeGreaterThan(0)
		expect(leidos).toBeLessThan(CUANTOS)
	},
)
