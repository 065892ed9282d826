/**
 * La casa, como datos: los pisos, quién se apoya en quién y qué no se hace en cada uno. Una falta se lee como una
 * frase: qué archivo, qué hizo y dónde va lo suyo.
 */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { ARTEFACTOS, casaDe, leerProyecto, rutasDelProyecto } from './casa/arbol.ts'
import { faltasDeBarril, faltasDeCostumbre, faltasDeNombre, faltasDeTamano } from './casa/costumbres.ts'
import { faltasDeExportar } from './casa/exportado.ts'
import { faltasDeCirculo, faltasDePiso, type Piso } from './casa/pisos.ts'

const NUCLEO = 'src/core/'
const DOMINIO = 'src/core/domain/'
const ACTOS_Y_ADAPTADORES = [NUCLEO, 'bff/application/', 'bff/adapters/'] as const

/** De abajo hacia arriba; lo particular antes que lo general, porque gana el primero. */
const PISOS: readonly Piso[] = [
	{ nombre: 'el dominio', contiene: [DOMINIO], puede: [], deFuera: 'nada', va: 'reglas puras' },
	{
		nombre: 'el DEC',
		contiene: ['src/core/dec/'],
		puede: [DOMINIO],
		deFuera: 'paquetes',
		va: 'el documento de la SEP',
	},
	{
		nombre: 'la e.firma',
		contiene: ['src/core/efirma/'],
		puede: [DOMINIO],
		deFuera: 'paquetes',
		va: 'X.509, llaves y sellos',
	},
	{
		nombre: 'el contrato',
		contiene: ['src/core/contract/'],
		puede: [DOMINIO],
		deFuera: 'paquetes',
		va: 'lo que cruza la red',
	},
	{
		nombre: 'el registro',
		contiene: ['src/core/registro/'],
		puede: [DOMINIO],
		deFuera: 'nada',
		va: 'el árbol de Merkle, sus pruebas y sus puntos de control',
	},
	{
		nombre: 'la verificación',
		contiene: ['src/core/verificacion/'],
		puede: [DOMINIO, 'src/core/dec/', 'src/core/efirma/', 'src/core/contract/'],
		deFuera: 'paquetes',
		va: 'comprobar un certificado sin creerle a nadie',
	},

	// El ala del navegador.
	{
		nombre: 'la interfaz',
		contiene: ['src/lib/ui/'],
		puede: [],
		deFuera: 'paquetes',
		va: 'piezas que no saben del dominio',
	},
	{
		nombre: 'el navegador',
		contiene: ['src/lib/'],
		puede: [NUCLEO, 'src/lib/'],
		deFuera: 'paquetes',
		va: 'lo que sólo corre en el navegador',
	},
	{
		nombre: 'el borde del navegador',
		contiene: ['src/routes/', 'src/service-worker.ts', 'src/service-worker/', 'src/hooks', 'src/app.d.ts'],
		puede: [NUCLEO, 'src/lib/'],
		deFuera: 'paquetes',
		va: 'pantallas',
	},

	// El ala del BFF.
	{
		nombre: 'la configuración',
		contiene: ['bff/config.ts'],
		puede: [NUCLEO],
		va: 'el ambiente, leído una vez',
	},
	{
		nombre: 'la aplicación',
		contiene: ['bff/application/'],
		puede: [NUCLEO],
		va: 'un archivo por acto',
	},
	{
		nombre: 'los adaptadores',
		contiene: ['bff/adapters/'],
		puede: [NUCLEO, 'bff/application/ports.ts', 'bff/application/tablas', 'migrations/'],
		va: 'hablar con lo de afuera',
	},
	{
		nombre: 'el borde HTTP',
		contiene: ['bff/http/'],
		puede: ACTOS_Y_ADAPTADORES,
		va: 'un archivo por recurso',
	},
	{
		nombre: 'el borde de los trabajos',
		contiene: ['bff/jobs/'],
		puede: ACTOS_Y_ADAPTADORES,
		va: 'un archivo por trabajo',
	},
	{
		nombre: 'la composición',
		contiene: ['bff/main.ts', 'bff/actos.ts'],
		puede: [...ACTOS_Y_ADAPTADORES, 'bff/config.ts', 'bff/http/', 'bff/jobs/'],
		va: 'conectar todo',
	},
	{
		nombre: 'la demostración',
		contiene: ['bff/cli/demo'],
		puede: [NUCLEO, 'bff/', 'migrations/'],
		va: 'npm start con el mundo inventado',
	},
	{
		nombre: 'la línea de órdenes',
		contiene: ['bff/cli/'],
		puede: [
			...ACTOS_Y_ADAPTADORES,
			'bff/cli/',
			'bff/config.ts',
			'bff/http/',
			'bff/jobs/',
			'bff/main.ts',
			'migrations/',
		],
		va: 'órdenes de quien opera',
	},
	{
		nombre: 'los simuladores',
		contiene: ['bff/simuladores/'],
		puede: [DOMINIO, 'src/core/dec/', 'src/core/efirma/'],
		va: 'el mundo de afuera, para desarrollar; el producto sólo conoce direcciones',
	},

	{ nombre: 'una migración', contiene: ['migrations/'], puede: [], va: 'cartas al pasado' },
	{
		nombre: 'una prueba',
		contiene: ['tests/'],
		puede: ['src/', 'bff/', 'migrations/', 'playwright.config.ts'],
		va: 'pruebas',
	},
	{
		nombre: 'la configuración de una herramienta',
		contiene: [
			'eslint.config.js',
			'playwright.config.ts',
			'svelte.config.js',
			'vite.config.ts',
			'vitest.config.ts',
		],
		puede: ['tests/e2e/'],
		va: 'configuración',
	},
]

