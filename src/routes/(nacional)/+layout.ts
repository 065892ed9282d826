import { exigirSesion } from '$lib/sesion.svelte.ts'
import type { LayoutLoad } from './$types'

export const load: LayoutLoad = async ({ url }) => ({
	sesion: await exigirSesion(url, ['dse', 'ti']),
})
