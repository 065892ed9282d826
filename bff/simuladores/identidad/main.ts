import { readFile } from 'node:fs/promises'
import { leerOrden, leerPuerto, quedarEnPie } from '../orden.ts'
import { levantarIdentidad } from './identidad.ts'
import { INQUILINO_DEMO, leerPersonas, PERSONAS_SUELTAS } from './personas.ts'

const opciones = leerOrden('identidad', 'Proveedor OIDC local que ocupa el lugar de Entra ID.', {
	puerto: { ayuda: 'Puerto en 127.0.0.1', valor: '3101' },
	cliente: { ayuda: 'client_id público', valor: 'egreso-demo' },
	inquilino: { ayuda: 'tid de la institución', valor: INQUILINO_DEMO },
	retornos: { ayuda: 'Direcciones de retorno, separadas por comas', valor: 'http://127.0.0.1:3000/' },
	personas: { ayuda: 'JSON con [{oid, correo, nombre, descripcion, tid?}]' },
})
const archivo = opciones['personas']
const { url, cerrar } = await levantarIdentidad({
	puerto: leerPuerto(opciones['puerto']),
	personas: archivo === undefined ? PERSONAS_SUELTAS : leerPersonas(await readFile(archivo, 'utf8')),
	retornos: (opciones['retornos'] ?? '').split(','),
	cliente: opciones['cliente'] ?? '',
	inquilino: opciones['inquilino'] ?? '',
})
quedarEnPie('Identidad', url, cerrar)
