import { anotar } from '../../../bff/application/bitacora.ts'
import type { Tx } from '../../../bff/application/ports.ts'
import { AHORA, type Escena } from '../escena.ts'

/** Un renglón en cada tabla de registro, por sus puertas naturales. */
export const llenarRegistros = async ({
	base,
	deps,
	agregarTramites,
	agregarRango,
}: Escena): Promise<void> => {
	const rangoId = await agregarRango(1, 10)
	const [tramiteId = ''] = await agregarTramites(1)
	const folio = 'CE20180000001'
	const momento = AHORA
	await base.enTransaccion(async (tx) => {
		await tx
			.insertInto('folio')
			.values({ folio, rangoId, modelo: '2018', numero: 1, tramiteId, momento })
			.execute()
		await tx
			.insertInto('asiento')
			.values({
				plantelId: 'toluca',
				numero: 1,
				volumen: 1,
				foja: 1,
				renglon: 1,
				folio,
				cuv: 'AAAA-BBBB-CCCC',
				matricula: '100000001-1',
				tramiteId,
				fecha: '2026-07-15',
				momento,
			})
			.execute()
		await tx
			.insertInto('notaMarginal')
			.values({ id: 'n', folio, texto: 'Nota', personaId: null, momento })
			.execute()
		await tx
			.insertInto('folioCancelado')
			.values({ folio, notaId: 'n', razon: 'Razón', personaId: 'p-escolares-plantel', momento })
			.execute()
		await tx
			.insertInto('rangoSuceso')
			.values({
				...{
					id: 'rs',
					rangoId,
					suceso: 'asignado',
					entidadId: 'mex',
					plantelId: 'toluca',
					otroPlantelId: null,
				},
				...{ modelo: '2018', desde: 1, hasta: 10, razon: null, personaId: null, momento },
			})
			.execute()
		await tx
			.insertInto('sello')
			.values({
				tramiteId,
				rol: 'plantel',
				intento: 1,
				personaId: 'p-escolares-plantel',
				firmante: '{}',
				noCertificado: '0'.repeat(20),
				certificado: 'AA==',
				cadena: '||1||',
				sello: 'AA==',
				revocacion: 'vigente',
				ocsp: null,
				momento,
			})
			.execute()
		await tx
			.insertInto('revocacionComprobada')
			.values({
				tramiteId,
				rol: 'plantel',
				intento: 1,
				noCertificado: '0'.repeat(20),
				resultado: 'vigente',
				revocadoDesde: null,
				motivo: null,
				ocsp: 'AA==',
				momento,
			})
			.execute()
		await tx
			.insertInto('buzon')
			.values({ id: 'b', tramiteId, ficha: 'f', vence: momento, creado: momento })
			.execute()
		await tx
			.insertInto('entrega')
			.values({
				id: 'e',
				tramiteId,
				buzonId: 'b',
				correo: 'alguien@ejemplo.mx',
				ficha: 'g',
				estado: 'enviado',
				enviado: momento,
				error: null,
				creado: momento,
			})
			.execute()
		await tx
			.insertInto('acuse')
			.values({
				tramiteId,
				entregaId: 'e',
				quien: 'egresado',
				nombre: 'Alguien',
				correo: 'alguien@ejemplo.mx',
				archivos: '[]',
				momento,
			})
			.execute()
		await anotar(tx, deps, { autor: { sistema: 'prueba' }, acto: 'probar', objeto: 'prueba:1' })
		const { id, hoja } = await tx.selectFrom('bitacora').select(['id', 'hoja']).executeTakeFirstOrThrow()
		await tx
			.insertInto('ajuste')
			.values({
				id: 'j',
				clave: 'muestra-minimo',
				entidadId: null,
				version: 1,
				valor: '5',
				razon: 'Razón',
				personaId: 'p-escolares-plantel',
				momento,
			})
			.execute()
		await llenarMesa(tx)
		await llenarSuplencia(tx)
		await recordarColumnas(tx)
		await tx
			.insertInto('devolucion')
			.values({
				tramiteId,
				intento: 1,
				rol: 'plantel',
				personaId: 'p-escolares-plantel',
				clase: 'otro',
				razon: 'Razón',
				momento,
			})
			.execute()
		const conArchivo = { catalogo: 'cargo', archivo: 'a.csv', sha256: hoja, personaId: null, momento }
		await tx
			.insertInto('catalogoImportacion')
			.values({ id, ...conArchivo, filas: 1, altas: 1, cambios: 0, bajas: 0, quitadas: 0 })
			.execute()
		const alta = { suceso: 'alta', clave: '1', desde: '2026-07-15', antes: null, despues: '{}' } as const
		await tx
			.insertInto('catalogoCambio')
			.values({ importacionId: id, orden: 0, ...alta })
			.execute()
		const encadenada = { indice: 1, clase: 'asiento', clave: folio, hoja, encadenado: 'x' } as const
		await tx.insertInto('libroHoja').values(encadenada).execute()
		await tx.insertInto('arbolNodo').values({ arbol: 'libro', nivel: 1, indice: 0, hash: hoja }).execute()
		await tx
			.insertInto('puntoControl')
			.values({ arbol: 'libro', tamano: 1, llaveId: '00000000', momento, nota: 'nota' })
			.execute()
		await tx.insertInto('bitacoraHoja').values({ indice: 1, bitacoraId: id, hoja, encadenado: 'x' }).execute()
	})
}

