import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/* Lo que toda pantalla cumple (WCAG 2.2 AA): axe sin faltas en claro y oscuro, y nada se sale de lado. */

/** En oscuro sólo cambia el color: lo demás ya se miró en claro. */
const EN_OSCURO = ['color-contrast', 'link-in-text-block']

/** Espera a que la pantalla termine de llegar: con título y sin esqueletos. */
const asentar = async (pagina: Page): Promise<void> => {
	await expect(pagina.getByRole('heading', { level: 1 }).first()).toBeAttached()
	await expect(pagina.locator('.esqueleto')).toHaveCount(0, { timeout: 15_000 })
}

/** Todas las reglas de axe, también las de buena práctica y el tamaño de lo que se toca. */
const faltasDe = async (pagina: Page, colorScheme: 'light' | 'dark'): Promise<readonly string[]> => {
	await pagina.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
	// Los colores llegan con su transición, aunque sea de un instante: se mide lo que queda.
	await pagina.evaluate(async () => {
		const cuadro = () => new Promise((listo) => requestAnimationFrame(listo))
		do {
			await cuadro()
			await cuadro()
		} while (
			document.getAnimations().some((una) => una instanceof CSSTransition && una.playState === 'running')
		)
	})
	// De una vez y en la misma página: no hay marcos, y la otra manera abre una página en blanco por cada revisión.
	const axe = new AxeBuilder({ page: pagina }).setLegacyMode()
	if (colorScheme === 'light')
		axe.options({ resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })
	else axe.options({ resultTypes: ['violations'] }).withRules(EN_OSCURO)
	const { violations } = await axe.analyze()
	return violations.flatMap(({ id, help, nodes }) =>
		nodes.map(
			({ target, failureSummary }) => `${id} (${help}) en ${target.join(' ')}: ${failureSummary ?? ''}`,
		),
	)
}

/** Cuántos píxeles se sale la página de un ancho dado, y qué la empuja. */
const sobraDeLado = (pagina: Page, ancho: number): Promise<{ sobra: number; culpables: string[] }> =>
	pagina.evaluate((limite) => {
		const sobra = document.documentElement.scrollWidth - limite
		const culpables = [...document.querySelectorAll('body *')].filter(
			(uno) => uno.getBoundingClientRect().right > limite + 1,
		)
		return {
			sobra,
			culpables: sobra > 0 ? culpables.slice(-3).map((uno) => uno.outerHTML.slice(0, 160)) : [],
		}
	}, ancho)

/**
 * Revisa lo que se ve ahora: axe al tamaño del proyecto (en el teléfono, en claro y en oscuro), y sin desplazamiento de lado en lo angosto
 * (320 px en el teléfono, WCAG 1.4.10; la tableta al 200 % de aumento, 1.4.4).
 */
export const revisarPantalla = async (pagina: Page, cual: string): Promise<void> => {
	await asentar(pagina)
	const tamano = pagina.viewportSize() ?? { width: 390, height: 844 }
	// Los colores no cambian con el tamaño: en oscuro se miran en el teléfono.
	const colores = tamano.width < 600 ? (['light', 'dark'] as const) : (['light'] as const)
	for (const color of colores)
		expect.soft(await faltasDe(pagina, color), `axe, ${cual}, ${color}`).toEqual([])
	const angosto =
		tamano.width < 600
			? { width: 320, height: 640 }
			: { width: Math.floor(tamano.width / 2), height: Math.floor(tamano.height / 2) }
	await pagina.setViewportSize(angosto)
	expect
		.soft(await sobraDeLado(pagina, angosto.width), `de lado a ${angosto.width} px, ${cual}`)
		.toEqual({ sobra: 0, culpables: [] })
	await pagina.setViewportSize(tamano)
}
