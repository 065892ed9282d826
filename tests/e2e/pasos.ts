import { expect, type Page } from '@playwright/test'
import { CONTRASENA } from './egreso.ts'

/* Pasos que varias historias comparten, dichos como los da la persona. */

/** En la ficha de un egresado: el botón del acto, su confirmación y «Entendido». */
export const hacerActo = async (pagina: Page, acto: string, hecho: RegExp): Promise<void> => {
	await pagina.getByRole('button', { name: acto, exact: true }).click()
	const dialogo = pagina.getByRole('dialog')
	await dialogo.getByRole('button', { name: `${acto} 1` }).click()
	await expect(dialogo.getByText(hecho)).toBeVisible()
	await dialogo.getByRole('button', { name: 'Entendido' }).click()
	await expect(dialogo).toBeHidden()
}

/** Abre los certificados que hay que mirar antes de firmar; devuelve cuántos se van a firmar. */
export const abrirMuestra = async (pagina: Page): Promise<number> => {
	const accion = pagina.getByRole('button', { name: /^(Firmar [\d,]+ certificados?|Para firmar, abra )/ })
	await expect(accion).toBeVisible({ timeout: 60_000 })
	while ((await accion.innerText()).startsWith('Para firmar')) {
		await accion.click()
		const dialogo = pagina.getByRole('dialog')
		const seguir = dialogo.getByRole('button', { name: /^(Siguiente|Terminar|Listo)$/ }).first()
		for (let dice = ''; dice !== 'Terminar' && dice !== 'Listo';) {
			dice = (await seguir.innerText()).trim()
			await seguir.click()
		}
		await expect(dialogo).toBeHidden()
	}
	return Number(/[\d,]+/.exec(await accion.innerText())?.[0]?.replace(',', ''))
}

/** El director revisa, elige sus dos archivos y sella todo lo que espera; devuelve cuántos fueron. */
export const sellarTodo = async (
	pagina: Page,
	archivos: readonly [string, string],
	contrasena: string = CONTRASENA,
): Promise<number> => {
	const cuantos = await abrirMuestra(pagina)
	await pagina.getByRole('button', { name: /^Firmar / }).click()
	await elegirEfirma(pagina, archivos)
	await expect(pagina.getByText(/vale hasta el/)).toBeVisible({ timeout: 20_000 })
	await expect(pagina.getByText('Falta elegirla')).toBeHidden()
	await pagina.getByLabel('Contraseña de su llave privada').fill(contrasena)
	await pagina.getByRole('button', { name: /^Sellar [\d,]+ certificados?$/ }).click()
	await expect(
		pagina.getByText(new RegExp(`^${cuantos} certificados? sellados? y verificados?$`)).first(),
	).toBeVisible({ timeout: 60_000 })
	return cuantos
}

/** Escoge archivos en el selector de la e.firma, y espera a que se lean; el orden y el nombre no importan. */
export const elegirEfirma = async (pagina: Page, archivos: readonly string[]): Promise<void> => {
	await pagina.getByLabel(/Elija su \.cer y su \.key/).setInputFiles([...archivos])
	await expect(pagina.getByRole('button', { name: /^Sellar/ })).not.toHaveAttribute('aria-busy', 'true')
}
