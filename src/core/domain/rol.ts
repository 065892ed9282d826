import { ok, rechazo, type Result } from './result.ts'

/** Perfiles del aplicativo (10). Un perfil está atado a un plantel, a una entidad o a la nación; nadie ve fuera. */
export const PERFILES = [
	'escolares-plantel',
	'director-plantel',
	'escolares-estatal',
	'director-estatal',
	'dse',
	'ti',
] as const

export type Perfil = (typeof PERFILES)[number]

export type Ambito =
	| { readonly tipo: 'plantel'; readonly entidadId: string; readonly plantelId: string }
	| { readonly tipo: 'entidad'; readonly entidadId: string }
	| { readonly tipo: 'nacional' }

/** Quien actúa: una persona con su perfil y su ámbito, ya probados por la sesión. */
export type Actor = { readonly personaId: string; readonly perfil: Perfil; readonly ambito: Ambito }

/** Dónde está la cosa sobre la que se actúa. Sin `plantelId` es de la entidad entera. */
export type Lugar = { readonly entidadId: string; readonly plantelId?: string }

/** Los actos que piden permiso. Lo que no está en PERMISOS para un perfil, es no. */
export const ACTOS = [
	'ver-egresados',
	'importar-sae',
	'confrontar-renapo',
	'solicitar',
	'retirar',
	'autorizar',
	'denegar',
	'asignar-rango',
	'partir-rango',
	'recuperar-rango',
	'ver-rangos',
	'registrar',
	'cancelar-folio',
	'cargar',
	'confirmar-nombre',
	'ver-libro',
	'sellar-plantel',
	'sellar-estatal',
	'volver-a-sellar',
	'ver-lotes',
	'enviar-lote',
	'conciliar-lote',
	'descargar',
	'iniciar-buzon',
	'entregar',
	'ver-carta',
	'sellar-carta',
	'ver-cartas',
	'ver-archivo',
	'ver-ajustes',
	'fijar-ajuste',
	'ver-suplencias',
	'otorgar-suplencia',
	'revocar-suplencia',
	'confirmar-suplencia-plantel',
	'confirmar-suplencia-estatal',
	'ver-mesa',
	'abrir-baja',
	'abrir-perfil',
	'abrir-duda',
	'atender-baja',
	'atender-perfil',
	'atender-duda',
	'dar-de-baja',
	'ver-personas',
	'administrar-perfiles',
	'ver-catalogos',
	'importar-catalogo',
	'ver-rechazos',
	'interpretar-rechazos',
	'ver-trabajos',
	'reintentar-trabajos',
	'ver-cuarentena',
	'repedir-lote',
	'bajar-cuarentena',
] as const

export type Acto = (typeof ACTOS)[number]

const PERMISOS: Record<Perfil, readonly Acto[]> = {
	// 5, 8, 12, 13, 15, 17, 23
	'escolares-plantel': [
		'ver-egresados',
		'importar-sae',
		'confrontar-renapo',
		'solicitar',
		'retirar',
		'ver-rangos',
		'registrar',
		'cargar',
		'confirmar-nombre',
		'volver-a-sellar',
		'ver-libro',
		'ver-lotes',
		'descargar',
		'iniciar-buzon',
		'entregar',
		'ver-mesa',
		'abrir-baja',
		'abrir-duda',
	],
	// 12, 16, 23
	'director-plantel': ['ver-egresados', 'sellar-plantel', 'ver-libro', 'descargar', 'ver-mesa', 'abrir-duda'],
	// 4, 7, 10, 14, 23
	'escolares-estatal': [
		'ver-egresados',
		'autorizar',
		'denegar',
		'asignar-rango',
		'partir-rango',
		'recuperar-rango',
		'ver-rangos',
		'volver-a-sellar',
		'ver-libro',
		'ver-lotes',
		'enviar-lote',
		'ver-ajustes',
		'fijar-ajuste',
		'ver-suplencias',
		'otorgar-suplencia',
		'revocar-suplencia',
		'ver-mesa',
		'abrir-perfil',
		'abrir-duda',
		'ver-personas',
		'ver-carta',
		'sellar-carta',
	],
	// 12, 14, 16, 23
	'director-estatal': [
		'ver-egresados',
		'sellar-estatal',
		'ver-carta',
		'ver-libro',
		'ver-lotes',
		'descargar',
		'ver-suplencias',
		'confirmar-suplencia-plantel',
		'ver-mesa',
		'abrir-duda',
	],
	// 14, 15, 23
	dse: [
		'ver-egresados',
		'ver-cartas',
		'ver-archivo',
		'ver-rangos',
		'cancelar-folio',
		'ver-libro',
		'ver-lotes',
		'conciliar-lote',
		'ver-ajustes',
		'fijar-ajuste',
		'ver-suplencias',
		'confirmar-suplencia-estatal',
		'ver-mesa',
		'atender-baja',
		'atender-duda',
		'dar-de-baja',
		'ver-catalogos',
		'importar-catalogo',
		'ver-rechazos',
		'interpretar-rechazos',
		'ver-cuarentena',
		'repedir-lote',
		'bajar-cuarentena',
	],
	// 10
	ti: [
		'ver-archivo',
		'ver-lotes',
		'ver-mesa',
		'atender-perfil',
		'ver-personas',
		'administrar-perfiles',
		'ver-catalogos',
		'importar-catalogo',
		'ver-trabajos',
		'reintentar-trabajos',
		'ver-cuarentena',
		'repedir-lote',
	],
}

/** Si el perfil puede el acto en algún lugar: para pintar el menú; el acto mismo pregunta con {@link puede}. */
export const tienePermiso = (perfil: Perfil, acto: Acto): boolean => PERMISOS[perfil].includes(acto)

/** Si el lugar cae dentro del ámbito. Un ámbito de plantel no alcanza a lo que es de la entidad entera. */
export const alcanza = (ambito: Ambito, lugar: Lugar): boolean => {
	switch (ambito.tipo) {
		case 'nacional':
			return true
		case 'entidad':
			return ambito.entidadId === lugar.entidadId
		case 'plantel':
			return ambito.entidadId === lugar.entidadId && ambito.plantelId === lugar.plantelId
	}
}

/** Quién puede qué acto sobre qué (10). La respuesta por omisión es no. */
export const puede = (
	actor: Actor,
	acto: Acto,
	lugar: Lugar,
): Result<true, 'sin-permiso' | 'fuera-de-ambito'> => {
	if (!tienePermiso(actor.perfil, acto)) return rechazo('sin-permiso', { acto, perfil: actor.perfil })
	if (!alcanza(actor.ambito, lugar)) return rechazo('fuera-de-ambito', { acto })
	return ok(true)
}

/** El ámbito que cada perfil debe tener: un director de plantel sin plantel es un alta mal hecha. */
export const ambitoDePerfil = (perfil: Perfil): Ambito['tipo'] => {
	switch (perfil) {
		case 'escolares-plantel':
		case 'director-plantel':
			return 'plantel'
		case 'escolares-estatal':
		case 'director-estatal':
			return 'entidad'
		case 'dse':
		case 'ti':
			return 'nacional'
	}
}
