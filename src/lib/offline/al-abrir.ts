/**
 * Lo que toda pantalla hace al abrirse: enviar lo que espera red. Ligero a propósito: quien nunca guardó nada no crea
 * la base ni carga lo demás.
 */
import { hayAlgoGuardado } from './hay.ts'

/** Llama a `hacer` ahora, al volver la red y al volver a la pantalla; devuelve cómo dejar de hacerlo. */
export const cuandoSePueda = (hacer: () => void): (() => void) => {
	const alVer = () => {
		if (document.visibilityState === 'visible') hacer()
	}
	window.addEventListener('online', hacer)
	document.addEventListener('visibilitychange', alVer)
	hacer()
	return () => {
		window.removeEventListener('online', hacer)
		document.removeEventListener('visibilitychange', alVer)
	}
}

/** Vacía la cola, si hay algo, y borra lo caducado. Lo que no salga espera a la siguiente ocasión. */
export const vaciarCola = async (): Promise<void> => {
	try {
		if (!(await hayAlgoGuardado())) return
		const { cola, guardados } = await import('./dispositivo.ts')
		await guardados.limpiar(null)
		await cola.vaciar()
	} catch (causa) {
		console.error('La cola sin red no se pudo revisar.', causa)
	}
}

/** Si un director guardó aquí su lista para firmar sin internet. */
export const hayParaFirmar = async (): Promise<boolean> => {
	try {
		if (!(await hayAlgoGuardado())) return false
		const { guardados } = await import('./dispositivo.ts')
		return (await guardados.sesion()) !== null
	} catch {
		return false
	}
}

/** Vacía la cola ahora y en cada ocasión; devuelve cómo dejar de hacerlo. */
export const vaciarColaSiempre = (): (() => void) => cuandoSePueda(() => void vaciarCola())
