import { importarCatalogo } from '../../application/catalogos/importar.ts'
import { INQUILINO, PERSONAS, type PersonaDemo } from '../../simuladores/mundo/catalogo.ts'
import { componerCurp } from '../../simuladores/mundo/curp-inventada.ts'
import { archivosDeCatalogo } from './catalogos.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { exigir } from '#core/domain/result.ts'

/** CURP inventada de quien sella, o firma la carta responsiva (14); null para los demás. */
export const curpDe = (persona: PersonaDemo): string | null =>
	persona.nacimiento === null || (persona.idCargo === null && persona.perfil !== 'escolares-estatal')
		? null
		: componerCurp({
				nombre: llano(persona.nombre),
				primerApellido: llano(persona.primerApellido),
				segundoApellido: persona.segundoApellido === null ? null : llano(persona.segundoApellido),
				nacimiento: persona.nacimiento,
				sexo: persona.sexo,
				entidad: 'MC',
				homonimia: 0,
			})

/** Como lo escribe el SAT: mayúsculas sin acentos, con Ñ. */
export const llano = (texto: string): string =>
	texto
		.toUpperCase()
		.replaceAll('Ñ', '\u0001')
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.replaceAll('\u0001', 'Ñ')

/** Importa los catálogos de la demostración por donde se importan los de verdad, y da de alta a sus personas (10). */
export const cargarCatalogo = async (deps: Parameters<typeof importarCatalogo>[0]): Promise<void> => {
	for (const [catalogo, bytes] of archivosDeCatalogo(fechaEnMexico(deps.reloj()))) {
		const orden = { actor: { sistema: 'demo' }, catalogo, archivo: `${catalogo}.csv`, bytes, vista: null }
		const importado = exigir(await importarCatalogo(deps)(orden))
		const [error] = importado.errores
		if (error) {
			throw new Error(
				`El catálogo «${catalogo}» no se importó: renglón ${error.linea}, ${error.columna}: ${error.razon}`,
			)
		}
	}
	await deps.base.enTransaccion(async (tx) => {
		await tx
			.insertInto('persona')
			.values(
				PERSONAS.flatMap((persona) =>
					persona.perfil === null || persona.tid !== INQUILINO
						? []
						: [
								{
									id: persona.id,
									tid: persona.tid,
									oid: persona.oid,
									correo: persona.correo,
									nombre: persona.nombre,
									primerApellido: persona.primerApellido,
									segundoApellido: persona.segundoApellido,
									curp: curpDe(persona),
									idCargo: persona.idCargo,
									cargo: persona.cargo,
									perfil: persona.perfil,
									entidadId: persona.entidadId,
									plantelId: persona.plantelId,
								},
							],
				),
			)
			.execute()
	})
}
