/** Certificados con los dos sellos, de personas distintas, listos para salir cuando la corrida diga. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cargar } from '../../bff/application/tramites/cargar.ts'
import { confirmarNombre } from '../../bff/application/tramites/confirmar-nombre.ts'
import { registrar } from '../../bff/application/tramites/registrar.ts'
import { exigir } from '#core/domain/result.ts'
import { ESCOLARES } from '../db/escena.ts'
import { DIRECTOR_MEX, DIRECTOR_TOLUCA, type Mesa, ponerMesa } from '../db/mesa-de-sellos.ts'

export type Generacion = {
	readonly mesa: Mesa
	/** Los trámites, con el sello estatal todavía sin contar. */
	readonly ids: readonly string[]
	readonly anclas: string
}

/** Migra, siembra y sella `cuantos`. Quien la hace recoge `mesa`. */
export const sellarGeneracion = async (
	url: string,
	cuantos: number,
	carpeta: string,
): Promise<Generacion> => {
	const mesa = await ponerMesa({ url })
	const ids: string[] = []
	for (let n = 1; n <= cuantos; n += 1) {
		// SEP no emite dos a la misma CURP: la de cada quien, distinta.
		const curp = `MULA0801${String((n % 28) + 1).padStart(2, '0')}HMC${String(n).padStart(5, '0')}`
		ids.push(...(await mesa.agregarTramites(1, { cambios: { curp } })))
	}
	await registrar(mesa.deps)({ actor: ESCOLARES, tramites: ids })
	await cargar(mesa.deps)({ actor: ESCOLARES, tramites: ids })
	const nombre = { nombre: 'María de los Ángeles', primerApellido: 'Muñoz', segundoApellido: 'De la Cruz' }
	for (const tramiteId of ids)
		exigir(await confirmarNombre(mesa.deps)({ actor: ESCOLARES, tramiteId, nombre }))
	await mesa.sellarComo(DIRECTOR_TOLUCA, ids)
	await mesa.sellarComo(DIRECTOR_MEX, ids)
	const { db } = mesa.base
	await db.updateTable('tramite').set({ estado: 'sellado-plantel' }).where('id', 'in', ids).execute()
	await db.deleteFrom('trabajo').execute()
	// Se conoce ya un número de COSFAC: el simulador empieza en el que sigue.
	await db
		.insertInto('loteNumero')
		.values({ numero: '100000', loteId: null, papel: 'ajeno', revisado: 1, visto: mesa.deps.reloj() })
		.execute()
	const anclas = join(carpeta, 'anclas')
	mkdirSync(anclas, { recursive: true })
	writeFileSync(join(anclas, 'raiz.cer'), mesa.autoridad.raiz)
	writeFileSync(join(anclas, 'intermedia.cer'), mesa.autoridad.intermedia)
	// El BFF sirve la PWA construida desde donde corre: aquí basta con que la halle.
	mkdirSync(join(carpeta, 'build'), { recursive: true })
	copyFileSync(new URL('./pagina.html', import.meta.url), join(carpeta, 'build', 'index.html'))
	return { mesa, ids, anclas }
}
