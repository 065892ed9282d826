import { leerOrden, leerPuerto, quedarEnPie } from '../orden.ts'
import { levantarRenapo } from './renapo.ts'

const opciones = leerOrden('renapo', 'Consulta de CURP local que ocupa el lugar de la de RENAPO.', {
	puerto: { ayuda: 'Puerto en 127.0.0.1', valor: '3103' },
	usuario: { ayuda: 'Usuario que se acepta', valor: 'egreso' },
	contrasena: { ayuda: 'Contraseña que se acepta', valor: 'egreso-demo' },
	poblacion: { ayuda: 'JSON con las personas; sin él, nadie existe' },
})
const { url, cerrar } = await levantarRenapo({
	puerto: leerPuerto(opciones['puerto']),
	usuario: opciones['usuario'] ?? '',
	contrasena: opciones['contrasena'] ?? '',
	poblacion: opciones['poblacion'] ?? [],
})
quedarEnPie('RENAPO', url, cerrar)
