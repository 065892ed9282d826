/**
 * Lo que impide sellar un documento aunque diga lo mismo que lo revisado: que lo que se ve en la pantalla no baste para
 * saber qué se sella. Un servidor que cambiara las dos cosas a la vez podría esconder ahí lo que quisiera.
 */
import { NO_SE_VE, revisarValores } from '#core/dec/valores.ts'
import { conFirmante, type Dec } from '#core/dec/dec.ts'
import { confirmarNombre, type Nombre } from '#core/domain/nombre.ts'
import { DATOS } from './datos.ts'

/** Un dato que no se puede sellar como está; `valor` con lo que no se ve, a la vista. */
export type Reparo = { readonly dato: string; readonly valor: string; readonly razon: string }

/** Lo que un certificado escribe de ordinario. Lo demás se ve, pero puede parecerse a otra letra: а, ο, ı, Ａ. */
const RARA =
	/[^ !"#%&'()*+,\-./0-9:;=?@A-Z[\]_a-zªº°·¿¡áéíóúüñçàèìòùâêîôûäëïöãõÁÉÍÓÚÜÑÇÀÈÌÒÙÂÊÎÔÛÄËÏÖÃÕ–—‘’“”]/u

const codigo = (letra: string): string =>
	`U+${(letra.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** El texto con lo que no se ve escrito con su código: «Xi‹U+200B›mena». */
export const aLaVista = (texto: string): string => texto.replace(NO_SE_VE, (letra) => `‹${codigo(letra)}›`)

/**
 * Dos textos distintos, como para notar en qué: si se verían iguales o casi, cada letra que no es de todos los días lleva
 * su código, y los espacios de más se marcan.
 */
export const paraDistinguir = (uno: string, otro: string): readonly [string, string] => {
	const llano = (texto: string) => texto.normalize('NFKD').replace(/[^\x21-\x7e]/g, '')
	if (llano(uno) !== llano(otro)) return [aLaVista(uno), aLaVista(otro)]
	const marcado = (texto: string) =>
		aLaVista(texto)
			.replace(/^ +| +$| {2,}/g, (espacios) => '␣'.repeat(espacios.length))
			.replace(/[^\x20-\x7e‹›␣áéíóúüñÁÉÍÓÚÜÑ]|\p{M}/gu, (letra) => `‹${codigo(letra)}›`)
	return [marcado(uno), marcado(otro)]
}

/** Lo que este documento trae y no se puede sellar sin verlo; vacío si nada. `sae`: el nombre como SAE lo trae. */
export const reparosDe = (dec: Dec, sae: Nombre): readonly Reparo[] => {
	const reparos: Reparo[] = []
	recorrerTextos(dec, (dato, valor) => {
		if (valor.search(NO_SE_VE) >= 0) {
			reparos.push({ dato, valor: aLaVista(valor), razon: 'trae un carácter que no se ve' })
		}
	})
	for (const { donde, valor, motivo } of revisarValores(conFirmante(dec, dec.firmaResponsable))) {
		const dato = datoDe(donde)
		if (reparos.some((otro) => otro.dato === dato)) continue
		reparos.push({ dato, valor: aLaVista(valor ?? ''), razon: RAZONES[motivo] })
	}
	const { nombre, primerApellido, segundoApellido = null } = dec.alumno
	const visto = confirmarNombre(sae, { nombre, primerApellido, segundoApellido })
	if (
		!visto.ok ||
		visto.valor.nombre !== nombre ||
		visto.valor.primerApellido !== primerApellido ||
		visto.valor.segundoApellido !== segundoApellido
	) {
		const enSae = [sae.nombre, sae.primerApellido, sae.segundoApellido].filter(Boolean).join(' ')
		reparos.push({
			dato: 'Nombre',
			valor: aLaVista([nombre, primerApellido, segundoApellido].filter(Boolean).join(' ')),
			razon: `no tiene las mismas letras que en SAE («${aLaVista(enSae)}»)`,
		})
	}
	return reparos
}

/** La primera letra que se ve pero no es de las que un certificado lleva de ordinario, y en qué dato; null si ninguna. */
export const letraRara = (dec: Dec): { readonly dato: string; readonly letra: string } | null => {
	let hallada: { readonly dato: string; readonly letra: string } | null = null
	recorrerTextos(dec, (dato, valor) => {
		const letra = hallada === null ? RARA.exec(valor)?.[0] : undefined
		if (letra !== undefined) hallada = { dato, letra: `«${letra}» (${codigo(letra)})` }
	})
	return hallada
}

const RAZONES: Readonly<Record<ReturnType<typeof revisarValores>[number]['motivo'], string>> = {
	'valor-faltante': 'no está',
	'valor-desconocido': 'no es texto',
	'valor-vacio': 'está vacío',
	'valor-no-entero': 'no es un número entero',
	'valor-no-fecha': 'no es una fecha',
	'valor-no-fecha-hora': 'no es una fecha',
	'valor-no-permitido': 'no es de los que la SEP admite',
	'elemento-ausente': 'no está',
	'lista-vacia': 'está vacía',
	'caracter-prohibido': 'trae un carácter que no se ve',
	'valor-con-pleca': 'trae una pleca (|), que separa los datos de lo que se sella',
	'valor-no-nfc': 'trae acentos sueltos, que se ven igual y no son la misma letra',
	'espacios-sobrantes': 'trae espacios de más',
	'valor-sin-forma': 'no tiene la forma que la SEP pide',
}

/** `Alumno/@curp` o `UacdeFt[3]/@nombre` como se le dice en pantalla. */
const datoDe = (donde: string): string => {
	const [, elemento = donde, cual, atributo = ''] =
		/^([A-Za-z]+)(?:\[(\d+)\])?(?:\/@(\w+))?$/.exec(donde) ?? []
	if (elemento === 'CompetenciasEspecificas') return `Competencia${cual ? ` ${cual}` : 's'}`
	const grupo = GRUPOS[elemento]
	const dato: string = grupo?.[atributo] ?? (atributo || elemento)
	return cual === undefined ? dato : `Módulo ${cual}: ${dato}`
}

const GRUPOS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	Dec: DATOS.raiz,
	ServicioFirmante: DATOS.servicioFirmante,
	FirmaResponsable: DATOS.firmaResponsable,
	Iems: DATOS.iems,
	PlantelOServicioEducativo: DATOS.plantel,
	Alumno: DATOS.alumno,
	Acreditacion: DATOS.acreditacion,
	UacdeFt: DATOS.uac,
	PerfilEgresoEspecifico: DATOS.perfilEgreso,
}

type Grupo = Exclude<keyof typeof DATOS, 'raiz' | 'uac'>
const PIEZAS: readonly Grupo[] = [
	'alumno',
	'acreditacion',
	'plantel',
	'firmaResponsable',
	'iems',
	'servicioFirmante',
	'perfilEgreso',
]

/** Cada texto del documento con el dato que es. */
const recorrerTextos = (dec: Dec, ver: (dato: string, valor: string) => void): void => {
	const verGrupo = (
		datos: Readonly<Record<string, string>>,
		objeto: Readonly<Record<string, unknown>>,
		antes: string,
	) => {
		for (const nombre in datos) {
			const valor = objeto[nombre]
			if (typeof valor === 'string') ver(antes + (datos[nombre] ?? nombre), valor)
		}
	}
	verGrupo(DATOS.raiz, dec, '')
	for (const pieza of PIEZAS) verGrupo(DATOS[pieza], dec[pieza] ?? {}, '')
	dec.uacs.forEach((uac, i) => verGrupo(DATOS.uac, uac, `Módulo ${i + 1}: `))
	dec.perfilEgreso?.competencias.forEach(({ nombreCompetenciasLaborales: nombre = '' }, i) =>
		ver(`Competencia ${i + 1}`, nombre),
	)
}
