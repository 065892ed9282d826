import { Command } from 'commander'
import process from 'node:process'
import { registrarArchivo } from './archivo.ts'
import { registrarBitacora } from './bitacora.ts'
import { registrarCatalogo } from './catalogo.ts'
import { abrirContexto } from './contexto.ts'
import { registrarDemo } from './demo.ts'
import { registrarEvidencia } from './evidencia.ts'
import { registrarImportarSae } from './importar-sae.ts'
import { registrarLibro } from './libro.ts'
import { registrarMigrar } from './migrar.ts'
import { registrarPdf } from './pdf.ts'
import { registrarPersona } from './persona.ts'
import { registrarRegistro } from './registro.ts'
import { registrarTablero } from './tablero.ts'
import { registrarVerificar } from './verificar.ts'

/** Los títulos de la ayuda, que commander sólo trae en inglés. */
const TITULOS: Readonly<Record<string, string>> = {
	'Usage:': 'Uso:',
	'Arguments:': 'Argumentos:',
	'Options:': 'Opciones:',
	'Commands:': 'Órdenes:',
	'Global Options:': 'Opciones generales:',
}

const programa = new Command('egreso')
	.description(
		'Órdenes de operación de Egreso. La base es la de DATABASE_URL; sin ella, la de la demostración en ./datos.',
	)
	.configureHelp({ showGlobalOptions: true, styleTitle: (titulo) => TITULOS[titulo] ?? titulo })
	.helpOption('-h, --help', 'muestra esta ayuda')
	.helpCommand('help [orden]', 'ayuda de una orden')

registrarMigrar(programa, abrirContexto)
registrarDemo(programa)
registrarImportarSae(programa, abrirContexto)
registrarVerificar(programa)
registrarPdf(programa)
registrarBitacora(programa, abrirContexto)
registrarLibro(programa, abrirContexto)
registrarRegistro(programa, abrirContexto)
registrarEvidencia(programa, abrirContexto)
registrarTablero(programa, abrirContexto)
registrarCatalogo(programa, abrirContexto)
registrarPersona(programa, abrirContexto)
registrarArchivo(programa, abrirContexto)

try {
	await programa.parseAsync(process.argv)
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
	process.exitCode = 1
}