/** Lo único que puede estar en la entrada de la casa. */
const ENTRADA = [
	...['package.json', 'package-lock.json', 'tsconfig.json', 'svelte.config.js', 'README.md'],
	...['src', 'bff', 'static', 'migrations', 'tests'],
	...['vite.config.ts', 'vitest.config.ts', 'playwright.config.ts', 'eslint.config.js'],
	...[
		'.ci',
		'.gitignore',
		'.gitattributes',
		'.prettierrc.json',
		'.prettierignore',
		'.npmrc',
		'.nvmrc',
		'.editorconfig',
	],
]

const raiz = fileURLToPath(new URL('../', import.meta.url))

describe('la casa', () => {
	const modulos = leerProyecto(raiz)
	const rutas = rutasDelProyecto(raiz)

	test('las importaciones van hacia abajo y las dos alas no se conocen', () => {
		expect(faltasDePiso(modulos, PISOS)).toEqual([])
	})
	test('no hay círculos', () => expect(faltasDeCirculo(modulos)).toEqual([]))
	test('no hay barriles', () => expect(faltasDeBarril(modulos)).toEqual([]))
	test('las rutas son ASCII y dicen de qué tratan', () => expect(faltasDeNombre(rutas)).toEqual([]))
	test('se exporta sólo lo que otro usa', () => expect(faltasDeExportar(modulos)).toEqual([]))
	test('ni archivos ni carpetas demasiado grandes', () => expect(faltasDeTamano(modulos, rutas)).toEqual([]))
	test('ambiente, red, consola, reloj y azar, cada uno en su lugar', () => {
		expect(faltasDeCostumbre(modulos)).toEqual([])
	})
	test('en la entrada sólo está lo convenido', () => {
		const sobran = readdirSync(raiz).filter(
			(nombre) => !ENTRADA.includes(nombre) && !ARTEFACTOS.includes(nombre),
		)
		expect(
			sobran.map(
				(nombre) => `${nombre}: no va en la entrada; muévalo a src, bff, static, migrations o tests.`,
			),
		).toEqual([])
	})
})

describe('el plano se prueba a sí mismo: halla la falta que se le pone', () => {
	const vacio = 'export const nada = 0'

	test.each([
		[
			'el dominio importa del DEC',
			DOMINIO + 'folio.ts',
			"import { a } from '#core/dec/dec.ts'",
			'src/core/dec/dec.ts',
		],
		[
			'el DEC importa de la e.firma',
			'src/core/dec/xml.ts',
			"import type { A } from '../efirma/x509.ts'",
			'src/core/efirma/x509.ts',
		],
		[
			'la interfaz conoce el dominio',
			'src/lib/ui/Boton.svelte',
			'<script lang="ts">import \'#core/domain/rol.ts\'</script>',
			DOMINIO + 'rol.ts',
		],
		[
			'una pantalla importa del BFF',
			'src/routes/+page.svelte',
			"<script>const a = import('../../bff/main.ts')</script>",
			'bff/main.ts',
		],
		[
			'el BFF importa del navegador',
			'bff/http/app.ts',
			"export { api } from '../../src/lib/api.ts'",
			'src/lib/api.ts',
		],
		[
			'un acto importa un adaptador',
			'bff/application/sellar.ts',
			"type A = import('../adapters/pdf.ts').Pdf",
			'bff/adapters/pdf.ts',
		],
		[
			'un adaptador importa un acto',
			'bff/adapters/pdf.ts',
			"import '../application/sellar.ts'",
			'bff/application/sellar.ts',
		],
		[
			'el producto importa un simulador',
			'bff/jobs/enviar.ts',
			"import '../simuladores/cosfac.ts'",
			'bff/simuladores/cosfac.ts',
		],
		[
			'un simulador importa el contrato',
			'bff/simuladores/sat.ts',
			"import '#core/contract/motivo.ts'",
			'src/core/contract/motivo.ts',
		],
		[
			'una migración importa lo nuestro',
			'migrations/2026-11-23-02-x.ts',
			"import '#core/domain/folio.ts'",
			DOMINIO + 'folio.ts',
		],
		[
			'un worker nombra a uno de más arriba',
			'src/lib/ui/a.ts',
			"new Worker(new URL('../firma/firma.worker.ts', import.meta.url))",
			'src/lib/firma/firma.worker.ts',
		],
	])('%s', (_, ruta, texto, otra) => {
		const faltas = faltasDePiso(casaDe({ [ruta]: texto, [otra]: vacio }), PISOS)
		expect(faltas).toHaveLength(1)
		expect(faltas[0]).toContain(`${ruta}: importa ${otra}`)
		expect(faltasDePiso(casaDe({ [ruta]: vacio, [otra]: vacio }), PISOS)).toEqual([])
	})

	test('un archivo sin piso, y el dominio que importa un paquete', () => {
		const faltas = faltasDePiso(
			casaDe({ 'src/otro/a.ts': vacio, [DOMINIO + 'folio.ts']: "import 'valibot'" }),
			PISOS,
		)
		expect(faltas).toEqual([
			expect.stringContaining('no tiene piso'),
			expect.stringContaining('importa valibot'),
		])
	})
})
