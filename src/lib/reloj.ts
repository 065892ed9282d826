/** Cuánto va adelante (+) o atrás (−) el reloj del dispositivo respecto del BFF, en milisegundos. */
let desfase = 0

/** Ajusta la hora de la app con la que el BFF dijo al responder. */
export const ponerEnHora = (delServidor: string): void => {
	const momento = Date.parse(delServidor)
	if (!Number.isNaN(momento)) desfase = momento - Date.now()
}

/** La hora del BFF, aunque el reloj del dispositivo esté mal: con ella se juzga la vigencia de una e.firma. */
export const ahora = (): Date => new Date(Date.now() + desfase)
