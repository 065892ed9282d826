import type { TablaAjuste } from './tablas/ajustes.ts'
import type {
	TablaArchivoHallazgo,
	TablaArchivoTarea,
	TablaCarta,
	TablaCartaEnvio,
	TablaDescarga,
} from './tablas/archivo.ts'
import type { TablaArbolNodo, TablaLibroHoja, TablaPuntoControl } from './tablas/arboles.ts'
import type { TablaEntidad, TablaModuloPlan, TablaPlanEstudios, TablaPlantel } from './tablas/catalogos.ts'
import type { TablaCuarentena, TablaServicio } from './tablas/cuarentena.ts'
import type { TablaDevolucion } from './tablas/devoluciones.ts'
import type {
	TablaConfrontaEncargada,
	TablaConfrontaRenapo,
	TablaEgresado,
	TablaModuloCursado,
} from './tablas/egresados.ts'
import type {
	TablaEvaluacion,
	TablaTableroConfronta,
	TablaTableroPlantel,
	VistaTableroExacto,
} from './tablas/evaluacion.ts'
import type { TablaBuzon, TablaEntrega } from './tablas/entregas.ts'
import type { TablaEncuadernacion, TablaFolioCancelado, TablaRangoSuceso } from './tablas/folios.ts'
import type {
	TablaImportacion,
	TablaImportacionCambio,
	TablaImportacionError,
	TablaImportacionTrozo,
	TablaMapeoSae,
} from './tablas/importaciones.ts'
import type {
	TablaArchivo,
	TablaCancelacionSep,
	TablaEnvioLote,
	TablaLote,
	TablaLoteCertificado,
	TablaLoteNumero,
} from './tablas/intercambio.ts'
import type { TablaAsunto, TablaAsuntoAdjunto, TablaAsuntoSuceso } from './tablas/mesa.ts'
import type { TablaPersona, TablaSesion } from './tablas/personas.ts'
import type {
	TablaAcuse,
	TablaAsiento,
	TablaBitacora,
	TablaBitacoraHoja,
	TablaFolio,
	TablaNotaMarginal,
	TablaSello,
} from './tablas/registros.ts'
import type { TablaSuplencia, TablaSuplenciaSuceso } from './tablas/suplencias.ts'
import type { TablaRevocacionComprobada } from './tablas/revocaciones.ts'
import type { TablaCatalogoCambio, TablaCatalogoImportacion, TablaCatalogoValor } from './tablas/vigencias.ts'
import type { TablaTrabajo } from './tablas/trabajos.ts'
import type { TablaCertificado, TablaRangoFolio, TablaTramite } from './tablas/tramites.ts'

/**
 * Las tablas como Kysely las ve (columnas en camelCase por CamelCasePlugin). Momentos: Instante ISO UTC; fechas
 * AAAA-MM-DD; sí/no: 0 | 1; JSON: texto. La fuente de verdad es migrations/; tests/db compara.
 */
export type Tablas = {
	entidad: TablaEntidad
	plantel: TablaPlantel
	planEstudios: TablaPlanEstudios
	moduloPlan: TablaModuloPlan
	catalogoValor: TablaCatalogoValor
	catalogoImportacion: TablaCatalogoImportacion
	catalogoCambio: TablaCatalogoCambio
	persona: TablaPersona
	sesion: TablaSesion
	importacion: TablaImportacion
	importacionTrozo: TablaImportacionTrozo
	importacionError: TablaImportacionError
	importacionCambio: TablaImportacionCambio
	mapeoSae: TablaMapeoSae
	egresado: TablaEgresado
	moduloCursado: TablaModuloCursado
	confrontaRenapo: TablaConfrontaRenapo
	confrontaEncargada: TablaConfrontaEncargada
	rangoFolio: TablaRangoFolio
	rangoSuceso: TablaRangoSuceso
	tramite: TablaTramite
	certificado: TablaCertificado
	folio: TablaFolio
	folioCancelado: TablaFolioCancelado
	encuadernacion: TablaEncuadernacion
	asiento: TablaAsiento
	notaMarginal: TablaNotaMarginal
	sello: TablaSello
	bitacora: TablaBitacora
	bitacoraHoja: TablaBitacoraHoja
	lote: TablaLote
	loteCertificado: TablaLoteCertificado
	envioLote: TablaEnvioLote
	loteNumero: TablaLoteNumero
	cancelacionSep: TablaCancelacionSep
	archivo: TablaArchivo
	buzon: TablaBuzon
	entrega: TablaEntrega
	acuse: TablaAcuse
	revocacionComprobada: TablaRevocacionComprobada
	trabajo: TablaTrabajo
	suplencia: TablaSuplencia
	suplenciaSuceso: TablaSuplenciaSuceso
	ajuste: TablaAjuste
	devolucion: TablaDevolucion
	evaluacion: TablaEvaluacion
	tableroPlantel: TablaTableroPlantel
	tableroConfronta: TablaTableroConfronta
	/** Las cuentas sacadas de `evaluacion` renglón por renglón: para rehacer el tablero y para comprobarlo. */
	tableroExacto: VistaTableroExacto
	asunto: TablaAsunto
	asuntoSuceso: TablaAsuntoSuceso
	asuntoAdjunto: TablaAsuntoAdjunto
	libroHoja: TablaLibroHoja
	arbolNodo: TablaArbolNodo
	puntoControl: TablaPuntoControl
	archivoTarea: TablaArchivoTarea
	archivoHallazgo: TablaArchivoHallazgo
	descarga: TablaDescarga
	carta: TablaCarta
	cartaEnvio: TablaCartaEnvio
	cuarentena: TablaCuarentena
	servicio: TablaServicio
}
