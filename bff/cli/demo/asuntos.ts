import { abrirAsunto } from '../../application/mesa/abrir-asunto.ts'
import { asignarAsunto } from '../../application/mesa/asignar-asunto.ts'
import { escribirEnAsunto } from '../../application/mesa/escribir-en-asunto.ts'
import type { Almacen } from '../../application/ports.ts'
import { PERSONAS } from '../../simuladores/mundo/catalogo.ts'
import type { Actor, Ambito } from '#core/domain/rol.ts'
import { exigir } from '#core/domain/result.ts'

type Deps = Omit<Parameters<typeof escribirEnAsunto>[0], 'dominios' | 'almacen'>

const NACION: Ambito = { tipo: 'nacional' }
const ENCINO: Ambito = { tipo: 'plantel', entidadId: 'mex', plantelId: 'mex-encino' }
const MOLINO: Ambito = { tipo: 'plantel', entidadId: 'cmx', plantelId: 'cmx-molino' }
const MEX: Ambito = { tipo: 'entidad', entidadId: 'mex' }

/** Tres asuntos vivos, uno de cada clase (10, 15, 23), por las puertas de siempre: uno sin leer, uno tomado y uno contestado. */
export const abrirAsuntosDemo = async (contexto: Deps): Promise<void> => {
	// Ninguno de estos actos guarda archivos: se adjuntan después, desde la pantalla.
	const almacen: Almacen = {
		guardar: () => Promise.reject(new Error('La demostración no adjunta archivos.')),
		leer: () => Promise.reject(new Error('La demostración no adjunta archivos.')),
		borrar: () => Promise.resolve(),
	}
	const deps = { ...contexto, almacen, dominios: ['conalep.edu.mx'] }
	const [encino, molino, escolaresMex, dse, ti] = [
		actorDe('mex-encino-escolares', ENCINO),
		actorDe('cmx-molino-escolares', MOLINO),
		actorDe('mex-escolares', MEX),
		actorDe('nacional-dse', NACION),
		actorDe('nacional-ti', NACION),
	]
	const abrir = async (actor: Actor, peticion: Parameters<ReturnType<typeof abrirAsunto>>[0]['peticion']) =>
		exigir(await abrirAsunto(deps)({ actor, peticion })).id
	const registrado = await contexto.base.db
		.selectFrom('tramite')
		.select('id')
		.where('plantelId', '=', 'mex-encino')
		.where('estado', '=', 'registrado')
		.orderBy('id')
		.executeTakeFirstOrThrow()
	await abrir(encino, {
		...{ clase: 'baja', tramiteId: registrado.id },
		texto:
			'Se registró por error: el egresado pidió esperar a que su acta se corrija. Pedimos cancelar el folio.',
	})
	const duda = await abrir(molino, {
		...{ clase: 'duda', titulo: 'Apellido materno en blanco' },
		texto: 'El acta de una egresada trae un solo apellido. ¿Se deja vacío el segundo en SAE?',
	})
	exigir(
		await escribirEnAsunto(deps)({
			...{ actor: dse, id: duda },
			texto: 'Sí: se deja vacío, tal como dice el acta. Al confirmar el nombre sólo verá un apellido (17).',
		}),
	)
	const nueva = PERSONAS.find(({ id }) => id === 'sin-perfil')
	if (!nueva) throw new Error('Falta la persona sin perfil de la demostración')
	const perfil = await abrir(escolaresMex, {
		...{ clase: 'perfil', texto: 'Entra a Servicios Escolares del plantel a partir de esta semana.' },
		peticion: {
			cambio: 'alta',
			persona: {
				...{ correo: nueva.correo, nombre: nueva.nombre, primerApellido: nueva.primerApellido },
				...{ segundoApellido: nueva.segundoApellido, curp: null, idCargo: null, cargo: null },
				...{ perfil: 'escolares-plantel', plantelId: 'mex-encino' },
			},
		},
	})
	exigir(await asignarAsunto(deps)({ actor: ti, id: perfil, personaId: ti.personaId, visto: 1 }))
}

const actorDe = (id: string, ambito: Ambito): Actor => {
	const persona = PERSONAS.find((una) => una.id === id)
	if (!persona?.perfil) throw new Error(`La demostración no trae a ${id}`)
	return { personaId: id, perfil: persona.perfil, ambito }
}
