/**
 * Un proceso que registra trámites, para probar varios a la vez contra la misma base:
 * `node registrar-aparte.ts URL '["id",…]' PROBABILIDAD_DE_FALLA`. Insiste en cada uno hasta que queda.
 */
import { abrirBase } from '../../bff/adapters/db/abrir.ts'
import { registrar } from '../../bff/application/tramites/registrar.ts'
import { depsDe, ESCOLARES } from './escena.ts'
import { conFallas, insistir } from './fallas.ts'

const [url = '', ids = '[]', probabilidad = '0'] = process.argv.slice(2)
const base = await abrirBase({ url })
const acto = registrar(depsDe(conFallas(base, Math.random, Number(probabilidad))))
await Promise.all((JSON.parse(ids) as string[]).map((id) => insistir(acto, ESCOLARES, [id])))
await base.cerrar()
