import process from 'node:process'
import js from '@eslint/js'
import { defineConfig } from 'eslint/config'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

// Lo que necesita saber los tipos cuesta casi todo el tiempo: la revisión rápida lo deja a la completa.
const conTipos = defineConfig({
	files: ['**/*.ts', '**/*.svelte', '**/*.svelte.ts'],
	languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] } },
	rules: {
		'@typescript-eslint/no-floating-promises': 'error',
		'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
		'@typescript-eslint/await-thenable': 'error',
		// Un estado nuevo debe detener la construcción donde importa: ni casos de menos ni un default que los esconda.
		'@typescript-eslint/switch-exhaustiveness-check': [
			'error',
			{
				allowDefaultCaseForExhaustiveSwitch: false,
				requireDefaultForNonUnion: false,
				considerDefaultExhaustiveForUnions: false,
			},
		],
	},
})

// Sólo lo que puede estar mal: el estilo es de Prettier y los tipos son de tsc.
export default defineConfig(
	{ ignores: ['build/', '.svelte-kit/', 'node_modules/', 'datos/', 'test-results/'] },
	js.configs.recommended,
	ts.configs.recommended,
	svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			// TypeScript ya sabe qué existe.
			'no-undef': 'off',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			// != null: ni null ni undefined, que es lo que se quiere decir.
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			// No distinguen un valor de paso de un estado, ni que la app vive siempre en la raíz del sitio.
			'svelte/prefer-svelte-reactivity': 'off',
			'svelte/no-navigation-without-resolve': 'off',
			'no-restricted-syntax': [
				'error',
				{
					selector: 'ClassDeclaration[superClass=null]',
					message: 'Sin clases: un acto es una función que dice qué necesita.',
				},
			],
		},
	},
	...(process.env['LINT_SIN_TIPOS'] ? [] : conTipos),
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		// Sin svelte.config.js: trae funciones, y la memoria de eslint sólo guarda configuraciones que se puedan escribir.
		languageOptions: { parserOptions: { parser: ts.parser } },
	},
)
