/** Una corrida del modelo: el código de verdad, un COSFAC con fallas y un reloj simulado, hasta que todo se aquieta. */
import { AHORA } from '../db/escena.ts'
import { encargar } from '../../bff/application/trabajos.ts'
import type { Base } from '../../bff/application/ports.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { sembrar, type Suerte } from './azar.ts'
import type { Banco } from './base-en-memoria.ts'
import { comprobar } from './comprobar.ts'
import { decidir } from './persona.ts'
import { nacer, type Entorno, type Paso, type Proceso } from './proceso.ts'
import { abrirSep, type Sep } from './sep.ts'

const MINUTO = 60_000
const HORA = 60 * MINUTO

type Corrida = {
	/** Lo que no debió pasar; vacío si todo se sostuvo. */
	readonly faltas: readonly string[]
	/** Qué pasó, por nombre: fallas, muertes, cómo acabó cada certificado. */
	readonly cuentas: ReadonlyMap<string, number>
}

/** Corre una vez con esa semilla; la misma semilla da lo mismo. */
export const correr = (banco: Banco, semilla: number): Promise<Corrida> =>
	banco.prestar(() => enBanco(banco, sembrar(semilla)))

const enBanco = async (banco: Banco, suerte: Suerte): Promise<Corrida> => {
	const { base } = banco
	let ahora = Date.parse(AHORA)
	const empezo = ahora
	const fallaHasta = ahora + suerte.entero(10, suerte.pasa(0.8) ? 6 * 60 : 40 * 60) * MINUTO
	const hayFallas = (): boolean => ahora < fallaHasta
	const sep = abrirSep({ ahora: () => ahora, suerte, hayFallas })
	const pasos: Paso[] = []
	const quejas: string[] = []
	const cuentas = new Map<string, number>()
	const contar = (que: string, cuantos = 1): void => void cuentas.set(que, (cuentas.get(que) ?? 0) + cuantos)
	const entorno: Entorno = { base, cosfac: sep.cosfac, suerte, ahora: () => ahora, pasos, quejas }
	const muerte = suerte.escoge([0, 0.002, 0.01, 0.03])
	const sueno = suerte.escoge([0, 0, 0.01])
	const oleadas = await preparar(base, suerte, ahora)
	const procesos: Proceso[] = Array.from({ length: suerte.entero(1, 2) }, () => nacer(entorno))
	const reinicios: number[] = []

	const matar = (proceso: Proceso): void => {
		contar('proceso muerto')
		proceso.vivo = false
		for (const paso of pasos.filter((uno) => uno.proceso === proceso)) paso.morir()
		pasos.splice(0, pasos.length, ...pasos.filter((uno) => uno.proceso !== proceso))
		procesos.splice(procesos.indexOf(proceso), 1)
		reinicios.push(ahora + suerte.entero(1, 30 * 60) * 1000)
	}

	const darUnPaso = (listos: readonly Paso[]): void => {
		const paso = suerte.escoge(listos)
		if (hayFallas() && suerte.pasa(muerte)) return matar(paso.proceso)
		if (hayFallas() && suerte.pasa(sueno)) {
			contar('proceso dormido')
			paso.listoEn = ahora + suerte.entero(1, 120) * MINUTO
			return
		}
		pasos.splice(pasos.indexOf(paso), 1)
		// Lo que tarda cualquier paso: el orden entre procesos lo decide el azar, y el reloj nunca está quieto.
		ahora += suerte.entero(0, 400)
		paso.seguir()
	}

	for (let vueltas = 0; ; vueltas += 1) {
		await new Promise(setImmediate)
		const listos = pasos.filter(({ listoEn }) => listoEn <= ahora)
		if (listos.length > 0) {
			darUnPaso(listos)
			continue
		}
		const toca = proximo(banco)
		const ociosos = procesos.filter(({ ocioso }) => ocioso)
		if (toca <= ahora && ociosos.length > 0) {
			for (const proceso of ociosos) if (suerte.pasa(0.7) || ociosos.length === 1) proceso.despertar()
			continue
		}
		const aquieto = !hayFallas() && oleadas.length === 0 && pasos.length === 0
		if (aquieto && quieto(banco, sep, ahora)) {
			const aceptadas = await decidir(base, sep, { suerte, ahora: () => ahora })
			if (aceptadas === 0) break
			contar('lo dijo una persona', aceptadas)
			continue
		}
		if (ahora > fallaHasta + 120 * HORA || vueltas > 40_000) {
			quejas.push('No se aquieta.')
			break
		}
		ahora = Math.max(
			ahora + 1,
			Math.min(
				// Sin nadie que lo tome, que ya toque no adelanta nada.
				toca > ahora ? toca : Infinity,
				sep.siguiente(),
				...pasos.map(({ listoEn }) => listoEn),
				...reinicios,
				...oleadas.map(({ en }) => en),
				fallaHasta > ahora ? fallaHasta : Infinity,
				ahora + 6 * HORA,
			),
		)
		while (reinicios.some((en) => en <= ahora)) {
			reinicios.splice(
				reinicios.findIndex((en) => en <= ahora),
				1,
			)
			procesos.push(nacer(entorno))
		}
		while ((oleadas[0]?.en ?? Infinity) <= ahora)
			await sellarMas(base, suerte, ahora, oleadas.shift()?.ids ?? [])
	}
	for (const [falla, cuantas] of sep.fallas) contar(`falla: ${falla}`, cuantas)
	contar('horas simuladas', Math.round((ahora - empezo) / HORA))
	const faltas = [...new Set(quejas), ...(await comprobar(base, sep, contar))]
	return { faltas, cuentas }
}

