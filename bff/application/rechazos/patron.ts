import type { PatronNuevo } from '#core/contract/rechazo.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { llanoDeRechazo } from '#core/domain/lotes/rechazo.ts'
import type { Actor } from '#core/domain/rol.ts'
import type { OrdenDeCatalogo } from '../catalogos/contra-lo-que-hay.ts'
import { columnasDe } from '../catalogos/definiciones.ts'
import { enCsv } from '../catalogos/exportar.ts'
import type { Huella, Reloj } from '../ports.ts'

/** Los que se agregan desde la página van a la mitad: el catálogo puede poner otros antes o después. */
export const ORDEN_DE_PAGINA = 100

/** La clave que tendría un patrón: la misma para el mismo patrón, así repetirlo no lo duplica. */
export const claveDePatron = ({ huella }: { readonly huella: Huella }, patron: string): string =>
	`sep-${huella(llanoDeRechazo(patron)).slice(0, 12)}`

/** Un patrón nuevo como el archivo de un renglón que lo importaría, en vigor desde hoy. */
export const ordenDePatron = (
	deps: { readonly huella: Huella; readonly reloj: Reloj },
	actor: Actor,
	{ patron, asunto, campo, remedio, lugar }: PatronNuevo,
): OrdenDeCatalogo => ({
	actor,
	catalogo: 'rechazo-sep',
	archivo: 'pagina-de-rechazos.csv',
	bytes: enCsv([
		columnasDe('rechazo-sep'),
		[
			claveDePatron(deps, patron),
			patron,
			asunto,
			campo ?? '',
			remedio.replace(/\s+/g, ' '),
			lugar,
			String(ORDEN_DE_PAGINA),
			fechaEnMexico(deps.reloj()),
			'',
		],
	]),
})
