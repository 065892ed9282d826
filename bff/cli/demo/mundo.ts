import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { enCsv, enXlsx } from '../../simuladores/mundo/archivo-sae.ts'
import { PLANTELES } from '../../simuladores/mundo/catalogo.ts'
import { type EgresadoDemo, inventarEgresados } from '../../simuladores/mundo/egresados.ts'

export const SEMILLA = 2026
const CUANTOS = 240
const POR_IMPORTAR = 16

export type MundoDemo = {
	/** Los que la demostración ya trae cargados. */
	readonly cargados: readonly EgresadoDemo[]
	/** Los de los archivos de ejemplo, listos para importar por la pantalla. */
	readonly porImportar: readonly EgresadoDemo[]
}

/** El mundo de una semilla y un día: los mismos dos argumentos dan siempre el mismo. */
export const crearMundo = (opciones: { readonly semilla: number; readonly hoy: string }): MundoDemo => ({
	cargados: inventarEgresados({ ...opciones, cuantos: CUANTOS }),
	porImportar: inventarEgresados({
		...opciones,
		semilla: opciones.semilla + 1,
		cuantos: POR_IMPORTAR,
		desde: CUANTOS,
		sinFaltas: true,
	}),
})

/** Deja en la carpeta un CSV y un XLSX por plantel, para importarlos desde la pantalla; y uno con renglones malos. */
export const escribirArchivosSae = async (carpeta: string, mundo: MundoDemo): Promise<string> => {
	const destino = join(carpeta, 'sae')
	await mkdir(destino, { recursive: true })
	for (const plantel of PLANTELES) {
		const suyos = mundo.porImportar.filter((egresado) => egresado.plantelId === plantel.id)
		await writeFile(join(destino, `${plantel.id}.csv`), enCsv(suyos))
		await writeFile(join(destino, `${plantel.id}.xlsx`), enXlsx(suyos))
		const [primero, segundo] = suyos
		if (!primero || !segundo) continue
		const malos = [
			{ ...primero, curp: primero.curp.toLowerCase() },
			{ ...segundo, fechaInicio: '2023-02-31', planClave: 'NO-EXISTE' },
		]
		await writeFile(join(destino, `${plantel.id}-con-errores.csv`), enCsv(malos))
	}
	return destino
}
