import type { Page } from '@playwright/test'

/* Lo que la página se mueve sola (CLS: web.dev/cls), con lo que se movió. */

declare global {
	interface Window {
		movimientos: { cuanto: number; que: string[] }
	}
}

/** Desde ahora y en cada documento que se abra, anota lo que se mueva sin que la persona lo haya pedido. */
export const observarMovimientos = (pagina: Page): Promise<unknown> =>
	pagina.addInitScript(() => {
		window.movimientos = { cuanto: 0, que: [] }
		type Donde = { readonly node: Node | null; readonly previousRect: DOMRect; readonly currentRect: DOMRect }
		type Salto = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: Donde[] }
		new PerformanceObserver((lista) => {
			for (const salto of lista.getEntries() as Salto[]) {
				if (salto.hadRecentInput) continue
				window.movimientos.cuanto += salto.value
				for (const { node, previousRect, currentRect } of salto.sources) {
					const donde = node instanceof Element ? node : node?.parentElement
					const rectas = [previousRect, currentRect].map(({ x, y, width, height }) =>
						[x, y, width, height].join(' '),
					)
					window.movimientos.que.push(
						`${rectas.join(' → ')}: ${donde?.outerHTML.slice(0, 120) ?? '(ya no está)'}`,
					)
				}
			}
		}).observe({ type: 'layout-shift', buffered: true })
	})

/** Lo que se ha movido desde que se abrió la página. */
export const movido = (pagina: Page): Promise<{ cuanto: number; que: string[] }> =>
	pagina.evaluate(async () => {
		await new Promise((listo) => requestAnimationFrame(() => requestAnimationFrame(listo)))
		return window.movimientos
	})
