import { prepararCarta } from '../../../bff/application/cartas/preparar-carta.ts'
import { cadenaDeCarta } from '#core/domain/carta.ts'
import { exigir } from '#core/domain/result.ts'
import { ESTATAL } from '../../db/escena.ts'
import { firmar } from '../../db/mesa-de-sellos.ts'
import type { Mundo } from '../mundo.ts'
import type { Caso, Ruta } from '../ruta.ts'

const CURP = 'VIOP810217MMCLCT01'

const conCurp = ({ mesa }: Mundo) =>
	mesa.base.db.updateTable('persona').set({ curp: CURP }).where('id', '=', ESTATAL.personaId).execute()

/** La carta sellada como lo haría el dispositivo de quien resguarda en el Estado de México. */
const carta = async ({ mundo }: Caso): Promise<unknown> => {
	await conCurp(mundo)
	const { mesa } = mundo
	const datos = exigir(await prepararCarta(mesa.deps)({ actor: ESTATAL }))
	const efirma = await mesa.lotes.efirmaDe(ESTATAL.personaId, { curp: CURP })
	return {
		corte: datos.corte,
		certificado: Buffer.from(efirma.cer).toString('base64'),
		sello: firmar(exigir(cadenaDeCarta(datos)), efirma.llave),
	}
}

/** Una carta ya guardada del Estado de México. */
const guardada = async ({ mundo: { mesa } }: Caso): Promise<string> => {
	const { ultimo } = await mesa.base.db
		.selectFrom('carta')
		.select((e) => e.fn.max<number | null>('numero').as('ultimo'))
		.executeTakeFirstOrThrow()
	const numero = (ultimo ?? 0) + 1
	const id = `carta-de-mex-${numero}`
	const bytes = new TextEncoder().encode(id)
	const { sha256 } = await mesa.deps.almacen.guardar(bytes)
	const firmante = JSON.stringify({ nombre: 'Patricia', curp: CURP, cargo: 'Responsable' })
	await mesa.base.db
		.insertInto('carta')
		.values({
			...{ id, entidadId: 'mex', numero, personaId: ESTATAL.personaId, firmante },
			...{ corte: '2026-01-01T00:00:00.000Z', certificados: 1, inicio: '2021-07-19', limite: '2021-08-18' },
			...{ relacionSha256: sha256, relacionBytes: bytes.length, noCertificado: '1', certificado: 'AA==' },
			...{ cadena: '||', sello: 'AA==', ocsp: 'AA==', pdfSha256: sha256, pdfBytes: bytes.length },
			momento: mesa.deps.reloj(),
		})
		.execute()
	return id
}

const bajar = (parte: 'pdf' | 'relacion'): Ruta => ({
	metodo: 'GET',
	ruta: `/api/cartas/:id/${parte}`,
	actos: ['ver-carta', 'ver-cartas'],
	ajeno: 'no-encontrado',
	pedir: async (caso) => ({ ruta: `/api/cartas/${await guardada(caso)}/${parte}` }),
})

/** La carta responsiva (14) y el estado del archivo. */
export const RUTAS_DE_CARTAS: readonly Ruta[] = [
	{
		metodo: 'GET',
		ruta: '/api/cartas',
		actos: ['ver-carta'],
		ajeno: 'no-se-ve',
		pedir: async (caso) => {
			await guardada(caso)
			return { ruta: '/api/cartas' }
		},
		muestra: (cuerpo) => cuerpo.includes('carta-de-mex'),
	},
	{
		metodo: 'GET',
		ruta: '/api/cartas/nacional',
		actos: ['ver-cartas'],
		ajeno: 'sin-permiso',
		pedir: () => ({ ruta: '/api/cartas/nacional' }),
	},
	{
		metodo: 'GET',
		ruta: '/api/cartas/por-sellar',
		actos: ['sellar-carta'],
		// Cada entidad ve la suya: la otra, que no tiene CURP en su cuenta, no ve nada de ésta.
		ajeno: 'custodio-sin-curp',
		pedir: async ({ mundo }) => {
			await conCurp(mundo)
			return { ruta: '/api/cartas/por-sellar' }
		},
	},
	{
		metodo: 'POST',
		ruta: '/api/cartas',
		actos: ['sellar-carta'],
		ajeno: 'custodio-sin-curp',
		pedir: async (caso) => ({ ruta: '/api/cartas', cuerpo: await carta(caso) }),
	},
	bajar('pdf'),
	bajar('relacion'),
	{
		metodo: 'GET',
		ruta: '/api/archivo',
		actos: ['ver-archivo'],
		ajeno: 'sin-permiso',
		pedir: () => ({ ruta: '/api/archivo' }),
	},
]
