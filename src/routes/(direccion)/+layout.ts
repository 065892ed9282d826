import { exigirSesion } from '$lib/sesion.svelte.ts'
import type { LayoutLoad } from './$types'

export const load: LayoutLoad = async ({ url }) => ({
	sesion: await exigirSesion(
		url,
		['director-plantel', 'director-estatal'],
		// Quien suple a un director firma aquí mientras la suplencia está en vigor (16).
		({ sella = false }) => sella,
	),
})
