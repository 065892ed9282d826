import { fijarAjuste } from '../../application/ajustes/fijar-ajuste.ts'
import { omisionDe } from '#core/domain/ajustes.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { exigir } from '#core/domain/result.ts'

const HACE_DIAS = 12

/** El inicio nacional (3), hace unos días: así a las entidades todavía les corre el plazo de su carta responsiva (14). */
export const fijarInicioDemo = async (deps: Parameters<typeof fijarAjuste>[0]): Promise<void> => {
	const inicio = fechaEnMexico(new Date(Date.parse(deps.reloj()) - HACE_DIAS * 24 * 3_600_000).toISOString())
	exigir(
		await fijarAjuste(deps)({
			actor: { personaId: 'nacional-dse', perfil: 'dse', ambito: { tipo: 'nacional' } },
			clave: 'inicio-nacional',
			valor: inicio,
			anterior: omisionDe('inicio-nacional'),
			razon: 'Disposición de la Secretaría de Servicios Institucionales (inventada)',
		}),
	)
}
