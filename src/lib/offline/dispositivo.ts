/**
 * Lo que este dispositivo guarda, armado una vez: el mismo para cualquier pantalla y para el service worker.
 */
import type { ResultadoLote } from '#core/contract/problema.ts'
import { PorSellar, type Sellar } from '#core/contract/sellado.ts'
import { ahora } from '../reloj.ts'
import { archiveroDelDispositivo, type FilaAntigua } from './base.ts'
import { crearCofre, type Nuevo } from './cofre.ts'
import { crearCola, registroDe, turnoEntrePestanas, type Desenlace, type Vaciado } from './cola.ts'
import { enviarAcuse, enviarSellos, quienEntro } from './envios.ts'
import { crearGuardados } from './guardado.ts'
import { anotarResultado, crearResultados, SELLOS, type SellosEnEspera } from './resultados.ts'

/** La clase de los acuses de egresados (13) que esperan red. */
export const ACUSE = 'acuse'

/** Lo que la versión 1 dejó en claro, en su forma de hoy. */
export const relevar = ({ clave, clase, de, carga, creado }: FilaAntigua): Nuevo | null => {
	if (clase === ACUSE) return registroDe({ clase, de, unico: clave, carga }, creado)
	if (clase !== SELLOS || de === null) return null
	const sellos: SellosEnEspera = { de, cuerpo: carga as Sellar, nombres: [] }
	return registroDe({ clase, de, unico: clave, carga: sellos }, creado)
}

const cofre = crearCofre({
	archivero: archiveroDelDispositivo(),
	ahora: () => ahora().toISOString(),
	relevo: relevar,
})

/** Lo que un director guardó aquí para firmar sin internet. */
export const guardados = crearGuardados({ cofre, ahora: () => Date.now(), esquema: PorSellar })
/** Lo que se respondió de los sellos que esperaban red. */
export const resultados = crearResultados(cofre)

/** Si en este dispositivo esperan sellos ya hechos, de quien sea; sin abrirlos no se sabe más, ni hace falta. */
export const esperanSellos = async (): Promise<boolean> => (await cofre.mirar(SELLOS)).length > 0

const CANAL = 'egreso-cola'
const oyentes = new Set<(vaciado: Vaciado) => void>()
let canal: BroadcastChannel | null = null
const conCanal = (): BroadcastChannel | null => {
	if (canal === null && 'BroadcastChannel' in globalThis) {
		canal = new BroadcastChannel(CANAL)
		canal.onmessage = ({ data }) => avisarAqui(data as Vaciado)
	}
	return canal
}
const avisarAqui = (vaciado: Vaciado) => {
	for (const oyente of oyentes) oyente(vaciado)
}

/** Oye cada vaciado de la cola, de esta pantalla, de otra o del service worker; devuelve cómo dejar de oír. */
export const alVaciar = (oyente: (vaciado: Vaciado) => void): (() => void) => {
	conCanal()
	oyentes.add(oyente)
	return () => oyentes.delete(oyente)
}

/** La cola de este dispositivo: acuses de egresados y sellos de directores que esperan red. */
export const cola = crearCola({
	cofre,
	envios: {
		[ACUSE]: { enviar: (carga) => enviarAcuse(carga as string) },
		[SELLOS]: {
			enviar: (carga) => enviarSellos((carga as SellosEnEspera).cuerpo),
			anotar: (carga, desenlace, unico) =>
				anotarResultado(carga as SellosEnEspera, desenlace as Desenlace<ResultadoLote>, unico),
		},
	},
	quienEntro,
	enTurno: turnoEntrePestanas(),
	alCambiar: (vaciado) => {
		avisarAqui(vaciado)
		conCanal()?.postMessage(vaciado)
	},
})
