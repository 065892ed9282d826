import { describe, expect, test } from 'vitest'
import {
	ACTOS,
	type Acto,
	type Actor,
	type Ambito,
	ambitoDePerfil,
	type Lugar,
	type Perfil,
	PERFILES,
	puede,
	tienePermiso,
} from '#core/domain/rol.ts'

/** Quién puede cada acto, según la tabla de personas de producto.md, escrita aparte y al revés. */
const QUIEN: Record<Acto, readonly Perfil[]> = {
	'ver-egresados': ['escolares-plantel', 'director-plantel', 'escolares-estatal', 'director-estatal', 'dse'],
	'importar-sae': ['escolares-plantel'],
	'confrontar-renapo': ['escolares-plantel'],
	solicitar: ['escolares-plantel'],
	retirar: ['escolares-plantel'],
	autorizar: ['escolares-estatal'],
	denegar: ['escolares-estatal'],
	'asignar-rango': ['escolares-estatal'],
	'partir-rango': ['escolares-estatal'],
	'recuperar-rango': ['escolares-estatal'],
	'ver-rangos': ['escolares-plantel', 'escolares-estatal', 'dse'],
	registrar: ['escolares-plantel'],
	'cancelar-folio': ['dse'],
	cargar: ['escolares-plantel'],
	'confirmar-nombre': ['escolares-plantel'],
	'ver-libro': ['escolares-plantel', 'director-plantel', 'escolares-estatal', 'director-estatal', 'dse'],
	'sellar-plantel': ['director-plantel'],
	'sellar-estatal': ['director-estatal'],
	'volver-a-sellar': ['escolares-plantel', 'escolares-estatal'],
	'ver-lotes': ['escolares-plantel', 'escolares-estatal', 'director-estatal', 'dse', 'ti'],
	'enviar-lote': ['escolares-estatal'],
	'conciliar-lote': ['dse'],
	descargar: ['escolares-plantel', 'director-plantel', 'director-estatal'],
	'ver-carta': ['escolares-estatal', 'director-estatal'],
	'sellar-carta': ['escolares-estatal'],
	'ver-cartas': ['dse'],
	'ver-archivo': ['dse', 'ti'],
	'iniciar-buzon': ['escolares-plantel'],
	entregar: ['escolares-plantel'],
	'ver-ajustes': ['escolares-estatal', 'dse'],
	'fijar-ajuste': ['escolares-estatal', 'dse'],
	'ver-suplencias': ['escolares-estatal', 'director-estatal', 'dse'],
	'otorgar-suplencia': ['escolares-estatal'],
	'revocar-suplencia': ['escolares-estatal'],
	'confirmar-suplencia-plantel': ['director-estatal'],
	'confirmar-suplencia-estatal': ['dse'],
	'ver-mesa': PERFILES,
	'abrir-baja': ['escolares-plantel'],
	'abrir-perfil': ['escolares-estatal'],
	'abrir-duda': ['escolares-plantel', 'director-plantel', 'escolares-estatal', 'director-estatal'],
	'atender-baja': ['dse'],
	'atender-perfil': ['ti'],
	'atender-duda': ['dse'],
	'dar-de-baja': ['dse'],
	'ver-personas': ['escolares-estatal', 'ti'],
	'administrar-perfiles': ['ti'],
	'ver-catalogos': ['dse', 'ti'],
	'importar-catalogo': ['dse', 'ti'],
	'ver-cuarentena': ['dse', 'ti'],
	'repedir-lote': ['dse', 'ti'],
	'bajar-cuarentena': ['dse'],
	'ver-trabajos': ['ti'],
	'reintentar-trabajos': ['ti'],
	'ver-rechazos': ['dse'],
	'interpretar-rechazos': ['dse'],
}

const AMBITOS: readonly Ambito[] = [
	{ tipo: 'plantel', entidadId: 'mex', plantelId: 'toluca' },
	{ tipo: 'entidad', entidadId: 'mex' },
	{ tipo: 'nacional' },
]
const LUGARES: readonly (Lugar & { deAmbitos: readonly Ambito['tipo'][] })[] = [
	{ entidadId: 'mex', plantelId: 'toluca', deAmbitos: ['plantel', 'entidad', 'nacional'] },
	{ entidadId: 'mex', plantelId: 'lerma', deAmbitos: ['entidad', 'nacional'] },
	{ entidadId: 'mex', deAmbitos: ['entidad', 'nacional'] },
	{ entidadId: 'cdmx', plantelId: 'tlalpan', deAmbitos: ['nacional'] },
	// Un identificador de plantel repetido en otra entidad no es el mismo plantel.
	{ entidadId: 'cdmx', plantelId: 'toluca', deAmbitos: ['nacional'] },
	{ entidadId: 'cdmx', deAmbitos: ['nacional'] },
]

describe('quién puede qué (10)', () => {
	test.each(ACTOS)('«%s» es sólo de quien le toca', (acto) => {
		expect(PERFILES.filter((perfil) => tienePermiso(perfil, acto))).toEqual(
			PERFILES.filter((perfil) => QUIEN[acto].includes(perfil)),
		)
	})

	test.each(PERFILES)('«%s», en cada ámbito y lugar: permiso y alcance, los dos', (perfil) => {
		for (const ambito of AMBITOS) {
			const actor: Actor = { personaId: 'p1', perfil, ambito }
			for (const acto of ACTOS) {
				for (const lugar of LUGARES) {
					const debido = !QUIEN[acto].includes(perfil)
						? 'sin-permiso'
						: lugar.deAmbitos.includes(ambito.tipo)
							? true
							: 'fuera-de-ambito'
					const visto = puede(actor, acto, lugar)
					expect(visto.ok ? visto.valor : visto.motivo).toBe(debido)
				}
			}
		}
	})

	test('quien sólo actúa en su plantel, en su entidad o en la nación', () => {
		expect(PERFILES.map((perfil) => [perfil, ambitoDePerfil(perfil)])).toEqual([
			['escolares-plantel', 'plantel'],
			['director-plantel', 'plantel'],
			['escolares-estatal', 'entidad'],
			['director-estatal', 'entidad'],
			['dse', 'nacional'],
			['ti', 'nacional'],
		])
	})
})
