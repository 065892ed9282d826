import type { Fecha } from './fecha.ts'

/** Los ocho requisitos del numeral 6, por su inciso. */
export const REGLAS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const
export type Regla = (typeof REGLAS)[number]

/** Respuesta de RENAPO a la confronta de una CURP; `sin-confrontar` es que aún no se pregunta. */
export type ResultadoRenapo = 'coincide' | 'no-coincide' | 'no-existe' | 'no-disponible' | 'sin-confrontar'

/** Lo que las reglas miran de un egresado. Viene de SAE (la última importación), de RENAPO y del Libro. */
export type HechosEgresado = {
	readonly datosValidados: boolean
	readonly renapo: {
		readonly resultado: ResultadoRenapo
		readonly campos: readonly string[]
		/** Cuándo contestó RENAPO; no decide nada, se muestra. */
		readonly momento?: string | null
	}
	readonly modulosDelPlan: readonly { readonly clave: string; readonly nombre: string }[]
	readonly modulosAprobados: readonly string[]
	readonly folio: string | null
	readonly crip: string | null
	readonly fechaSecundaria: Fecha | null
	readonly fechaInicio: Fecha
	readonly institucionMedica: string | null
	readonly correoInstitucional: string | null
}

/** Cómo se llama cada inciso. */
export const TITULOS: Readonly<Record<Regla, string>> = {
	a: 'Datos validados',
	b: 'CURP confrontada con RENAPO',
	c: 'Módulos del plan aprobados',
	d: 'Folio electrónico asignado',
	e: 'CRIP en mayúsculas',
	f: 'Certificado de secundaria anterior al ingreso',
	g: 'Institución médica',
	h: 'Correo institucional',
}

/** Dónde se remedia lo que falta: SAE (18), RENAPO, o aquí mismo. */
type LugarRemedio = 'SAE' | 'RENAPO' | 'aquí'

/** Dónde puede remediarse cada inciso; cuál de ellos, lo dice el hallazgo de cada quien. */
export const LUGARES: Readonly<Record<Regla, readonly LugarRemedio[]>> = {
	a: ['SAE'],
	b: ['aquí', 'SAE', 'RENAPO'],
	c: ['SAE'],
	d: ['aquí'],
	e: ['SAE'],
	f: ['SAE'],
	g: ['SAE'],
	h: ['SAE'],
}

export type Requisito = {
	readonly regla: Regla
	/** Como se cita: `6 a` … `6 h`. */
	readonly numeral: string
	readonly titulo: string
	readonly cumple: boolean
	readonly hallazgo: string
	/** Qué hacer; cadena vacía cuando se cumple. */
	readonly remedio: string
	readonly lugar: LugarRemedio
	/** Cuándo se supo, si lo dijo alguien de fuera: la respuesta de RENAPO (6 b). */
	readonly momento?: string | undefined
}

/** Evalúa los ocho requisitos, en orden. Función pura: los mismos hechos dan la misma respuesta. */
export const evaluarRequisitos = (hechos: HechosEgresado): readonly Requisito[] =>
	REGLAS.map((regla) => EVALUADORES[regla](hechos))

/**
 * Los incisos que no se cumplen, en un entero: 1 es el a, 2 el b, 4 el c… Lo mismo que {@link evaluarRequisitos} sin las
 * frases, para evaluar a toda una generación. El d no entra: lo dice el paso en que va el trámite (8).
 */
export const mascaraDe = (hechos: HechosEgresado): number =>
	REGLAS.reduce((mascara, regla, i) => mascara | (incumple(regla, hechos) ? 1 << i : 0), 0)

/** Los incisos que una máscara dice, en orden. */
export const reglasDe = (mascara: number): readonly Regla[] =>
	REGLAS.filter((_regla, i) => ((mascara >> i) & 1) === 1)

/** Si puede solicitarse (5): todas menos la d, que llega después de autorizar (8). */
export const permiteSolicitar = (requisitos: readonly Requisito[]): boolean =>
	requisitos.every((requisito) => requisito.cumple || requisito.regla === 'd')

