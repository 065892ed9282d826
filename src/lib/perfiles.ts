import type { Perfil } from '#core/domain/rol.ts'

/** Cómo se llama cada perfil en pantalla (10). */
export const NOMBRE_DE_PERFIL: Record<Perfil, string> = {
	'escolares-plantel': 'Servicios Escolares del plantel',
	'director-plantel': 'Dirección del plantel',
	'escolares-estatal': 'Servicios Escolares estatal',
	'director-estatal': 'Dirección estatal',
	dse: 'Dirección de Servicios Educativos',
	ti: 'Tecnologías Aplicadas',
}

/** La primera pantalla de cada perfil. */
export const inicioDe = (perfil: Perfil): string => {
	switch (perfil) {
		case 'escolares-plantel':
			return '/plantel'
		case 'director-plantel':
		case 'director-estatal':
			return '/firma'
		case 'escolares-estatal':
			return '/estado'
		case 'dse':
			return '/nacional'
		case 'ti':
			return '/nacional/lotes'
	}
}
