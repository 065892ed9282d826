import type { Base, Lectura, Reloj } from '../ports.ts'
import type { Catalogos, CatalogoVista, ConsultaCatalogo } from '#core/contract/catalogo.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { type Fecha, fechaEnMexico } from '#core/domain/fecha.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import { laQueRige, rige } from '#core/domain/vigencia.ts'
import { CATALOGOS, type Columna, esNombreCatalogo, type NombreCatalogo, NOMBRES } from './definiciones.ts'
import { escrito } from './detallar.ts'
import { type Datos, leerValores, type Valor, type Valores } from './valores.ts'

type Deps = { readonly base: Base; readonly reloj: Reloj }

const POR_PAGINA = 50
const IMPORTACIONES = 20

/** Qué catálogos hay, cuánto tienen y quién los importó al último. */
export const listarCatalogos =
	({ base: { db }, reloj }: Deps) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Result<Catalogos, Motivo>> => {
		if (!tienePermiso(actor.perfil, 'ver-catalogos')) return rechazo('sin-permiso', { acto: 'ver-catalogos' })
		const hoy = fechaEnMexico(reloj())
		const cuentas = new Map(
			(
				await db
					.selectFrom('catalogoValor')
					.select((e) => [
						'catalogo',
						e.fn.countAll<number>().as('vigencias'),
						e.fn
							.sum<number>(
								e
									.case()
									.when(e.and([e('desde', '<=', hoy), e('hasta', '>=', hoy)]))
									.then(1)
									.else(0)
									.end(),
							)
							.as('rigen'),
					])
					.groupBy('catalogo')
					.execute()
			).map(({ catalogo, vigencias, rigen }) => [
				catalogo,
				{ vigencias: Number(vigencias), rigen: Number(rigen) },
			]),
		)
		const catalogos: Catalogos['catalogos'] = []
		for (const nombre of NOMBRES) {
			const [ultima] = await leerImportaciones(db, nombre, 1)
			const { vigencias = 0, rigen = 0 } = cuentas.get(nombre) ?? {}
			catalogos.push({
				...resumen(nombre),
				vigencias,
				rigen,
				ultima: ultima ? { quien: ultima.quien, momento: ultima.momento } : null,
			})
		}
		return ok({ catalogos })
	}

/** Las vigencias de un catálogo, por páginas, y sus últimas importaciones. */
export const verCatalogo =
	({ base: { db }, reloj }: Deps) =>
	async ({
		actor,
		catalogo,
		consulta,
	}: {
		readonly actor: Actor
		readonly catalogo: string
		readonly consulta: ConsultaCatalogo
	}): Promise<Result<CatalogoVista, Motivo>> => {
		if (!tienePermiso(actor.perfil, 'ver-catalogos')) return rechazo('sin-permiso', { acto: 'ver-catalogos' })
		if (!esNombreCatalogo(catalogo)) return rechazo('no-encontrado')
		const { busca, pagina } = consulta
		const hoy = fechaEnMexico(reloj())
		const columnas = CATALOGOS[catalogo].columnas
		const traducir = await traductor(db, columnas)
		const conNombre = await nombrador(db, columnas)
		const palabra = llano(busca)
		const filas = (await enOrden(db, catalogo))
			.filter((valor) => consulta.rige === 'todas' || rige(valor, hoy))
			.map((valor) => ({
				clave: valor.clave,
				desde: valor.desde,
				hasta: escrito(valor.hasta),
				rige: cuando(valor, hoy),
				datos: columnas.map((columna) => conNombre(columna, valor, traducir(columna, valor))),
			}))
			.filter(({ clave, datos }) => llano([clave, ...datos].join(' ')).includes(palabra))
		return ok({
			...resumen(catalogo),
			columnas: columnas.map(({ nombre }) => nombre),
			pagina,
			porPagina: POR_PAGINA,
			total: filas.length,
			filas: filas.slice((pagina - 1) * POR_PAGINA, pagina * POR_PAGINA),
			importaciones: await leerImportaciones(db, catalogo, IMPORTACIONES),
			puedeImportar: tienePermiso(actor.perfil, 'importar-catalogo'),
		})
	}

const resumen = (nombre: NombreCatalogo) => {
	const { titulo, descripcion } = CATALOGOS[nombre]
	return { nombre, titulo, descripcion }
}

const cuando = (valor: Valor, hoy: Fecha): 'hoy' | 'antes' | 'despues' => {
	if (rige(valor, hoy)) return 'hoy'
	return valor.hasta < hoy ? 'antes' : 'despues'
}

const llano = (texto: string): string =>
	texto
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.toLowerCase()

/** Todas las vigencias de un catálogo, por clave y por el día en que empiezan. */
export const enOrden = async (db: Lectura, cual: NombreCatalogo): Promise<readonly Valor[]> =>
	[...(await leerValores(db, cual))]
		.sort(([una], [otra]) => (una < otra ? -1 : 1))
		.flatMap(([, suyas]) => suyas)

/** Cada dato como va en el archivo: un plantel por su CCT, por ejemplo. */
export const traductor = async (
	db: Lectura,
	columnas: readonly Columna[],
): Promise<(columna: Columna, valor: Valor) => string | null> => {
	const delOtro = await lector(
		db,
		columnas.filter(({ por }) => por !== undefined),
	)
	return (columna, valor) => {
		const clave = valor.datos[columna.dato] ?? null
		return (columna.por && delOtro(columna, valor)?.[columna.por]) || clave
	}
}

/** La clave de otro catálogo, con cómo se llama: «15054 · Metepec». */
const nombrador = async (db: Lectura, columnas: readonly Columna[]) => {
	const delOtro = await lector(db, columnas)
	return (columna: Columna, valor: Valor, escrito: string | null): string | null => {
		const nombre = delOtro(columna, valor)?.nombre
		return escrito !== null && nombre ? `${escrito} · ${nombre}` : escrito
	}
}

/** Lo que otro catálogo dice de lo que una columna nombra, el día en que la vigencia empieza. */
const lector = async (db: Lectura, columnas: readonly Columna[]) => {
	const otros = new Map<string, Valores>()
	for (const { de } of columnas) if (de) otros.set(de, await leerValores(db, de))
	return ({ dato, de }: Columna, { datos, desde }: Valor): Datos | undefined => {
		const suyas = otros.get(de ?? '')?.get(datos[dato] ?? '') ?? []
		return (laQueRige(suyas, desde) ?? suyas.at(-1))?.datos
	}
}

const leerImportaciones = async (
	db: Lectura,
	catalogo: NombreCatalogo,
	cuantas: number,
): Promise<CatalogoVista['importaciones']> => {
	const filas = await db
		.selectFrom('catalogoImportacion as c')
		.leftJoin('persona as p', 'p.id', 'c.personaId')
		.select(['c.id', 'c.archivo', 'c.momento', 'c.altas', 'c.cambios', 'c.bajas', 'c.quitadas'])
		.select(['p.nombre', 'p.primerApellido', 'p.segundoApellido'])
		.where('c.catalogo', '=', catalogo)
		.orderBy('c.momento', 'desc')
		.orderBy('c.id', 'desc')
		.limit(cuantas)
		.execute()
	return filas.map(({ nombre, primerApellido, segundoApellido, ...importacion }) => ({
		...importacion,
		quien:
			nombre === null || primerApellido === null
				? null
				: nombreCompleto({ nombre, primerApellido, segundoApellido }),
	}))
}
