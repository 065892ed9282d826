import { leerOrden } from '../orden.ts'
import { crearAutoridad } from './autoridad.ts'
import { emitirEfirma } from './efirma.ts'

const opciones = leerOrden(
	'autoridad',
	'Crea (o reutiliza) la autoridad de demostración y, si se da --nombre, emite una e.firma con la forma del SAT.',
	{
		carpeta: { ayuda: 'Dónde queda la autoridad', valor: 'datos/autoridad' },
		salida: { ayuda: 'Dónde quedan el .cer y el .key', valor: 'datos/efirmas' },
		nombre: { ayuda: 'Nombre en mayúsculas; sin él no se emite nada' },
		rfc: { ayuda: 'RFC de 13 caracteres' },
		curp: { ayuda: 'CURP de 18 caracteres' },
		contrasena: { ayuda: 'Contraseña de la llave', valor: '12345678a' },
		tipo: { ayuda: 'fiel o csd', valor: 'fiel' },
		anos: { ayuda: 'Años de vigencia desde hoy', valor: '4' },
		serie: { ayuda: 'Serie de 20 dígitos', valor: '90001000000500000001' },
		archivo: { ayuda: 'Nombre de los archivos, sin extensión', valor: 'efirma' },
	},
)

const momento = new Date()
const autoridad = await crearAutoridad({ carpeta: opciones['carpeta'] ?? '', momento })
process.stdout.write(`Anclas: ${autoridad.carpetaAnclas}\n`)
const { nombre, rfc, curp, tipo } = opciones
if (nombre !== undefined) {
	if (rfc === undefined || curp === undefined || (tipo !== 'fiel' && tipo !== 'csd')) {
		process.stderr.write('Para emitir hacen falta --rfc, --curp y --tipo fiel o csd.\n')
		process.exit(2)
	}
	const hasta = new Date(momento)
	hasta.setUTCFullYear(momento.getUTCFullYear() + Number(opciones['anos']))
	const efirma = await emitirEfirma({
		autoridad,
		carpeta: opciones['salida'] ?? '',
		nombreArchivo: opciones['archivo'] ?? '',
		nombre,
		rfc,
		curp,
		contrasena: opciones['contrasena'] ?? '',
		tipo,
		desde: momento,
		hasta,
		serie: opciones['serie'] ?? '',
	})
	process.stdout.write(`${efirma.cer}\n${efirma.key}\n`)
}
