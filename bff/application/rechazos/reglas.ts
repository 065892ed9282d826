import type { Interpretacion } from '#core/contract/rechazo.ts'
import { fechaEnMexico, type Fecha } from '#core/domain/fecha.ts'
import {
	type AsuntoDeRechazo,
	interpretarRechazo,
	leerPatronDeRechazo,
	type LugarDeRechazo,
	type ReglaDeRechazo,
} from '#core/domain/lotes/rechazo.ts'
import { laQueRige } from '#core/domain/vigencia.ts'
import { leerValores } from '../catalogos/valores.ts'
import type { Lectura, Reloj } from '../ports.ts'

/** Un renglón del catálogo de rechazos, ya entendido. */
type Regla = ReglaDeRechazo & { readonly interpretacion: Interpretacion }

/** Dice de un texto de SEP lo que el catálogo, o null. */
export type Interpretar = (texto: string) => Interpretacion | null

/** El catálogo de rechazos como rige hoy: un rechazo viejo se lee también con él. */
export const leerReglas = async (db: Lectura, hoy: Fecha): Promise<readonly Regla[]> =>
	[...(await leerValores(db, 'rechazo-sep')).values()].flatMap((vigencias) => {
		const valor = laQueRige(vigencias, hoy)
		if (valor === undefined) return []
		const { clave, datos } = valor
		const patron = leerPatronDeRechazo(datos.patron ?? '')
		if (!patron.ok) return []
		return [
			{
				clave,
				patron: patron.valor,
				orden: Number(datos.orden),
				interpretacion: {
					clave,
					patron: datos.patron ?? '',
					asunto: datos.asunto as AsuntoDeRechazo,
					campo: datos.campo ?? null,
					remedio: datos.remedio ?? '',
					lugar: datos.lugar as LugarDeRechazo,
				},
			},
		]
	})

/** Quien interpreta con lo que rige hoy. Una consulta. */
export const leerInterprete = async (db: Lectura, reloj: Reloj): Promise<Interpretar> => {
	const reglas = await leerReglas(db, fechaEnMexico(reloj()))
	return (texto) => interpretarRechazo(texto, reglas)?.interpretacion ?? null
}
