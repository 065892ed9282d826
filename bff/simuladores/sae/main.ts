import { readFile } from 'node:fs/promises'
import { leerOrden, leerPuerto, quedarEnPie } from '../orden.ts'
import { levantarSae, type FilaSae } from './sae.ts'

const opciones = leerOrden('sae', 'SAE local: contesta por HTTP los egresados de un plantel.', {
	puerto: { ayuda: 'Puerto en 127.0.0.1', valor: '3107' },
	ficha: { ayuda: 'Ficha que se acepta', valor: 'sae-demostracion' },
	egresados: { ayuda: 'NDJSON con los egresados, uno por renglón; sin él, no hay ninguno' },
})
const ruta = opciones['egresados']
const texto = ruta === undefined ? '' : await readFile(ruta, 'utf8')
const { url, cerrar } = await levantarSae({
	puerto: leerPuerto(opciones['puerto']),
	ficha: opciones['ficha'] ?? '',
	egresados: texto
		.split('\n')
		.filter((renglon) => renglon.trim() !== '')
		.map((renglon) => JSON.parse(renglon) as FilaSae),
})
quedarEnPie('SAE', url, cerrar)
