import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { leerOrden, leerPuerto, quedarEnPie } from '../orden.ts'
import { levantarCosfac } from './cosfac.ts'

const opciones = leerOrden('cosfac', 'Servicio SOAP local que ocupa el lugar del de la SEP (COSFAC).', {
	puerto: { ayuda: 'Puerto en 127.0.0.1', valor: '3102' },
	usuario: { ayuda: 'Usuario que se acepta', valor: 'egreso' },
	contrasena: { ayuda: 'Contraseña que se acepta', valor: 'egreso-demo' },
	anclas: { ayuda: 'Carpeta con los .cer de las autoridades', valor: 'datos/autoridad/anclas' },
	xsd: { ayuda: 'Esquema DecTerminacion 3.0; si no se da, el del proyecto' },
	'procesa-en': { ayuda: 'Milisegundos hasta que un lote está listo', valor: '3000' },
	datos: { ayuda: 'Carpeta donde recordar entre reinicios' },
	'con-pdf': { ayuda: 'La descarga trae también PDF', bandera: true },
})
const carpeta = opciones['anclas'] ?? ''
const archivos = (await readdir(carpeta)).filter((uno) => uno.endsWith('.cer'))
const { xsd, datos } = opciones
const { url, cerrar } = await levantarCosfac({
	puerto: leerPuerto(opciones['puerto']),
	usuario: opciones['usuario'] ?? '',
	contrasena: opciones['contrasena'] ?? '',
	anclas: await Promise.all(archivos.map((uno) => readFile(join(carpeta, uno)))),
	procesaEnMs: Number(opciones['procesa-en']),
	conPdf: opciones['con-pdf'] === 'si',
	...(xsd === undefined ? {} : { xsd }),
	...(datos === undefined ? {} : { datos }),
})
quedarEnPie('COSFAC', url, cerrar)
