import { fijarAjuste } from './application/ajustes/fijar-ajuste.ts'
import { listarAjustes } from './application/ajustes/listar-ajustes.ts'
import { verArchivo } from './application/archivo/ver-archivo.ts'
import { bajarCarta } from './application/cartas/bajar-carta.ts'
import { listarCartas, listarCartasNacionales } from './application/cartas/listar-cartas.ts'
import { prepararCarta } from './application/cartas/preparar-carta.ts'
import { type DepsSellarCarta, sellarCarta } from './application/cartas/sellar-carta.ts'
import type { DepsDocumentos } from './application/documentos/emitir-documentos.ts'
import { exportarCatalogo } from './application/catalogos/exportar.ts'
import { importarCatalogo } from './application/catalogos/importar.ts'
import { mirarCatalogo } from './application/catalogos/mirar.ts'
import { listarCatalogos, verCatalogo } from './application/catalogos/listar.ts'
import { bajarGeneracion } from './application/documentos/bajar-generacion.ts'
import { descargarDocumento } from './application/documentos/descargar-documento.ts'
import { pedirDescarga, verDescarga } from './application/documentos/pedir-descarga.ts'
import { confrontarSinRespuesta } from './application/egresados/confrontar-sin-respuesta.ts'
import { confrontar } from './application/egresados/confrontar.ts'
import { leerDetalle } from './application/egresados/detalle.ts'
import { listarEgresados, listarTodos } from './application/egresados/listar.ts'
import { leerOpciones } from './application/egresados/opciones.ts'
import { leerTablero } from './application/egresados/tablero.ts'
import { acusar, bajarDocumento, consultarEntrega } from './application/entregas/acusar.ts'
import { confirmarCodigo } from './application/entregas/confirmar-codigo.ts'
import { consultarBuzon } from './application/entregas/consultar-buzon.ts'
import { type DepsEntrega, entregar } from './application/entregas/entregar.ts'
import { iniciarBuzon } from './application/entregas/iniciar-buzon.ts'
import { pedirCodigo } from './application/entregas/pedir-codigo.ts'
import { asignarRango } from './application/folios/asignar-rango.ts'
import { cancelarFolios } from './application/folios/cancelar-folio.ts'
import { partirRango } from './application/folios/partir-rango.ts'
import { recuperarRango } from './application/folios/recuperar-rango.ts'
import { verLibro } from './application/folios/ver-libro.ts'
import { verRangos } from './application/folios/ver-rangos.ts'
import { buscarEnLibro } from './application/libro/buscar.ts'
import { imprimirLibro } from './application/libro/imprimir.ts'
import { verVolumenes } from './application/libro/volumenes.ts'
import { aplicarImportacion } from './application/importaciones/aplicar.ts'
import { confirmarColumnas } from './application/importaciones/confirmar-columnas.ts'
import { descartarImportacion } from './application/importaciones/descartar.ts'
import {
	leerCambios,
	leerErrores,
	leerImportacion,
	listarImportaciones,
	porCorregir,
} from './application/importaciones/leer.ts'
import { subirImportacion } from './application/importaciones/subir.ts'
import { type DepsTraer, pedirASae } from './application/importaciones/traer.ts'
import { enviarPendientes } from './application/lotes/enviar-pendientes.ts'
import { decirNumero, type DepsDecirNumero } from './application/lotes/decididos/decir-numero.ts'
import { decirQueNoEsta, type DepsNoEsta } from './application/lotes/decididos/decir-que-no-esta.ts'
import { insistirEnCancelar } from './application/lotes/decididos/insistir-en-cancelar.ts'
import { rechazarDuplicado } from './application/lotes/decididos/rechazar-duplicado.ts'
import { listarLotes } from './application/lotes/listar.ts'
import type { DepsIntegrar } from './application/lotes/integrar.ts'
import { consultarCertificado, consultarFolio } from './application/publico/consultar-certificado.ts'
import { leerPuntoDeControl, probarConsistencia, probarInclusion } from './application/registro/probar.ts'
import { abrirAsunto } from './application/mesa/abrir-asunto.ts'
import { adjuntar } from './application/mesa/adjuntar.ts'
import { bajarAdjunto } from './application/mesa/bajar-adjunto.ts'
import { atenderBaja } from './application/mesa/atender-baja.ts'
import { atenderPerfil } from './application/mesa/atender-perfil.ts'
import { contarAsuntos, listarAsuntos } from './application/mesa/listar-asuntos.ts'
import { asignarAsunto } from './application/mesa/asignar-asunto.ts'
import { cerrarAsunto } from './application/mesa/cerrar-asunto.ts'
import { escribirEnAsunto } from './application/mesa/escribir-en-asunto.ts'
import { reabrirAsunto } from './application/mesa/reabrir-asunto.ts'
import { verAsunto } from './application/mesa/ver-asunto.ts'
import { leerPersonas } from './application/personas/leer-personas.ts'
import { nombresPorConfirmar } from './application/nombres/por-confirmar.ts'
import { plantillaCsv, plantillaXlsx } from './application/sae/plantilla.ts'
import { devolver } from './application/sellado/devolver.ts'
import { pendientesDeSello } from './application/sellado/pendientes.ts'
import { type DepsSellar, sellar } from './application/sellado/sellar.ts'
import { leerTurnos, tieneTurno } from './application/sellado/turnos.ts'
import { abrirSesion } from './application/sesion/abrir-sesion.ts'
import { cerrarSesion, leerSesion } from './application/sesion/leer-sesion.ts'
import { listarSuplencias } from './application/suplencias/listar.ts'
import { otorgarSuplencia } from './application/suplencias/otorgar.ts'
import { buscarElegibles } from './application/suplencias/personas.ts'
import { confirmarSuplencia, negarSuplencia, revocarSuplencia } from './application/suplencias/responder.ts'
import type { DepsRegistrar } from './application/tramites/asentar.ts'
import { reintentar } from './application/colas/reintentar.ts'
import { verColas } from './application/colas/ver-colas.ts'
import { bajarApartado } from './application/cuarentena/bajar-apartado.ts'
import { verCuarentena } from './application/cuarentena/ver-cuarentena.ts'
import { volverAPedir } from './application/cuarentena/volver-a-pedir.ts'
import { agregarPatron } from './application/rechazos/agregar-patron.ts'
import { listarRechazos } from './application/rechazos/listar-rechazos.ts'
import { mirarPatron } from './application/rechazos/mirar-patron.ts'
import { volverASellar } from './application/sellado/volver-a-sellar.ts'
import { autorizar } from './application/tramites/autorizar.ts'
import { cargar } from './application/tramites/cargar.ts'
import { confirmarNombre } from './application/tramites/confirmar-nombre.ts'
import { confirmarNombres } from './application/tramites/confirmar-nombres.ts'
import { denegar } from './application/tramites/denegar.ts'
import { registrar } from './application/tramites/registrar.ts'
import { retirar } from './application/tramites/retirar.ts'
import { solicitar } from './application/tramites/solicitar.ts'

