import { ImportacionAceptada, PaginaImportaciones } from '#core/contract/importacion.ts'
import { obtener, subirConAvance } from '../api.ts'
import { avisar } from '../avisos.svelte.ts'
import { ocupar } from '../ocupado.svelte.ts'
import { ahora } from '../reloj.ts'
import { crearSubida } from './subida.svelte.ts'
import { laQueLlego } from './textos.ts'

const preguntar = (evento: BeforeUnloadEvent) => evento.preventDefault()

/** La subida de esta pestaña. */
export const subida = crearSubida({
	enviar: (archivo, opciones) =>
		subirConAvance('/api/sae/importaciones', archivo, ImportacionAceptada, opciones),
	buscar: async (archivo, desde) =>
		laQueLlego((await obtener('/api/sae/importaciones', PaginaImportaciones)).filas, archivo, desde),
	hora: ahora,
	avisar,
	alVolverLaRed: (hacer) => {
		addEventListener('online', hacer, { once: true })
		return () => removeEventListener('online', hacer)
	},
	cuidar: () => {
		const descuidar = ocupar()
		addEventListener('beforeunload', preguntar)
		return () => {
			removeEventListener('beforeunload', preguntar)
			descuidar()
		}
	},
})
