import type { Acto } from '#core/domain/rol.ts'
import type { Mundo, Peticion, Quien } from './mundo.ts'

/** Lo que ya está en la base antes de la primera petición. */
export type Recursos = {
	readonly emitido: string
	readonly confirmado: string
	readonly porSellarPlantel: string
	readonly porSellarEstado: string
	readonly rango: string
	readonly matriculaVista: string
}

export type Caso = { readonly mundo: Mundo; readonly recursos: Recursos; readonly quien: Quien }

export type Ruta = {
	readonly metodo: string
	readonly ruta: string
	/** Basta con poder uno; vacío: cualquiera con sesión. */
	readonly actos: readonly Acto[]
	/** Cómo se le contesta a quien puede el acto, pero sobre lo suyo. */
	readonly ajeno: string | ((quien: Quien) => string)
	readonly pedir: (caso: Caso) => Promise<Omit<Peticion, 'metodo'>> | Omit<Peticion, 'metodo'>
	/** En lo que se lista: si en la respuesta está lo de Toluca. */
	readonly muestra?: (cuerpo: string, recursos: Recursos) => boolean
	/** Cómo contesta a quien puede y ahí, si no es que lo hizo. */
	readonly propio?: string
}
