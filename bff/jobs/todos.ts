import { trabajoAvisarAsunto } from './avisar-asunto.ts'
import { trabajoAvisarSuplencia } from './avisar-suplencia.ts'
import { trabajoBarrerArchivo } from './barrer-archivo.ts'
import { trabajoConfrontarRenapo } from './confrontar-renapo.ts'
import { trabajoAvisarLote } from './lotes/avisar-lote.ts'
import { trabajoCancelarSobrante } from './lotes/cancelar-sobrante.ts'
import { trabajoConciliarLote } from './lotes/conciliar-lote.ts'
import { trabajoConsultarLote } from './lotes/consultar-lote.ts'
import { trabajoDescargarLote } from './lotes/descargar-lote.ts'
import { trabajoEncadenarBitacora } from './encadenar-bitacora.ts'
import { trabajoEncadenarLibro } from './encadenar-libro.ts'
import { trabajoEntregar } from './entregar.ts'
import { trabajoEnviarLote } from './lotes/enviar-lote.ts'
import { trabajoEvaluarPendientes } from './evaluar-pendientes.ts'
import { type DepsTrabajosSae, trabajosDeImportacion } from './importaciones.ts'
import { trabajoIntegrarLotes } from './lotes/integrar-lotes.ts'
import { trabajoMandarAcuse } from './mandar-acuse.ts'
import { trabajoMandarCarta } from './mandar-carta.ts'
import { trabajoPonerCatalogos } from './poner-catalogos.ts'
import { trabajoPurgarTrabajos } from './purgar-trabajos.ts'
import { trabajoRecomprobarRevocacion } from './recomprobar-revocacion.ts'
import { trabajoRepasarArchivo } from './repasar-archivo.ts'
import { trabajoVigilarLotes } from './lotes/vigilar-lotes.ts'
import type { Trabajo } from './worker.ts'

type Deps = Parameters<typeof trabajoAvisarSuplencia>[0] &
	Parameters<typeof trabajoBarrerArchivo>[0] &
	Parameters<typeof trabajoConfrontarRenapo>[0] &
	Parameters<typeof trabajoConsultarLote>[0] &
	Parameters<typeof trabajoDescargarLote>[0] &
	Parameters<typeof trabajoConciliarLote>[0] &
	Parameters<typeof trabajoCancelarSobrante>[0] &
	Parameters<typeof trabajoVigilarLotes>[0] &
	Parameters<typeof trabajoAvisarLote>[0] &
	Parameters<typeof trabajoEncadenarBitacora>[0] &
	Parameters<typeof trabajoEncadenarLibro>[0] &
	Parameters<typeof trabajoEntregar>[0] &
	Parameters<typeof trabajoMandarCarta>[0] &
	Parameters<typeof trabajoEnviarLote>[0] &
	Parameters<typeof trabajoEvaluarPendientes>[0] &
	Parameters<typeof trabajoIntegrarLotes>[0] &
	Parameters<typeof trabajoMandarAcuse>[0] &
	Parameters<typeof trabajoPonerCatalogos>[0] &
	Parameters<typeof trabajoRecomprobarRevocacion>[0] &
	Parameters<typeof trabajoRepasarArchivo>[0] &
	DepsTrabajosSae

/** Todos los trabajos que este BFF sabe correr. */
export const crearTrabajos = (deps: Deps): readonly Trabajo[] => [
	trabajoPonerCatalogos(deps),
	trabajoConfrontarRenapo(deps),
	trabajoEvaluarPendientes(deps),
	trabajoIntegrarLotes(deps),
	trabajoEnviarLote(deps),
	trabajoConsultarLote(deps),
	trabajoDescargarLote(deps),
	trabajoConciliarLote(deps),
	trabajoCancelarSobrante(deps),
	trabajoVigilarLotes(deps),
	trabajoAvisarLote(deps),
	trabajoEntregar(deps),
	trabajoMandarAcuse(deps),
	trabajoMandarCarta(deps),
	trabajoRecomprobarRevocacion(deps),
	trabajoAvisarSuplencia(deps),
	trabajoAvisarAsunto(deps),
	trabajoEncadenarBitacora(deps),
	trabajoEncadenarLibro(deps),
	trabajoPurgarTrabajos(deps),
	trabajoRepasarArchivo(deps),
	trabajoBarrerArchivo(deps),
	...trabajosDeImportacion(deps),
]
