import type { Generated } from 'kysely'
import type { EstadoTramite } from '#core/domain/tramite.ts'
import type { Perfil } from '#core/domain/rol.ts'

/*
 * Las tablas como Kysely las ve (columnas en camelCase por CamelCasePlugin). Momentos: Instante ISO UTC; fechas
 * AAAA-MM-DD; sí/no: 0 | 1; JSON: texto. La fuente de verdad es migrations/; tests/db compara.
 */

type SiNo = number

export type TablaEntidad = {
	id: string
	nombre: string
	tipo: 'colegio-estatal' | 'uodcdmx' | 'rceo'
	firmante: Generated<'plantel' | 'estatal'>
	entidadFederativa: string
	servicioFirmante: string
	nombreSen: string
	nombreDependencia: string
	idIems: string
	nombreIems: string
	idTipoIems: string
	tipoIems: string | null
	idOpcionEducativa: string
	opcionEducativa: string | null
	patronMatricula: string
}

export type TablaPlantel = {
	id: string
	entidadId: string
	nombre: string
	cct: string
	idTipoPlantel: string
	tipoPlantel: string | null
	idMunicipio: string
	municipio: string
	idGeneroPlantel: string | null
	idSostenimiento: string
	fojasPorVolumen: Generated<number>
	asientosPorFoja: Generated<number>
	asientosDados: Generated<number>
	avisoFolios: Generated<number>
}

export type TablaPcSinems = {
	plantelId: string
	desde: string
	hasta: string
}

export type TablaPlanEstudios = {
	clave: string
	carrera: string
	modelo: '2008' | '2018' | 'anterior'
	idNivelEstudios: string
	idTipoEstudios: string
	tipoPerfilLaboral: string | null
	trayecto: string | null
	idCampoDisciplinar: string | null
	campoDisciplinar: string | null
	totalCreditos: string
	competencias: Generated<string>
}

export type TablaModuloPlan = {
	planClave: string
	orden: number
	clave: string
	nombre: string
	horas: string
	creditos: string | null
	formacionTrabajo: SiNo
}

export type TablaPersona = {
	id: string
	tid: string | null
	oid: string | null
	correo: string
	nombre: string
	primerApellido: string
	segundoApellido: string | null
	curp: string | null
	idCargo: string | null
	cargo: string | null
	perfil: Perfil
	entidadId: string | null
	plantelId: string | null
	activa: Generated<SiNo>
}

export type TablaSesion = {
	huella: string
	personaId: string
	creada: string
	usada: string
	expira: string
}

export type TablaImportacion = {
	id: string
	archivo: string
	sha256: string
	momento: string
	personaId: string | null
	filas: number
	altas: number
	cambios: number
}

export type TablaEgresado = {
	matricula: string
	plantelId: string
	planClave: string
	generacion: string
	curp: string
	nombre: string
	primerApellido: string
	segundoApellido: string | null
	fechaNacimiento: string
	fechaInicio: string
	fechaTermino: string
	fechaSecundaria: string | null
	crip: string | null
	institucionMedica: string | null
	correoInstitucional: string | null
	datosValidados: SiNo
	creditosObtenidos: string
	promedio: string
	importacionId: string | null
	actualizado: string
}

export type TablaModuloCursado = {
	matricula: string
	clave: string
	calificacion: string | null
	aprobado: SiNo
}

export type TablaConfrontaRenapo = {
	curp: string
	resultado: string
	campos: Generated<string>
	huellaDatos: string
	momento: string
}

export type TablaRangoFolio = {
	id: string
	entidadId: string
	plantelId: string
	modelo: '2008' | '2018'
	desde: number
	hasta: number
	siguiente: number
	asignado: string
	personaId: string | null
}

export type TablaTramite = {
	id: string
	matricula: string
	plantelId: string
	entidadId: string
	modelo: '2008' | '2018'
	estado: EstadoTramite
	abierto: Generated<SiNo>
	intento: Generated<number>
	razon: string | null
	nombre: string | null
	primerApellido: string | null
	segundoApellido: string | null
	nombreEditado: Generated<SiNo>
	folioDigital: string | null
	creado: string
	actualizado: string
}

