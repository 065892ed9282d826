import type { Servicio } from '#core/contract/trabajo.ts'

/** Cómo se llama cada servicio de afuera. */
export const SERVICIO: Record<Servicio, string> = {
	cosfac: 'COSFAC (SEP)',
	renapo: 'RENAPO',
	ocsp: 'Revocación del SAT (OCSP)',
	correo: 'Correo (SMTP)',
	sae: 'SAE',
}

type Clase = { readonly titulo: string; readonly hacer: string }

const ESPERAR_COSFAC =
	'Vea si COSFAC contesta, aquí arriba. Cuando vuelva, reinténtelo: no manda nada dos veces.'
const ESPERAR_CORREO = 'Vea si el servidor de correo contesta. Cuando vuelva, reinténtelo.'
const DE_CASA =
	'No depende de nadie de fuera: reinténtelo y, si falla otra vez, mande lo que dice el error a quien mantiene Egreso.'

/** Qué hace cada clase de trabajo y qué hacer si no avanza. */
const CLASES: Readonly<Record<string, Clase>> = {
	'confrontar-renapo': {
		titulo: 'Confrontar CURP con RENAPO',
		hacer: 'Vea si RENAPO contesta. Cuando vuelva, sigue solo; reinténtelo si no quiere esperar.',
	},
	'poner-catalogos': { titulo: 'Poner en vigor los catálogos del día', hacer: DE_CASA },
	'evaluar-pendientes': { titulo: 'Revisar los ocho requisitos', hacer: DE_CASA },
	'integrar-lotes': { titulo: 'Integrar lotes', hacer: DE_CASA },
	'enviar-lote': { titulo: 'Enviar un lote a SEP', hacer: ESPERAR_COSFAC },
	'consultar-lote': { titulo: 'Preguntar por un lote', hacer: ESPERAR_COSFAC },
	'descargar-lote': { titulo: 'Descargar lo que SEP emitió', hacer: ESPERAR_COSFAC },
	'conciliar-lote': { titulo: 'Conciliar un lote', hacer: ESPERAR_COSFAC },
	'cancelar-sobrante': { titulo: 'Cancelar un certificado repetido', hacer: ESPERAR_COSFAC },
	'vigilar-lotes': { titulo: 'Vigilar los lotes que tardan', hacer: DE_CASA },
	'avisar-lote': { titulo: 'Avisar de un lote que tarda', hacer: ESPERAR_CORREO },
	entregar: { titulo: 'Entregar al egresado', hacer: ESPERAR_CORREO },
	'mandar-acuse': { titulo: 'Mandar el acuse', hacer: ESPERAR_CORREO },
	'mandar-carta': { titulo: 'Mandar la carta responsiva a la DSE', hacer: ESPERAR_CORREO },
	'avisar-suplencia': { titulo: 'Avisar de una suplencia', hacer: ESPERAR_CORREO },
	'avisar-asunto': { titulo: 'Avisar de un asunto de la mesa', hacer: ESPERAR_CORREO },
	'recomprobar-revocacion': {
		titulo: 'Volver a preguntar por una e.firma',
		hacer: 'Vea si el servicio del SAT contesta. Cuando vuelva, reinténtelo.',
	},
	'encadenar-bitacora': { titulo: 'Encadenar la bitácora', hacer: DE_CASA },
	'encadenar-libro': { titulo: 'Encadenar el Libro', hacer: DE_CASA },
	'traer-sae': {
		titulo: 'Traer egresados de SAE',
		hacer: 'Vea si SAE contesta. Cuando vuelva, reinténtelo o pida otra vez la importación.',
	},
	'revisar-importacion': { titulo: 'Revisar una importación', hacer: DE_CASA },
	'aplicar-importacion': {
		titulo: 'Aplicar una importación',
		hacer: 'Reinténtelo: sigue donde se quedó y no repite renglones.',
	},
	'purgar-importaciones': { titulo: 'Borrar importaciones viejas', hacer: DE_CASA },
	'purgar-trabajos': { titulo: 'Borrar trabajos viejos', hacer: DE_CASA },
	'repasar-archivo': {
		titulo: 'Repasar el archivo',
		hacer: 'Vea que el almacén responda y tenga espacio. Después reinténtelo.',
	},
	'barrer-archivo': {
		titulo: 'Barrer el archivo',
		hacer: 'Vea que el almacén responda y tenga espacio. Después reinténtelo.',
	},
}

/** Una clase que esta versión no conoce se dice con su nombre. */
export const claseEnPalabras = (clase: string): Clase =>
	CLASES[clase] ?? { titulo: clase.replaceAll('-', ' '), hacer: DE_CASA }
