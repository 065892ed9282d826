import type { Ambito } from '#core/domain/rol.ts'
import type { Lectura } from '../ports.ts'

/** Los planteles que un ámbito alcanza (10), por nombre. */
export const plantelesVisibles = (db: Lectura, ambito: Ambito) => {
	const todos = db.selectFrom('plantel').select(['id', 'nombre', 'entidadId']).orderBy('nombre').orderBy('id')
	switch (ambito.tipo) {
		case 'nacional':
			return todos.execute()
		case 'entidad':
			return todos.where('entidadId', '=', ambito.entidadId).execute()
		case 'plantel':
			return todos.where('entidadId', '=', ambito.entidadId).where('id', '=', ambito.plantelId).execute()
	}
}
