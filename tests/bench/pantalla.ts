/**
 * Lo que el lote le hace al teléfono, en la página de verdad y con el sistema entero en marcha: si la pantalla se traba
 * (`pantalla.tareas-largas`) y si la memoria crece con el tamaño del lote (`pantalla.memoria`).
 */
import { chromium, type BrowserContext, type Page } from 'playwright'
import { construir } from '../../bff/cli/construir.mjs'
import { entrar, ponerEnMarcha, type EgresoEnMarcha } from '../e2e/egreso.ts'
import { opcionesDeChromium } from '../e2e/navegador.ts'
import { archivosDe, esperanEnPlantel, prepararSellado, pulsarSellar } from '../e2e/sellado.ts'
import { sembrarPorSellar } from '../e2e/sembrar.ts'
import { mediana, type Medida } from './medida.ts'

const PLANTEL = 'mex-garzas'
const TELEFONO = {
	viewport: { width: 390, height: 844 },
	hasTouch: true,
	isMobile: true,
	deviceScaleFactor: 2,
}
/** Una tarea más larga que esto se siente como un tirón (W3C Long Tasks). */
const LARGA_MS = 50
const VUELTAS = 3
const LOTE = 500
const CHICO = 100
const GRANDE = 1000
const MEGA = 1024 * 1024

type Tarea = { readonly ms: number; readonly desde: number }
type Memoria = { readonly todo: number; readonly workers: number }

declare global {
	/** Las tareas largas del hilo principal desde que se pulsó «Sellar». */
	var tareasLargas: Tarea[]
	/** Cuántos sellos deja salir el worker antes de detenerse a que lo midan; 0 si no se detiene. */
	var detenerEn: number
	var detenido: Promise<void>
	var alSeguir: () => void
}

/** Abre la página real del director con `cuantos` por sellar y todo listo para pulsar «Sellar». */
const conLaFirmaLista = async <T>(
	egreso: EgresoEnMarcha,
	cuantos: number,
	medir: (pagina: Page) => Promise<T>,
): Promise<T> => {
	await sembrarPorSellar(egreso, { cuantos: cuantos - esperanEnPlantel(egreso, PLANTEL), plantelId: PLANTEL })
	const { args = [], ...opciones } = opcionesDeChromium()
	// Que la memoria se mida al pedirla, después de recoger la basura, y no cuando el navegador quiera.
	const chrome = await chromium.launch({
		...opciones,
		args: [...args, '--enable-blink-features=ForceEagerMeasureMemory'],
	})
	try {
		const contexto = await chrome.newContext({ ...TELEFONO, locale: 'es-MX', serviceWorkers: 'block' })
		await aislar(contexto, egreso.origen)
		const pagina = await contexto.newPage()
		await pagina.addInitScript(vigilarWorkers)
		await entrar(pagina, egreso.origen, /Beatriz Olmedo/)
		const listos = await prepararSellado(pagina, archivosDe(egreso, `${PLANTEL}-direccion`))
		if (listos !== cuantos) throw new Error(`Había ${listos} por sellar, no ${cuantos}`)
		return await medir(pagina)
	} finally {
		await chrome.close()
	}
}

/** La memoria sólo se deja medir en páginas aisladas: se agrega el encabezado que a la app no le hace falta. */
const aislar = (contexto: BrowserContext, origen: string): Promise<unknown> =>
	contexto.route(
		(url) =>
			url.origin === origen && !url.pathname.startsWith('/api/') && !url.pathname.startsWith('/entrar'),
		async (ruta) => {
			const respuesta = await ruta.fetch()
			await ruta.fulfill({
				response: respuesta,
				headers: { ...respuesta.headers(), 'cross-origin-embedder-policy': 'require-corp' },
			})
		},
	)

/** Corre en la página, antes que nada: deja detener al worker que firma a medio lote, por su propia puerta. */
const vigilarWorkers = (): void => {
	globalThis.detenerEn = 0
	globalThis.detenido = new Promise((listo) => {
		const Original = globalThis.Worker
		globalThis.Worker = class extends Original {
			constructor(url: string | URL, opciones?: WorkerOptions) {
				super(url, opciones)
				let filas = 0
				this.addEventListener('message', ({ data }: MessageEvent<{ tipo: string; filas?: unknown[] }>) => {
					if (data.tipo !== 'sellados' || globalThis.detenerEn === 0) return
					filas += data.filas?.length ?? 0
					if (filas < globalThis.detenerEn) return
					globalThis.detenerEn = 0
					this.postMessage({ tipo: 'pausar' })
					globalThis.alSeguir = () => this.postMessage({ tipo: 'seguir' })
					listo()
				})
			}
		}
	})
}

const terminar = async (pagina: Page, cuantos: number): Promise<void> => {
	// Una mirada barata cada tanto: buscar texto en toda la página sería trabajo del mismo hilo que se mide.
	await pagina.waitForFunction(
		() => document.querySelector('h1')?.textContent === 'Resultado del sellado',
		null,
		{
			polling: 500,
			timeout: 600_000,
		},
	)
	const dice = await pagina.locator('main').innerText()
	const bien = `${cuantos.toLocaleString('es-MX')} certificados sellados y verificados`
	if (!dice.includes(bien)) throw new Error(`El lote no terminó bien: ${dice.slice(0, 200)}`)
}

