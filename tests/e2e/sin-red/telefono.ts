import { expect, type BrowserContext, type Page } from '@playwright/test'
import { conBase } from '../base.ts'
import { entrar, type EgresoEnMarcha } from '../egreso.ts'
import { leerAlmacenes } from '../rastros.ts'
import { archivosDe, prepararSellado, pulsarSellar } from '../sellado.ts'

/* El teléfono sin internet: guardar, sellar sin red, y qué se puede leer de lo que queda en su disco. */

export const GUARDAR = 'Guardar para firmar sin internet'
export const EN_DISPOSITIVO = /^En este dispositivo: [\d,]+ certificados? para firmar sin internet$/

/** Entra la directora y guarda su lista en el teléfono; devuelve cuántos certificados son. */
export const entrarYGuardar = async (pagina: Page, egreso: EgresoEnMarcha): Promise<number> => {
	await entrar(pagina, egreso.origen, /Beatriz Olmedo/)
	const cuantos = Number(/\d+/.exec((await pagina.locator('.numero').innerText()).replace(',', ''))?.[0])
	expect(cuantos).toBeGreaterThan(3)
	await pagina.getByRole('button', { name: GUARDAR }).click()
	await expect(pagina.getByText(EN_DISPOSITIVO)).toHaveText(new RegExp(`: ${cuantos} certificados`))
	return cuantos
}

/** Abre la muestra, sella todo sin red y espera a que lo sellado quede en la cola. */
export const sellarSinRed = async (pagina: Page, egreso: EgresoEnMarcha, cuantos: number): Promise<void> => {
	expect(await prepararSellado(pagina, archivosDe(egreso, 'mex-garzas-direccion'))).toBe(cuantos)
	await pulsarSellar(pagina)
	await expect(pagina.getByText(`${cuantos} sellos esperan conexión`)).toBeVisible({ timeout: 60_000 })
}

/** Nombres, CURP y matrículas que no deben hallarse: de todos los egresados, y de quien sella. */
export const personales = (egreso: EgresoEnMarcha): string[] =>
	conBase(egreso, (base) => {
		const egresados = base
			.prepare(`select curp, matricula, nombre, primer_apellido as apellido from egresado`)
			.all() as { curp: string; matricula: string; nombre: string; apellido: string }[]
		const personas = base
			.prepare(`select curp, correo, nombre from persona where curp is not null`)
			.all() as {
			curp: string
			correo: string
			nombre: string
		}[]
		return [
			...egresados.flatMap((uno) => [uno.curp, uno.matricula, `${uno.nombre} ${uno.apellido}`]),
			...personas.flatMap((una) => [una.curp, una.correo]),
			'Beatriz Olmedo',
		]
	})

/** Lo que hay en IndexedDB y en Cache Storage: lo de la pestaña (sessionStorage) no pasa de ella. */
export const enDisco = async (pagina: Page): Promise<string> =>
	(await leerAlmacenes(pagina)).slice(2).join('\n')

/** Cuáles de los buscados aparecen, sin distinguir mayúsculas. */
export const claros = (disco: string, buscados: readonly string[]): readonly string[] => {
	const dicho = disco.toUpperCase()
	return [...new Set(buscados)].filter((uno) => uno.length > 5 && dicho.includes(uno.toUpperCase()))
}

/** Cierra la pestaña y abre otra, como quien cierra la app: lo de la sesión de la pestaña se pierde. */
export const reabrir = async (contexto: BrowserContext, pagina: Page, direccion: string): Promise<Page> => {
	await pagina.close()
	const nueva = await contexto.newPage()
	await nueva.goto(direccion)
	return nueva
}
