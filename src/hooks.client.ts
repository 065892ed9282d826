import type { ClientInit, HandleClientError } from '@sveltejs/kit'
import { ErrorApi, fraseDe } from '$lib/error-api.ts'
import { esperarLetras } from '$lib/marco/letras.ts'

export const init: ClientInit = esperarLetras

/** Lo que llega a +error.svelte es la frase para la persona; lo inesperado se anota en la consola. */
export const handleError: HandleClientError = ({ error, message, status }) => {
	if (status === 404) return { message }
	if (!(error instanceof ErrorApi)) console.error(error)
	return { message: fraseDe(error) }
}