/** Las tareas largas de un lote, de pulsar «Sellar» a ver el resultado. */
const tareasDe = (egreso: EgresoEnMarcha, cuantos: number): Promise<readonly Tarea[]> =>
	conLaFirmaLista(egreso, cuantos, async (pagina) => {
		await pagina.evaluate(() => {
			globalThis.tareasLargas = []
			const desde = performance.now()
			new PerformanceObserver((lista) => {
				for (const { duration, startTime } of lista.getEntries()) {
					globalThis.tareasLargas.push({ ms: duration, desde: startTime - desde })
				}
			}).observe({ type: 'longtask' })
			// Desde dentro: el clic de fuera revisa la pantalla entera antes de darlo.
			document.querySelector<HTMLButtonElement>('button[type=submit]')?.click()
		})
		await terminar(pagina, cuantos)
		return pagina.evaluate(() => globalThis.tareasLargas)
	})

const memoriaDe = (pagina: Page): Promise<Memoria> =>
	pagina.evaluate(async () => {
		type Parte = { readonly bytes: number; readonly attribution: readonly { readonly scope: string }[] }
		type Medible = Performance & {
			measureUserAgentSpecificMemory: () => Promise<{ bytes: number; breakdown: Parte[] }>
		}
		const { bytes, breakdown } = await (performance as Medible).measureUserAgentSpecificMemory()
		const workers = breakdown
			.filter(({ attribution }) => attribution.some(({ scope }) => scope === 'DedicatedWorkerGlobalScope'))
			.reduce((suma, parte) => suma + parte.bytes, 0)
		return { todo: bytes, workers }
	})

/** La memoria con todo listo, y detenidos a media ceremonia. */
const memoriasDe = (
	egreso: EgresoEnMarcha,
	cuantos: number,
): Promise<{ readonly antes: Memoria; readonly enMedio: Memoria }> =>
	conLaFirmaLista(egreso, cuantos, async (pagina) => {
		const antes = await memoriaDe(pagina)
		await pagina.evaluate((cuando) => {
			globalThis.detenerEn = cuando
		}, cuantos / 4)
		await pulsarSellar(pagina)
		await pagina.evaluate(() => globalThis.detenido)
		const enMedio = await memoriaDe(pagina)
		if (enMedio.workers === 0) throw new Error('El lote acabó antes de que se pudiera medir')
		await pagina.evaluate(() => globalThis.alSeguir())
		await terminar(pagina, cuantos)
		return { antes, enMedio }
	})

const conEgreso = async <T>(medir: (egreso: EgresoEnMarcha) => Promise<T>): Promise<T> => {
	await construir()
	const egreso = await ponerEnMarcha()
	try {
		return await medir(egreso)
	} finally {
		await egreso.cerrar()
	}
}

/** `pantalla.tareas-largas`: la peor tarea del hilo principal mientras se sella un lote de 500, entre 50 ms. */
export const medirTareas = (): Promise<Medida> =>
	conEgreso(async (egreso) => {
		const vueltas: (readonly Tarea[])[] = []
		for (let i = 0; i < VUELTAS; i += 1) vueltas.push(await tareasDe(egreso, LOTE))
		const peor = Math.max(0, ...vueltas.flat().map(({ ms }) => ms))
		return {
			nombre: 'pantalla.tareas-largas',
			nuestro: peor,
			par: LARGA_MS,
			razon: peor / LARGA_MS,
			unidad: 'ms',
			notas: vueltas.map(
				(tareas, i) =>
					`lote ${i + 1}: ${
						tareas.length === 0
							? `ninguna de más de ${LARGA_MS} ms`
							: tareas.map(({ ms, desde }) => `${ms.toFixed(0)} ms a los ${desde.toFixed(0)} ms`).join(', ')
					}`,
			),
		}
	})

const enMegas = (bytes: number): string => `${(bytes / MEGA).toFixed(1)} MB`

/** `pantalla.memoria`: lo que ocupan los workers a media ceremonia de 1,000, entre lo que ocupan en una de 100. */
export const medirMemoria = (): Promise<Medida> =>
	conEgreso(async (egreso) => {
		const de = async (cuantos: number) => {
			const vueltas: Awaited<ReturnType<typeof memoriasDe>>[] = []
			for (let i = 0; i < VUELTAS; i += 1) vueltas.push(await memoriasDe(egreso, cuantos))
			const media = (que: (una: (typeof vueltas)[number]) => number) => mediana(vueltas.map(que))
			return {
				workers: media(({ enMedio }) => enMedio.workers),
				lote: media(({ antes, enMedio }) => enMedio.todo - antes.todo),
				antes: media(({ antes }) => antes.todo),
				todo: media(({ enMedio }) => enMedio.todo),
			}
		}
		const chico = await de(CHICO)
		const grande = await de(GRANDE)
		return {
			nombre: 'pantalla.memoria',
			nuestro: grande.workers / MEGA,
			par: chico.workers / MEGA,
			razon: grande.workers / chico.workers,
			unidad: 'MB',
			notas: [chico, grande].map(
				({ todo, antes, lote, workers }, i) =>
					`con ${i === 0 ? CHICO : GRANDE}: página y workers ${enMegas(todo)} a media ceremonia, ${enMegas(antes)} antes de sellar (el lote agrega ${enMegas(lote)}); workers ${enMegas(workers)}`,
			),
		}
	})
