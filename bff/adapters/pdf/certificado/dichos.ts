import type { Dec } from '#core/dec/dec.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'

/**
 * Lo que el certificado impreso dice de su XML, frase por frase. De aquí lo toma quien lo pinta y con esto lo compara quien
 * lo verifica: el PDF no puede decir otra cosa que el documento del que salió.
 */
export type Dichos = {
	/** Párrafos: cada uno aparece entero, una vez, en la estructura del PDF. */
	readonly egresado: string
	readonly identidad: string
	readonly carrera: string
	readonly plantel: string
	readonly institucion: string
	readonly perfil: readonly string[]
	readonly competencias: readonly string[]
	readonly timbre: string
	/** Recuadros: rótulo, valor y nota (o vacío). */
	readonly recuadros: readonly (readonly [rotulo: string, valor: string, nota: string])[]
	/** Los renglones de la tabla, en el orden de `TITULOS`. */
	readonly modulos: readonly (readonly string[])[]
	/** En base64, que se parte por letras. */
	readonly selloDec: string
	readonly selloSep: string
}

/** Los encabezados de la tabla de módulos. */
export const TITULOS = ['Módulo', 'Horas', 'Créditos', 'Calificación'] as const

/** Con qué acaba lo que se dice del director cuyo sello viaja en el documento (16). */
export const EL_DEL_DOCUMENTO = 'Es el sello que el documento electrónico lleva.'

const DIA = new Intl.DateTimeFormat('es-MX', { dateStyle: 'long', timeZone: 'UTC' })

/** Una fecha `AAAA-MM-DD…` con letra, sin mirar la hora. */
export const dia = (texto: string): string => DIA.format(new Date(`${texto.slice(0, 10)}T12:00:00Z`))

/** Lo que se dice de un DEC timbrado. Lanza si no trae el nodo `Sep`: sin timbre no hay certificado que imprimir (11). */
export const dichosDe = (dec: Dec): Dichos => {
	const { alumno, acreditacion, plantel, iems, perfilEgreso, sep } = dec
	if (!sep) throw new Error('El XML del certificado no trae el timbre de la SEP')
	return {
		egresado: nombreCompleto(alumno),
		identidad: `CURP ${alumno.curp} · Matrícula ${alumno.numeroControl}`,
		carrera: acreditacion.nombreTipoPerfilLaboralEMS ?? perfilEgreso?.nombrePerfilLaboralEMS ?? '',
		plantel: juntar([
			plantel.nombreNumeroPlantel,
			`CCT ${plantel.cct}`,
			[plantel.municipio, plantel.entidadFederativa].filter(Boolean).join(', '),
			...rotulado('RVOE', plantel.claveRvoe),
		]),
		institucion: juntar([
			iems.nombreSEN,
			iems.nombreDependencia,
			iems.nombreIEMS,
			iems.opcionEducativa,
			acreditacion.nivelEstudios,
			acreditacion.tipoEstudiosIEMS,
		]),
		perfil: [
			...rotulado('Plan de estudios', acreditacion.clavePlanEstudios),
			...rotulado('Perfil', acreditacion.tipoPerfilLaboralEMS),
			...rotulado('Trayecto', perfilEgreso?.trayecto),
			...rotulado('Campo disciplinar', perfilEgreso?.campoDisciplinar),
		],
		competencias: (perfilEgreso?.competencias ?? []).flatMap(
			({ nombreCompetenciasLaborales: nombre }) => nombre ?? [],
		),
		timbre: `Folio digital ${sep.folioDigital} · Fecha del timbre ${sep.fechaSep.replace('T', ' ')} · Certificado de la SEP ${sep.noCertificadoSep}`,
		recuadros: [
			['Promedio', acreditacion.promedioAprovechamiento, acreditacion.promedioAprovechamientoTexto],
			['Créditos', `${acreditacion.creditosObtenidos} de ${acreditacion.totalCreditos}`, 'obtenidos'],
			['Inicio', dia(acreditacion.periodoInicio), ''],
			['Término', dia(acreditacion.periodoTermino), ''],
		],
		modulos: dec.uacs.map(renglon),
		selloDec: sep.selloDec,
		selloSep: sep.selloSep,
	}
}

const renglon = ({
	nombre,
	dictamen,
	totalHorasUAC,
	creditos,
	calificacion,
}: Dec['uacs'][number]): readonly string[] => [
	juntar([nombre, dictamen]),
	totalHorasUAC,
	creditos ?? '—',
	calificacion,
]

const juntar = (partes: readonly (string | undefined)[]): string =>
	partes.filter((parte) => parte !== undefined && parte !== '').join(' · ')

const rotulado = (rotulo: string, valor: string | undefined): readonly string[] =>
	valor === undefined || valor === '' ? [] : [`${rotulo}: ${valor}`]
