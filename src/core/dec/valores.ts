/**
 * La puerta estricta de los documentos propios: antes de sellar uno se exige lo que el esquema no pide pero la SEP y
 * el sello sí. A los ajenos no se les exige: se verifican como están.
 *
 * Fuente: instructivo de la SEP para el DEC 3.0; NFC y espacios sencillos, para que el texto que se ve y el que se
 * sella sean el mismo (numerales 17 y 20).
 */
import { conSello, type DecSinSello } from './dec.ts'
import { revisarEstructura, type FallaDec, type MotivoEstructura } from './estructura.ts'

type MotivoValor =
	MotivoEstructura | 'valor-con-pleca' | 'valor-no-nfc' | 'espacios-sobrantes' | 'valor-sin-forma'

const FECHA_HORA = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/
const ENTERO = /^(?:0|[1-9]\d*)$/

/** La forma exacta de lo que la SEP interpreta. El esquema admite más (por ejemplo `+1` o ` 1 ` como entero). */
const FORMAS: Readonly<Record<string, RegExp>> = {
	'Dec/@tipoCertificado': ENTERO,
	'FirmaResponsable/@curp': /^[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d$/,
	'FirmaResponsable/@idCargo': ENTERO,
	'Iems/@idIEMS': ENTERO,
	'Iems/@idTipoIEMS': ENTERO,
	'Iems/@idOpcionEducativa': ENTERO,
	'PlantelOServicioEducativo/@idTipoPlantel': ENTERO,
	'PlantelOServicioEducativo/@idMunicipio': /^\d{3}$/,
	'PlantelOServicioEducativo/@idEntidadFederativa': /^(?:0[1-9]|[12]\d|3[0-2])$/,
	'PlantelOServicioEducativo/@cct': /^\d{2}[A-Z]{3}\d{4}[A-Z]$/,
	'PlantelOServicioEducativo/@fechaInicioRvoe': /^\d{4}-\d{2}-\d{2}$/,
	'PlantelOServicioEducativo/@idGeneroPlantel': ENTERO,
	'PlantelOServicioEducativo/@idSostenimiento': ENTERO,
	'Alumno/@curp': /^[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d$/,
	'Acreditacion/@idNivelEstudios': ENTERO,
	'Acreditacion/@idTipoEstudiosIEMS': ENTERO,
	'Acreditacion/@periodoInicio': FECHA_HORA,
	'Acreditacion/@periodoTermino': FECHA_HORA,
	'Acreditacion/@promedioAprovechamiento': /^(?:10|\d\.\d)$/,
	'PerfilEgresoEspecifico/@idCampoDisciplinar': ENTERO,
}

/**
 * Lo que un documento lleva y no se ve: controles, formatos (los que voltean el texto, los de ancho cero), privados y sin
 * asignar; lo que Unicode manda no pintar (rellenos del hangul, selectores de variación); el braille vacío, que se ve igual
 * que un espacio, y los espacios que no son el sencillo. Global, para reemplazarlos; para buscar, `search`.
 */
export const NO_SE_VE =
	/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|[^\S ]/gu

const ESPACIOS = /^\s|\s$|\s\s|[^\S ]/u

const revisarTexto = (donde: string, valor: string): FallaDec<MotivoValor> | null => {
	if (valor === '') return { motivo: 'valor-vacio', donde, valor }
	if (valor.includes('|')) return { motivo: 'valor-con-pleca', donde, valor }
	if (valor !== valor.normalize('NFC')) return { motivo: 'valor-no-nfc', donde, valor }
	if (ESPACIOS.test(valor)) return { motivo: 'espacios-sobrantes', donde, valor }
	const forma = FORMAS[donde]
	return forma === undefined || forma.test(valor) ? null : { motivo: 'valor-sin-forma', donde, valor }
}

const revisarTextos = (
	ruta: string,
	objeto: Readonly<Record<string, unknown>>,
): readonly FallaDec<MotivoValor>[] => {
	const fallas: FallaDec<MotivoValor>[] = []
	for (const nombre in objeto) {
		const valor = objeto[nombre]
		const falla = typeof valor === 'string' ? revisarTexto(`${ruta}/@${nombre}`, valor) : null
		if (falla !== null) fallas.push(falla)
	}
	return fallas
}

/** Las fallas de un documento propio que está por sellarse; vacío si se puede sellar. */
export const revisarValores = (dec: DecSinSello): readonly FallaDec<MotivoValor>[] => {
	// La estructura se revisa con un sello de relleno: aquí solo interesa lo que ya está.
	const estructura = revisarEstructura(conSello(dec, { sello: '-', certificado: '-', noCertificado: '-' }))
	if (estructura.length > 0) return estructura
	const { version, tipoCertificado, folioControl, perfilEgreso } = dec
	return [
		...revisarTextos('Dec', { version, tipoCertificado, folioControl }),
		...revisarTextos('ServicioFirmante', dec.servicioFirmante),
		...revisarTextos('FirmaResponsable', dec.firmaResponsable),
		...revisarTextos('Iems', dec.iems),
		...revisarTextos('PlantelOServicioEducativo', dec.plantel),
		...revisarTextos('Alumno', dec.alumno),
		...revisarTextos('Acreditacion', dec.acreditacion),
		...dec.uacs.flatMap((uac, i) => revisarTextos(`UacdeFt[${i + 1}]`, uac)),
		...revisarTextos('PerfilEgresoEspecifico', perfilEgreso ?? {}),
		...(perfilEgreso?.competencias ?? []).flatMap((competencia, i) =>
			revisarTextos(`CompetenciasEspecificas[${i + 1}]`, competencia),
		),
	]
}
