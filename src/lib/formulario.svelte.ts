import { ErrorApi, fraseDe } from './error-api.ts'

type Formulario = {
	/** Ya se intentó mandar: lo que falta se dice junto a su campo. */
	readonly revisado: boolean
	/** Se está mandando. */
	readonly ocupado: boolean
	/** El «no» del servidor, para quien lo pone junto a un campo por su motivo. */
	readonly negado: ErrorApi | null
	/** Lo que el servidor dijo de ese campo. */
	readonly enCampo: (campo: string) => string | undefined
	/** Lo que falló y no es de ningún campo. */
	readonly suelto: string | undefined
	/** Manda, si nada falta y no se está mandando ya. Lo que falle queda dicho aquí; no lanza. */
	readonly mandar: (faltaAlgo: boolean, obra: () => Promise<void>) => Promise<void>
}

/** Lo que lleva todo formulario que se manda al servidor, además de sus campos. Se llama al iniciar un componente. */
export const formulario = (): Formulario => {
	let revisado = $state(false)
	let ocupado = $state(false)
	let negado = $state.raw<ErrorApi | null>(null)
	let otro = $state<string>()
	return {
		get revisado() {
			return revisado
		},
		get ocupado() {
			return ocupado
		},
		get negado() {
			return negado
		},
		enCampo: (campo) => negado?.enCampo(campo),
		get suelto() {
			return otro ?? (negado && negado.campos.length === 0 ? negado.frase : undefined)
		},
		mandar: async (faltaAlgo, obra) => {
			revisado = true
			negado = null
			otro = undefined
			if (faltaAlgo || ocupado) return
			ocupado = true
			try {
				await obra()
			} catch (causa) {
				if (causa instanceof ErrorApi) negado = causa
				else otro = fraseDe(causa)
			} finally {
				ocupado = false
			}
		},
	}
}

/** Si a alguno de los campos le falta algo. */
export const algunaFalta = (errores: Readonly<Record<string, string | undefined>>): boolean =>
	Object.values(errores).some((uno) => uno !== undefined)
