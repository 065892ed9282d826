import type { Command } from 'commander'
import process from 'node:process'
import * as v from 'valibot'
import { frase } from '#core/contract/motivo.ts'
import { PERFILES } from '#core/domain/rol.ts'
import { altaDelOperador, CuentaDelOperador } from '../application/personas/alta-del-operador.ts'
import { leerDominios } from '../config.ts'
import type { Contexto } from './contexto.ts'

type Opciones = {
	readonly perfil?: string
	readonly correo?: string
	readonly nombre?: string
	readonly primerApellido?: string
	readonly segundoApellido?: string
	readonly entidad?: string
	readonly plantel?: string
	readonly curp?: string
	readonly idCargo?: string
	readonly cargo?: string
}

/** `egreso persona alta`: las primeras cuentas (10). Las demás se piden y se dan en la mesa de servicio. */
export const registrarPersona = (programa: Command, abrirContexto: () => Promise<Contexto>): void => {
	programa
		.command('persona')
		.description('Las cuentas con que se entra.')
		.command('alta')
		.description('Da de alta una cuenta; entra la primera vez que su dueño se identifica con ese correo.')
		.option('--perfil <perfil>', PERFILES.join(', '))
		.option('--correo <correo>', 'el institucional')
		.option('--nombre <nombre>', 'nombre o nombres')
		.option('--primer-apellido <apellido>', 'primer apellido')
		.option('--segundo-apellido <apellido>', 'segundo apellido, si tiene')
		.option('--entidad <id>', 'la entidad, si el perfil no es nacional')
		.option('--plantel <id>', 'el plantel, si el perfil es de plantel')
		.option('--curp <curp>', 'hace falta para quien dirige')
		.option('--id-cargo <clave>', 'la del catálogo «cargo»; hace falta para quien dirige')
		.option('--cargo <cargo>', 'cómo se llama; hace falta para quien dirige')
		.action(async (opciones: Opciones) => {
			const cuenta = v.safeParse(CuentaDelOperador, {
				...opciones,
				segundoApellido: opciones.segundoApellido ?? null,
				entidadId: opciones.entidad ?? null,
				plantelId: opciones.plantel ?? null,
				curp: opciones.curp ?? null,
				idCargo: opciones.idCargo ?? null,
				cargo: opciones.cargo ?? null,
			})
			if (!cuenta.success) throw new Error(malEscritos(cuenta.issues))
			const contexto = await abrirContexto()
			try {
				const alta = await altaDelOperador({ ...contexto, dominios: leerDominios() })(cuenta.output)
				if (!alta.ok)
					throw new Error(
						alta.motivo === 'no-encontrado'
							? 'No hay una entidad con ese id. Se importan con «catalogo importar».'
							: frase(alta.motivo, alta.datos),
					)
				process.stdout.write(`Cuenta dada de alta: ${cuenta.output.correo}, ${cuenta.output.perfil}.\n`)
			} finally {
				await contexto.base.cerrar()
			}
		})
}

const OPCIONES: Readonly<Record<string, string>> = {
	primerApellido: '--primer-apellido',
	segundoApellido: '--segundo-apellido',
	idCargo: '--id-cargo',
	entidadId: '--entidad',
	plantelId: '--plantel',
}

const malEscritos = (issues: readonly v.BaseIssue<unknown>[]): string => {
	const cuales = issues.map((issue) => {
		const dato = String(issue.path?.[0]?.key ?? '')
		return OPCIONES[dato] ?? `--${dato}`
	})
	return `Revise ${[...new Set(cuales)].join(', ')}: falta, es muy largo o no tiene la forma que debe. La ayuda: egreso persona alta --help`
}
