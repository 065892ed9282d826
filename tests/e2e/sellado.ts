import { expect, type Page } from '@playwright/test'
import { conBase } from './base.ts'
import { CONTRASENA, type EgresoEnMarcha } from './egreso.ts'
import { abrirMuestra, elegirEfirma } from './pasos.ts'

/* La ceremonia por dentro: los pasos que se dan uno por uno cuando lo que importa es lo que pasa entre ellos. */

/** Mira la muestra, escoge la e.firma y escribe la contraseña: sólo falta «Sellar». Devuelve cuántos son. */
export const prepararSellado = async (
	pagina: Page,
	archivos: readonly string[],
	contrasena: string = CONTRASENA,
): Promise<number> => {
	const cuantos = await abrirMuestra(pagina)
	await pagina.getByRole('button', { name: /^Firmar / }).click()
	await elegirEfirma(pagina, archivos)
	await expect(pagina.getByText(/vale hasta el/)).toBeVisible({ timeout: 20_000 })
	await pagina.getByLabel('Contraseña de su llave privada').fill(contrasena)
	return cuantos
}

export const pulsarSellar = (pagina: Page): Promise<void> =>
	pagina.getByRole('button', { name: /^Sellar [\d,]+ certificados?$/ }).click()

/**
 * Deja puesto un vigía que pulsa «Pausar» en cuanto hay un sello y falta alguno: un lote entero tarda menos de lo que
 * tarda una mano, y antes del primero no habría nada que conservar.
 */
export const pausarConAlgoSellado = (pagina: Page): Promise<void> =>
	pagina.evaluate(() => {
		const vigia = new MutationObserver(() => {
			const pausar = [...document.querySelectorAll('button')].find(
				(uno) => uno.textContent?.trim() === 'Pausar',
			)
			const sellados = document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')
			if (!pausar || Number(sellados ?? 0) === 0) return
			vigia.disconnect()
			pausar.click()
		})
		vigia.observe(document.body, { attributes: true, childList: true, subtree: true })
	})

/** Los .cer y .key de un director de la demostración. */
export const archivosDe = ({ efirma }: EgresoEnMarcha, quien: string): readonly string[] => [
	efirma(`${quien}.cer`),
	efirma(`${quien}.key`),
]

/** Los workers del sellado que siguen vivos en la página: donde uno vive, puede vivir la llave. */
export const workersDeFirma = (pagina: Page): readonly string[] =>
	pagina
		.workers()
		.map((worker) => worker.url())
		.filter((url) => /firma|lector/.test(url))

/** Espera a que no quede ninguno. */
export const sinLlave = (pagina: Page): Promise<void> =>
	expect.poll(() => workersDeFirma(pagina), { message: 'la llave sigue en un worker' }).toEqual([])

/** Sellos de un plantel por rol: filas, y trámites distintos, que deben ser los mismos. */
export const sellosPorRol = (
	egreso: EgresoEnMarcha,
	plantelId: string,
): Readonly<Record<string, { readonly filas: number; readonly tramites: number }>> =>
	conBase(egreso, (base) => {
		const filas = base
			.prepare(
				`select s.rol as rol, count(*) as filas, count(distinct s.tramite_id) as tramites
				from sello s join tramite t on t.id = s.tramite_id where t.plantel_id = ? group by s.rol`,
			)
			.all(plantelId) as { rol: string; filas: number; tramites: number }[]
		return Object.fromEntries(filas.map(({ rol, ...cuenta }) => [rol, cuenta]))
	})

/** Cuántos esperan en un plantel el sello de su director. */
export const esperanEnPlantel = (egreso: EgresoEnMarcha, plantelId: string): number =>
	conBase(
		egreso,
		(base) =>
			(
				base
					.prepare(`select count(*) as n from tramite where plantel_id = ? and estado = 'nombre-confirmado'`)
					.get(plantelId) as { n: number }
			).n,
	)