/** Si puede cargarse al aplicativo (6): todas. */
export const permiteCargar = (requisitos: readonly Requisito[]): boolean =>
	requisitos.every((requisito) => requisito.cumple)

type Evaluador = (hechos: HechosEgresado) => Requisito

const incumple = (regla: Regla, h: HechosEgresado): boolean => {
	switch (regla) {
		case 'a':
			return !h.datosValidados
		case 'b':
			return h.renapo.resultado !== 'coincide'
		case 'c':
			return faltanModulos(h)
		case 'd':
			return false
		case 'e':
			return h.crip !== null && h.crip !== h.crip.toLocaleUpperCase('es-MX')
		case 'f':
			return h.fechaSecundaria === null || h.fechaSecundaria >= h.fechaInicio
		case 'g':
			return !admiteMedica(h.institucionMedica ?? '')
		case 'h':
			return !FORMA_DE_CORREO.test(h.correoInstitucional ?? '')
	}
}

const requisito = (
	regla: Regla,
	lugar: LugarRemedio,
	fallo: { hallazgo: string; remedio: string } | null,
	hallazgo: string,
): Requisito => ({
	regla,
	numeral: `6 ${regla}`,
	titulo: TITULOS[regla],
	cumple: fallo === null,
	hallazgo: fallo?.hallazgo ?? hallazgo,
	remedio: fallo?.remedio ?? '',
	lugar,
})

const EVALUADORES: Record<Regla, Evaluador> = {
	a: (h) =>
		requisito(
			'a',
			'SAE',
			incumple('a', h)
				? {
						hallazgo: 'Los datos del egresado no están validados.',
						remedio: 'Valide los datos en SAE y vuelva a importar.',
					}
				: null,
			'Los datos están validados.',
		),
	b: (h) => ({
		...requisito('b', lugarRenapo(h), falloRenapo(h), 'RENAPO coincide.'),
		...(h.renapo.momento ? { momento: h.renapo.momento } : {}),
	}),
	c: (h) => requisito('c', 'SAE', falloModulos(h), sentenciaModulos(h)),
	d: (h) =>
		requisito(
			'd',
			'aquí',
			h.folio === null
				? {
						hallazgo: 'Todavía no tiene folio de certificación electrónica.',
						remedio: 'Autorizada la solicitud, regístrela para asignarle folio.',
					}
				: null,
			`Tiene el folio ${h.folio ?? ''}.`,
		),
	e: (h) =>
		requisito(
			'e',
			'SAE',
			incumple('e', h)
				? {
						hallazgo: `La CRIP «${h.crip ?? ''}» tiene minúsculas.`,
						remedio: 'Escríbala en mayúsculas en SAE y vuelva a importar.',
					}
				: null,
			h.crip === null ? 'No tiene CRIP; no aplica.' : 'La CRIP está en mayúsculas.',
		),
	f: (h) => requisito('f', 'SAE', falloSecundaria(h), 'La fecha es anterior al ingreso.'),
	g: (h) => requisito('g', 'SAE', falloMedica(h), `Tiene «${h.institucionMedica ?? ''}».`),
	h: (h) => requisito('h', 'SAE', falloCorreo(h), 'El correo tiene la forma nombre@dominio.'),
}

const lugarRenapo = (h: HechosEgresado): LugarRemedio => {
	switch (h.renapo.resultado) {
		case 'no-coincide':
			return 'SAE'
		case 'no-existe':
			return 'RENAPO'
		case 'coincide':
		case 'no-disponible':
		case 'sin-confrontar':
			return 'aquí'
	}
}