export type TablaCertificado = {
	tramiteId: string
	folio: string
	dec: string
	fecha: string
	selloCalidad: SiNo
	xmlSep: string | null
	fechaSep: string | null
}

export type TablaFolio = {
	folio: string
	rangoId: string
	modelo: '2008' | '2018'
	numero: number
	tramiteId: string
	momento: string
}

export type TablaAsiento = {
	plantelId: string
	numero: number
	volumen: number
	foja: number
	renglon: number
	folio: string
	cuv: string
	matricula: string
	tramiteId: string
	fecha: string
	momento: string
}

export type TablaNotaMarginal = {
	id: string
	folio: string
	texto: string
	personaId: string | null
	momento: string
}

export type TablaSello = {
	tramiteId: string
	rol: 'plantel' | 'estatal'
	intento: number
	personaId: string
	firmante: string
	noCertificado: string
	certificado: string
	cadena: string
	sello: string
	revocacion: string
	ocsp: string | null
	momento: string
}

export type TablaBitacora = {
	id: string
	momento: string
	quien: string
	perfil: string
	acto: string
	objeto: string
	entidadId: string | null
	plantelId: string | null
	detalle: string
	hoja: string
}

export type TablaBitacoraHoja = {
	indice: number
	bitacoraId: string
	hoja: string
	encadenado: string
}

export type TablaLote = {
	id: string
	entidadId: string
	estado: string
	nombreArchivo: string
	sha256: string
	numeroLote: string | null
	mensaje: string | null
	creado: string
	enviado: string | null
	actualizado: string
}

export type TablaLoteCertificado = {
	loteId: string
	tramiteId: string
	archivo: string
	xml: string
	estado: string
	descripcion: string | null
}

export type TablaArchivo = {
	id: string
	tramiteId: string
	clase: string
	nombre: string
	sha256: string
	bytes: number
	momento: string
}

export type TablaBuzon = {
	id: string
	tramiteId: string
	ficha: string
	vence: string
	intentosIdentidad: Generated<number>
	correo: string | null
	manifiesta: string | null
	manifiestaNombre: string | null
	codigo: string | null
	codigoVence: string | null
	codigosEnviados: Generated<number>
	intentosCodigo: Generated<number>
	confirmado: string | null
	anulado: string | null
	creado: string
}

export type TablaEntrega = {
	id: string
	tramiteId: string
	buzonId: string
	correo: string
	ficha: string
	estado: string
	enviado: string | null
	error: string | null
	creado: string
}

export type TablaAcuse = {
	tramiteId: string
	entregaId: string
	quien: string
	nombre: string
	correo: string
	archivos: string
	momento: string
}

export type TablaTrabajo = {
	id: string
	clase: string
	clave: string
	carga: string
	estado: 'pendiente' | 'en-curso' | 'hecho' | 'fallido'
	noAntes: string
	intentos: Generated<number>
	arriendoHasta: string | null
	ultimoError: string | null
	creado: string
	terminado: string | null
}

export type Tablas = {
	entidad: TablaEntidad
	plantel: TablaPlantel
	pcSinems: TablaPcSinems
	planEstudios: TablaPlanEstudios
	moduloPlan: TablaModuloPlan
	persona: TablaPersona
	sesion: TablaSesion
	importacion: TablaImportacion
	egresado: TablaEgresado
	moduloCursado: TablaModuloCursado
	confrontaRenapo: TablaConfrontaRenapo
	rangoFolio: TablaRangoFolio
	tramite: TablaTramite
	certificado: TablaCertificado
	folio: TablaFolio
	asiento: TablaAsiento
	notaMarginal: TablaNotaMarginal
	sello: TablaSello
	bitacora: TablaBitacora
	bitacoraHoja: TablaBitacoraHoja
	lote: TablaLote
	loteCertificado: TablaLoteCertificado
	archivo: TablaArchivo
	buzon: TablaBuzon
	entrega: TablaEntrega
	acuse: TablaAcuse
	trabajo: TablaTrabajo
}
