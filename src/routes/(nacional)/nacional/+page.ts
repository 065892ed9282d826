import { redirect } from '@sveltejs/kit'
import type { PageLoad } from './$types'

// TI no ve egresados (10): su primera pantalla son los lotes.
export const load: PageLoad = async ({ parent }) => {
	const { sesion } = await parent()
	if (sesion.perfil === 'ti') redirect(307, '/nacional/lotes')
}