const recordarColumnas = (tx: Tx) =>
	tx
		.insertInto('mapeoSae')
		.values({ entidadId: 'mex', version: 1, mapeo: '{}', personaId: null, momento: AHORA })
		.execute()

const llenarMesa = async (tx: Tx): Promise<void> => {
	const quien = { personaId: 'p-escolares-plantel', lado: 'solicita', momento: AHORA } as const
	await tx
		.insertInto('asunto')
		.values({
			...{ id: 'a', clase: 'duda', entidadId: 'mex', plantelId: 'toluca', abreId: quien.personaId },
			...{ asignadoId: null, estado: 'abierto', tramiteId: null, titulo: 'Duda', peticion: null },
			...{ movimientos: 2, creado: AHORA, actualizado: AHORA },
		})
		.execute()
	await tx
		.insertInto('asuntoSuceso')
		.values({
			...{ asuntoId: 'a', orden: 1, suceso: 'abierto', texto: 'Texto', asignadoId: null },
			...{ acto: null, objeto: null, ...quien },
		})
		.execute()
	await tx
		.insertInto('asuntoAdjunto')
		.values({
			...{ id: 'j', asuntoId: 'a', orden: 2, nombre: 'hoja.pdf', tipo: 'application/pdf', bytes: 1 },
			...{ sha256: '0'.repeat(64), ...quien },
		})
		.execute()
}

const llenarSuplencia = async (tx: Tx): Promise<void> => {
	for (const [id, perfil] of [
		['p-titular', 'director-plantel'],
		['p-confirma', 'director-estatal'],
	] as const) {
		await tx
			.insertInto('persona')
			.values({
				...{ id, perfil, correo: `${id}@mex.conalep.edu.mx`, nombre: 'Rosa', primerApellido: 'Inventada' },
				...{ tid: null, oid: null, segundoApellido: null, curp: null, idCargo: null, cargo: null },
				...{ entidadId: 'mex', plantelId: perfil === 'director-plantel' ? 'toluca' : null },
			})
			.execute()
	}
	await tx
		.insertInto('suplencia')
		.values({
			...{ id: 's', rol: 'plantel', entidadId: 'mex', plantelId: 'toluca', tope: null, razon: 'Razón' },
			...{ titularId: 'p-titular', suplenteId: 'p-escolares-plantel', otorgaId: 'p-escolares-estatal' },
			...{ desde: '2026-07-15', hasta: '2026-07-20', otorgada: AHORA },
		})
		.execute()
	await tx
		.insertInto('suplenciaSuceso')
		.values({
			...{ suplenciaId: 's', suceso: 'confirmada', personaId: 'p-confirma' },
			...{ razon: 'Razón', momento: AHORA },
		})
		.execute()
}
