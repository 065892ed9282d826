/**
 * Lo que el documento debe llevar según lo revisado, atributo por atributo del DEC. Los tipos salen de la tabla del
 * esquema: si un día el DEC lleva un atributo más, esto no compila hasta decir qué se espera de él.
 */
import type * as campos from '#core/dec/campos.ts'
import type { PorSellar } from '#core/contract/sellado.ts'
import { leerPromedio, promedioEnLetra } from '#core/domain/promedio.ts'

/** El texto exacto que debe llevar cada atributo; null si el documento no debe traerlo. */
type Esperado<A extends campos.Atributos> = {
	readonly [N in keyof A['requeridos'] | keyof A['opcionales']]: string | null
}

export type CertificadoPorSellar = PorSellar['certificados'][number]

/** Lo que la persona revisó de un certificado, contra lo que se compara justo antes de sellarlo. */
export type Mostrado = Pick<CertificadoPorSellar, 'folio' | 'matricula' | 'revisado'> &
	Pick<PorSellar, 'firmante'> & {
		/** null: el servidor mandó el certificado sin ellos, y así no se sella. */
		readonly entidad: PorSellar['entidad'] | null
		readonly plantel: PorSellar['planteles'][string] | null
		readonly plan: PorSellar['planes'][string] | null
		/** Quien entró, según su sesión. */
		readonly quien: Quien
	}

/** De la sesión, lo que el documento tiene que decir de quien firma. */
export type Quien = { readonly nombre: string; readonly curp: string | null; readonly cargo: string | null }

/** Qué documento es y con qué folio. */
export const raizEsperada = ({ folio }: Mostrado): Esperado<typeof campos.DEC> => ({
	version: '3.0',
	// Terminación de estudios.
	tipoCertificado: '1',
	folioControl: folio,
})

/** El servicio firmante de la entidad; null si el servidor no la mandó, y así nada coincide. */
export const servicioEsperado = ({ entidad }: Mostrado): Esperado<typeof campos.SERVICIO_FIRMANTE> => ({
	idEntidad: entidad?.servicioFirmante ?? null,
})

/** Quien firma (16, 20). */
export const firmaEsperada = ({ firmante }: Mostrado): Esperado<typeof campos.FIRMA_RESPONSABLE> => ({
	nombre: firmante.nombre,
	primerApellido: firmante.primerApellido,
	segundoApellido: firmante.segundoApellido,
	curp: firmante.curp,
	idCargo: firmante.idCargo,
	cargo: firmante.cargo,
	// Todavía no hay sello: con uno ajeno dentro, lo que se sella no sería lo que se ve.
	sello: '',
	certificadoResponsable: '',
	noCertificadoResponsable: null,
})

/** La institución que expide. */
export const iemsEsperada = ({ entidad }: Mostrado): Esperado<typeof campos.IEMS> => ({
	nombreSEN: entidad?.nombreSen ?? null,
	nombreDependencia: entidad?.nombreDependencia ?? null,
	idIEMS: entidad?.idIems ?? null,
	nombreIEMS: entidad?.nombreIems ?? null,
	idTipoIEMS: entidad?.idTipoIems ?? null,
	tipoIEMS: entidad?.tipoIems ?? null,
	idOpcionEducativa: entidad?.idOpcionEducativa ?? null,
	opcionEducativa: entidad?.opcionEducativa ?? null,
	nombreIEMSparticular: null,
	institucionRVOE: null,
})

/** El plantel del trámite; todo null si el servidor no lo mandó, y así nada coincide. */
export const plantelEsperado = ({ plantel, entidad }: Mostrado): Esperado<typeof campos.PLANTEL> => ({
	nombreNumeroPlantel: plantel?.nombre ?? null,
	cct: plantel?.cct ?? null,
	idTipoPlantel: plantel?.idTipoPlantel ?? null,
	tipoPlantel: plantel?.tipoPlantel ?? null,
	idMunicipio: plantel?.idMunicipio ?? null,
	municipio: plantel?.municipio ?? null,
	idEntidadFederativa: entidad?.entidadFederativa ?? null,
	entidadFederativa: null,
	idGeneroPlantel: plantel?.idGeneroPlantel ?? null,
	generoPlantel: null,
	idSostenimiento: plantel?.idSostenimiento ?? null,
	sostenimiento: null,
	claveRvoe: null,
	fechaInicioRvoe: null,
})

/** El egresado, con el nombre confirmado (17). */
export const alumnoEsperado = ({ revisado, matricula }: Mostrado): Esperado<typeof campos.ALUMNO> => ({
	nombre: revisado.nombre,
	primerApellido: revisado.primerApellido,
	segundoApellido: revisado.segundoApellido,
	curp: revisado.curp,
	numeroControl: matricula,
})

/** Lo que acreditó: plan, periodo, créditos y promedio. */
export const acreditacionEsperada = ({ revisado, plan }: Mostrado): Esperado<typeof campos.ACREDITACION> => ({
	idNivelEstudios: plan?.idNivelEstudios ?? null,
	nivelEstudios: null,
	idTipoEstudiosIEMS: plan?.idTipoEstudios ?? null,
	tipoEstudiosIEMS: null,
	tipoPerfilLaboralEMS: plan?.tipoPerfilLaboral ?? null,
	nombreTipoPerfilLaboralEMS: plan?.carrera ?? null,
	clavePlanEstudios: plan?.clave ?? null,
	periodoInicio: `${revisado.fechaInicio}T00:00:00`,
	periodoTermino: `${revisado.fechaTermino}T00:00:00`,
	creditosObtenidos: revisado.creditosObtenidos,
	totalCreditos: plan?.totalCreditos ?? null,
	promedioAprovechamiento: revisado.promedio,
	promedioAprovechamientoTexto: enLetra(revisado.promedio),
})

/** null: el documento no debe llevar perfil de egreso. */
export const perfilEsperado = ({ plan }: Mostrado): Esperado<typeof campos.PERFIL_EGRESO> | null =>
	plan?.perfilEgreso
		? {
				trayecto: plan.perfilEgreso.trayecto,
				idCampoDisciplinar: plan.perfilEgreso.idCampoDisciplinar,
				campoDisciplinar: plan.perfilEgreso.campoDisciplinar,
				tipoPerfilLaboralEMS: plan.tipoPerfilLaboral,
				nombrePerfilLaboralEMS: plan.carrera,
			}
		: null

/** Lo que debe llevar el módulo `i`; null si el plan no tiene tantos. */
export const uacEsperada = ({ plan, revisado }: Mostrado, i: number): Esperado<typeof campos.UAC> | null => {
	const modulo = plan?.modulos[i]
	return modulo
		? {
				nombre: modulo.nombre,
				calificacion: revisado.calificaciones[i] ?? null,
				totalHorasUAC: modulo.horas,
				creditos: modulo.creditos,
				dictamen: null,
			}
		: null
}

const enLetra = (promedio: string): string => {
	const leido = leerPromedio(promedio)
	return leido.ok ? promedioEnLetra(leido.valor) : ''
}