type Oleada = { readonly en: number; readonly ids: readonly string[] }

/** Reparte los sellados de la plantilla en una o dos oleadas; los que no tocan, no están. */
const preparar = async (base: Base, suerte: Suerte, ahora: number): Promise<Oleada[]> => {
	const sellados = await base.db
		.selectFrom('tramite')
		.select('id')
		.where('estado', '=', 'sellado-plantel')
		.orderBy('id')
		.execute()
	const ids = sellados.map(({ id }) => id).slice(0, suerte.entero(1, 4))
	const corte = suerte.pasa(0.4) ? suerte.entero(0, ids.length) : ids.length
	// Casi siempre se conoce ya un número de COSFAC; la primera vez en la vida, no.
	if (suerte.pasa(0.97)) {
		await base.db
			.insertInto('loteNumero')
			.values({ numero: '5000', loteId: null, papel: 'ajeno', revisado: 1, visto: AHORA })
			.execute()
	}
	return [
		{ en: ahora, ids: ids.slice(0, corte) },
		{ en: ahora + suerte.entero(0, 180) * MINUTO, ids: ids.slice(corte) },
	].filter((oleada) => oleada.ids.length > 0)
}

/** Alguien puso el segundo sello: pasa en una transacción, con su encargo. */
const sellarMas = (base: Base, suerte: Suerte, ahora: number, ids: readonly string[]): Promise<void> =>
	base.enTransaccion(async (tx) => {
		const reloj = (): Instante => new Date(ahora).toISOString() as Instante
		await tx.updateTable('tramite').set({ estado: 'sellado-estatal' }).where('id', 'in', ids).execute()
		const azar = { id: suerte.uuid, ficha: suerte.uuid, codigo: () => '' }
		await encargar(
			tx,
			{ reloj, azar },
			{ clase: 'integrar-lotes', clave: 'mex', carga: { entidadId: 'mex' } },
		)
	})

/** Cuándo toca el siguiente trabajo que alguien podría tomar, o infinito. */
const proximo = ({ mirar }: Banco): number => {
	const filas = mirar(
		"select clase, clave, estado, no_antes, arriendo_hasta from trabajo where estado in ('pendiente', 'en-curso')",
	)
	const enCurso = filas.filter(({ estado }) => estado === 'en-curso')
	return Math.min(
		Infinity,
		...filas.map((fila) => {
			if (fila['estado'] === 'en-curso') return Date.parse(fila['arriendo_hasta'] ?? '') + 1
			const tapado = enCurso.some(({ clase, clave }) => clase === fila['clase'] && clave === fila['clave'])
			return tapado ? Infinity : Date.parse(fila['no_antes'] ?? '')
		}),
	)
}

/**
 * No queda nada por moverse: ni trabajos, salvo los de cada rato, ni algo en camino, y el barrido ya pasó después de lo
 * último que se movió. Lo que espera a una persona se le pregunta entonces.
 */
const quieto = ({ mirar }: Banco, sep: Sep, ahora: number): boolean => {
	if (sep.siguiente() !== Infinity) return false
	const esperan = new Set(
		mirar("select id, enviado from lote where pendiente is not null and estado = 'desconocido'")
			.filter(({ enviado }) => Date.parse(enviado ?? '') < ahora - 48 * HORA)
			.map(({ id }) => id),
	)
	const vivos = mirar(
		"select clase, clave from trabajo where estado in ('pendiente', 'en-curso') and clave <> 'periodico'",
	)
	if (vivos.some(({ clase, clave }) => clase !== 'conciliar-lote' || !esperan.has(clave ?? ''))) return false
	const [barrido] = mirar("select no_antes from trabajo where clase = 'vigilar-lotes'")
	const [movido] = mirar('select max(actualizado) as ultimo from lote')
	if (!barrido || !movido?.['ultimo']) return movido?.['ultimo'] === null
	return Date.parse(barrido['no_antes'] ?? '') - 6 * HORA > Date.parse(movido['ultimo'])
}
