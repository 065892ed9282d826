/**
 * Un proceso que registra trámites, para probar varios a la vez contra la misma base:
 * `node registrar-aparte.ts URL '["id",…]' PROBABILIDAD_DE_FALLA [uno-por-uno]`. Insiste en cada uno hasta que queda; uno
 * por uno, escribe una línea por cada registro.
 */
import { abrirBase } from '../../../bff/adapters/db/abrir.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { depsDe, ESCOLARES } from '../escena.ts'
import { conFallas, insistir } from './fallas.ts'

const [url = '', lista = '[]', probabilidad = '0', modo] = process.argv.slice(2)
const base = await abrirBase({ url })
const acto = registrar(depsDe(conFallas(base, Math.random, Number(probabilidad))))
const ids = JSON.parse(lista) as string[]
if (modo === 'uno-por-uno') {
	for (const id of ids) {
		await insistir(acto, ESCOLARES, [id])
		process.stdout.write(`${id}\n`)
	}
} else {
	await Promise.all(ids.map((id) => insistir(acto, ESCOLARES, [id])))
}
await base.cerrar()