const falloRenapo = (h: HechosEgresado): { hallazgo: string; remedio: string } | null => {
	switch (h.renapo.resultado) {
		case 'coincide':
			return null
		case 'no-coincide':
			return {
				hallazgo: `RENAPO tiene otro dato en: ${h.renapo.campos.join(', ') || 'sus datos'}.`,
				remedio: 'Corrija el dato en SAE conforme al acta de nacimiento y vuelva a importar.',
			}
		case 'no-existe':
			return {
				hallazgo: 'RENAPO no encuentra esta CURP.',
				remedio:
					'Pida al egresado su CURP certificada; si está mal en SAE corríjala ahí, si no, se aclara en RENAPO.',
			}
		case 'no-disponible':
			return {
				hallazgo: 'RENAPO no respondió la última vez.',
				remedio: 'Confronte de nuevo más tarde, desde aquí.',
			}
		case 'sin-confrontar':
			return { hallazgo: 'La CURP no se ha confrontado con RENAPO.', remedio: 'Confróntela desde aquí.' }
	}
}

const faltanModulos = (h: HechosEgresado): boolean => {
	if (h.modulosDelPlan.length === 0) return true
	const aprobados = new Set(h.modulosAprobados)
	return h.modulosDelPlan.some(({ clave }) => !aprobados.has(clave))
}

const faltantes = (h: HechosEgresado): readonly { nombre: string }[] => {
	const aprobados = new Set(h.modulosAprobados)
	return h.modulosDelPlan.filter((modulo) => !aprobados.has(modulo.clave))
}

const falloModulos = (h: HechosEgresado): { hallazgo: string; remedio: string } | null => {
	if (!incumple('c', h)) return null
	const faltan = faltantes(h)
	if (h.modulosDelPlan.length === 0) {
		return {
			hallazgo: 'El plan de estudios no tiene módulos cargados.',
			remedio: 'Avise a la DSE por la mesa de servicio: falta el plan en el catálogo.',
		}
	}
	const nombres = faltan.slice(0, 3).map((modulo) => modulo.nombre)
	const resto = faltan.length > 3 ? ` y ${faltan.length - 3} más` : ''
	return {
		hallazgo: `Faltan ${faltan.length} de ${h.modulosDelPlan.length} módulos: ${nombres.join(', ')}${resto}.`,
		remedio: 'Cuando los apruebe, registre las calificaciones en SAE y vuelva a importar.',
	}
}

const sentenciaModulos = (h: HechosEgresado): string =>
	`Aprobó los ${h.modulosDelPlan.length} módulos de su plan.`

const falloSecundaria = (h: HechosEgresado): { hallazgo: string; remedio: string } | null => {
	if (!incumple('f', h)) return null
	return {
		hallazgo:
			h.fechaSecundaria === null
				? 'No tiene fecha del certificado de secundaria.'
				: `El certificado de secundaria (${h.fechaSecundaria}) no es anterior al ingreso al CONALEP (${h.fechaInicio}).`,
		remedio: 'Revise la fecha contra el certificado de secundaria, corríjala en SAE y vuelva a importar.',
	}
}

/** Los dos valores que el inciso g no admite, comparados sin acentos ni mayúsculas. */
const MEDICA_NO_ADMITIDA = ['en tramite', 'no tengo seguridad social o lo desconozco']

const admiteMedica = (escrita: string): boolean => {
	const valor = escrita.trim()
	if (valor === '') return false
	const llano = valor
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.toLowerCase()
		.replace(/\s+/g, ' ')
	return !MEDICA_NO_ADMITIDA.includes(llano)
}

const falloMedica = (h: HechosEgresado): { hallazgo: string; remedio: string } | null => {
	if (!incumple('g', h)) return null
	const valor = (h.institucionMedica ?? '').trim()
	return {
		hallazgo: valor === '' ? 'No tiene institución médica.' : `La institución médica dice «${valor}».`,
		remedio: 'Registre en SAE la institución médica del egresado y vuelva a importar.',
	}
}

const FORMA_DE_CORREO = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+$/

const falloCorreo = (h: HechosEgresado): { hallazgo: string; remedio: string } | null => {
	if (!incumple('h', h)) return null
	const correo = h.correoInstitucional ?? ''
	return {
		hallazgo:
			correo === ''
				? 'No tiene correo institucional.'
				: `El correo «${correo}» no tiene la forma nombre@dominio.`,
		remedio: 'Registre el correo institucional en SAE y vuelva a importar.',
	}
}