/** Todo lo que los actos piden del mundo, ya abierto por la raíz. */
type DepsActos = DepsDocumentos &
	DepsEntrega &
	DepsIntegrar &
	DepsDecirNumero &
	DepsNoEsta &
	DepsSellar &
	DepsSellarCarta &
	DepsRegistrar &
	DepsTraer &
	Pick<Parameters<typeof imprimirLibro>[0], 'pintarLibro'> &
	Pick<Parameters<typeof abrirSesion>[0], 'validarFicha' | 'dominios'> & { readonly siged: string }

/** Cada acto con lo suyo: lo que el HTTP llama y los trabajos comparten. */
export const crearActos = (deps: DepsActos) => ({
	abrirSesion: abrirSesion(deps),
	leerSesion: leerSesion(deps),
	cerrarSesion: cerrarSesion(deps),
	subirImportacion: subirImportacion(deps),
	pedirASae: pedirASae(deps),
	listarImportaciones: listarImportaciones({ ...deps, hayTraer: deps.traerDeSae !== null }),
	leerImportacion: leerImportacion(deps),
	leerErrores: leerErrores(deps),
	leerCambios: leerCambios(deps),
	porCorregir: porCorregir(deps),
	confirmarColumnas: confirmarColumnas(deps),
	aplicarImportacion: aplicarImportacion(deps),
	descartarImportacion: descartarImportacion(deps),
	plantillaCsv: () => plantillaCsv(),
	plantillaXlsx: () => plantillaXlsx(),
	confrontar: confrontar(deps),
	confrontarSinRespuesta: confrontarSinRespuesta(deps),
	listarEgresados: listarEgresados(deps),
	listarTodos: listarTodos(deps),
	leerOpciones: leerOpciones(deps),
	leerDetalle: leerDetalle(deps),
	leerTablero: leerTablero(deps),
	solicitar: solicitar(deps),
	autorizar: autorizar(deps),
	denegar: denegar(deps),
	retirar: retirar(deps),
	volverASellar: volverASellar(deps),
	registrar: registrar(deps),
	cargar: cargar(deps),
	confirmarNombre: confirmarNombre(deps),
	confirmarNombres: confirmarNombres(deps),
	nombresPorConfirmar: nombresPorConfirmar(deps),
	asignarRango: asignarRango(deps),
	partirRango: partirRango(deps),
	recuperarRango: recuperarRango(deps),
	cancelarFolios: cancelarFolios(deps),
	verRangos: verRangos(deps),
	verLibro: verLibro(deps),
	verVolumenes: verVolumenes(deps),
	buscarEnLibro: buscarEnLibro(deps),
	imprimirLibro: imprimirLibro(deps),
	pendientes: pendientesDeSello(deps),
	sellar: sellar(deps),
	devolver: devolver(deps),
	leerTurnos: leerTurnos(deps),
	tieneTurno: tieneTurno(deps),
	listarSuplencias: listarSuplencias(deps),
	buscarElegibles: buscarElegibles(deps),
	otorgarSuplencia: otorgarSuplencia(deps),
	confirmarSuplencia: confirmarSuplencia(deps),
	negarSuplencia: negarSuplencia(deps),
	revocarSuplencia: revocarSuplencia(deps),
	listarLotes: listarLotes(deps),
	enviarPendientes: enviarPendientes(deps),
	decirNumero: decirNumero(deps),
	decirQueNoEsta: decirQueNoEsta(deps),
	rechazarDuplicado: rechazarDuplicado(deps),
	insistirEnCancelar: insistirEnCancelar(deps),
	descargarDocumento: descargarDocumento(deps),
	pedirDescarga: pedirDescarga(deps),
	verDescarga: verDescarga(deps),
	bajarGeneracion: bajarGeneracion(deps),
	verArchivo: verArchivo(deps),
	listarCartas: listarCartas(deps),
	listarCartasNacionales: listarCartasNacionales(deps),
	prepararCarta: prepararCarta(deps),
	sellarCarta: sellarCarta(deps),
	bajarCarta: bajarCarta(deps),
	iniciarBuzon: iniciarBuzon(deps),
	consultarBuzon: consultarBuzon(deps),
	pedirCodigo: pedirCodigo(deps),
	confirmarCodigo: confirmarCodigo(deps),
	entregar: entregar(deps),
	consultarEntrega: consultarEntrega(deps),
	bajarDocumento: bajarDocumento(deps),
	acusar: acusar(deps),
	consultarFolio: consultarFolio(deps),
	consultarCertificado: consultarCertificado(deps),
	leerPuntoDeControl: leerPuntoDeControl(deps),
	probarInclusion: probarInclusion(deps),
	probarConsistencia: probarConsistencia(deps),
	abrirAsunto: abrirAsunto(deps),
	listarAsuntos: listarAsuntos(deps),
	contarAsuntos: contarAsuntos(deps),
	verAsunto: verAsunto(deps),
	escribirEnAsunto: escribirEnAsunto(deps),
	asignarAsunto: asignarAsunto(deps),
	cerrarAsunto: cerrarAsunto(deps),
	reabrirAsunto: reabrirAsunto(deps),
	adjuntar: adjuntar(deps),
	bajarAdjunto: bajarAdjunto(deps),
	atenderBaja: atenderBaja(deps),
	atenderPerfil: atenderPerfil(deps),
	leerPersonas: leerPersonas(deps),
	listarAjustes: listarAjustes(deps),
	fijarAjuste: fijarAjuste(deps),
	listarCatalogos: listarCatalogos(deps),
	verCatalogo: verCatalogo(deps),
	exportarCatalogo: exportarCatalogo(deps),
	mirarCatalogo: mirarCatalogo(deps),
	importarCatalogo: importarCatalogo(deps),
	listarRechazos: listarRechazos(deps),
	mirarPatron: mirarPatron(deps),
	agregarPatron: agregarPatron(deps),
	verColas: verColas(deps),
	reintentar: reintentar(deps),
	verCuarentena: verCuarentena(deps),
	bajarApartado: bajarApartado(deps),
	volverAPedir: volverAPedir(deps),
})
