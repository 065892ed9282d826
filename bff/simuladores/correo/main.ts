import { leerOrden, leerPuerto, quedarEnPie } from '../orden.ts'
import { levantarCorreo } from './correo.ts'

const opciones = leerOrden('correo', 'SMTP local que nada reenvía, con buzón web.', {
	puerto: { ayuda: 'Puerto de SMTP en 127.0.0.1', valor: '3105' },
	'puerto-web': { ayuda: 'Puerto del buzón web', valor: '3106' },
	usuario: { ayuda: 'Usuario que se exige; sin él no se pide' },
	contrasena: { ayuda: 'Contraseña que se exige', valor: '' },
	datos: { ayuda: 'Carpeta donde guardar los mensajes' },
})
const { usuario, contrasena, datos } = opciones
const { url, web, cerrar } = await levantarCorreo({
	puerto: leerPuerto(opciones['puerto']),
	puertoWeb: leerPuerto(opciones['puerto-web']),
	...(usuario === undefined ? {} : { usuario, contrasena: contrasena ?? '' }),
	...(datos === undefined ? {} : { datos }),
})
process.stdout.write(`SMTP: ${url}\n`)
quedarEnPie('Buzón', web, cerrar)
