import { readFile } from 'node:fs/promises'
import { actua, fallasEnReposo, type Fallas } from '../fallas.ts'
import { levantarSoap, type Contrato, type ModoSoap, type PeticionSoap, type RespuestaSoap } from '../soap.ts'

/** Una persona en el registro de población. */
export type Poblador = {
	readonly curp: string
	readonly nombres: string
	readonly primerApellido: string
	readonly segundoApellido: string
	readonly sexo: 'H' | 'M' | 'X'
	/** dd/MM/yyyy */
	readonly fechaNacimiento: string
	/** Clave de dos letras de la entidad de nacimiento. */
	readonly entidad: string
	/** `AN` alta normal, `AH` con homonimia, `RCN` registro de cambio, `BD` baja por defunción… */
	readonly statusCurp: string
}

/**
 * - `sin-servicio`: la respuesta es NO EXITOSO con un error interno.
 * - `datos-cambiados`: contesta con otro primer apellido.
 * - `no-existe`: ninguna CURP existe.
 */
const MODOS_RENAPO = ['sin-servicio', 'datos-cambiados', 'no-existe'] as const
type ModoRenapo = ModoSoap | (typeof MODOS_RENAPO)[number]

type OpcionesRenapo = {
	readonly puerto?: number
	readonly usuario: string
	readonly contrasena: string
	/** La población, o la ruta de un JSON con ella. */
	readonly poblacion: readonly Poblador[] | string
	readonly fallas?: Partial<Fallas<ModoRenapo>>
}

export type Renapo = {
	readonly url: string
	readonly wsdl: string
	readonly fallas: Fallas<ModoRenapo>
	cerrar(): Promise<void>
}

const ESPACIO = 'urn:egreso:simuladores:renapo:1'
const CAMPOS = [
	'curp',
	'nombres',
	'primerApellido',
	'segundoApellido',
	'sexo',
	'fechaNacimiento',
	'entidad',
	'statusCurp',
] as const satisfies readonly (keyof Poblador)[]

const texto = (nombre: string, extra = ''): string =>
	`<xs:element name="${nombre}" type="xs:string"${extra}/>`

/** El contrato de este simulador. El de RENAPO no es público: la forma es nuestra y está explicada en el README. */
export const CONSULTA_CURP: Contrato = {
	espacio: ESPACIO,
	servicio: 'ConsultaCurpService',
	puerto: 'ConsultaCurpPort',
	operaciones: ['consultarPorCurp'],
	esquema: `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${ESPACIO}" elementFormDefault="qualified">
<xs:element name="consultarPorCurpRequest"><xs:complexType><xs:sequence>${texto('curp')}${texto('usuario')}${texto('contrasena')}</xs:sequence></xs:complexType></xs:element>
<xs:element name="consultarPorCurpResponse"><xs:complexType><xs:sequence>${texto('statusOper')}${texto('codigoError')}${texto('message')}${CAMPOS.map((uno) => texto(uno, ' minOccurs="0"')).join('')}</xs:sequence></xs:complexType></xs:element>
</xs:schema>`,
}

const fracaso = (codigo: string, frase: string): RespuestaSoap => ({
	tipo: 'respuesta',
	campos: [
		['statusOper', 'NO EXITOSO'],
		['codigoError', codigo],
		['message', frase],
	],
})

const leerPoblacion = async (ruta: string): Promise<readonly Poblador[]> => {
	const dato: unknown = JSON.parse(await readFile(ruta, 'utf8'))
	if (!Array.isArray(dato)) throw new Error(`${ruta} no es un arreglo JSON de personas.`)
	return dato.map((uno: unknown, indice) => {
		const persona = (uno ?? {}) as Record<string, unknown>
		const falta = CAMPOS.find((campo) => typeof persona[campo] !== 'string')
		if (falta !== undefined) throw new Error(`${ruta}: a la persona ${indice + 1} le falta ${falta}.`)
		return persona as unknown as Poblador
	})
}

/** La consulta de CURP local: SOAP 1.1, `consultarPorCurp`, sobre la población que se le dé. */
export const levantarRenapo = async (opciones: OpcionesRenapo): Promise<Renapo> => {
	const fallas = fallasEnReposo<ModoRenapo>(opciones.fallas)
	const { poblacion } = opciones
	const personas = typeof poblacion === 'string' ? await leerPoblacion(poblacion) : poblacion
	const porCurp = new Map(personas.map((una) => [una.curp, una]))

	const atender = ({ valores }: PeticionSoap): Promise<RespuestaSoap> => {
		const responder = (): RespuestaSoap => {
			const { curp = '', usuario, contrasena } = valores
			if (usuario !== opciones.usuario || contrasena !== opciones.contrasena) {
				return fracaso('02', 'El usuario o la contraseña no son válidos.')
			}
			if (actua(fallas, 'respuesta-perdida')) return { tipo: 'cortar' }
			if (actua(fallas, 'sin-servicio')) return fracaso('99', 'Error interno del servicio.')
			if (!/^[A-ZÑ]{4}\d{6}[A-ZÑ]{6}[0-9A-Z]\d$/.test(curp))
				return fracaso('07', 'La CURP no tiene la estructura debida.')
			const persona = porCurp.get(curp)
			if (!persona || actua(fallas, 'no-existe'))
				return fracaso('06', 'La CURP no se encuentra en la base de datos.')
			const dicha = actua(fallas, 'datos-cambiados') ? { ...persona, primerApellido: 'CAMBIADO' } : persona
			return {
				tipo: 'respuesta',
				campos: [
					['statusOper', 'EXITOSO'],
					['codigoError', ''],
					['message', ''],
					...CAMPOS.map((campo) => [campo, dicha[campo]] as const),
				],
			}
		}
		return Promise.resolve(responder())
	}

	const servidor = await levantarSoap({
		puerto: opciones.puerto ?? 0,
		contrato: CONSULTA_CURP,
		fallas,
		modos: MODOS_RENAPO,
		limite: 100_000,
		atender,
	})
	const url = `${servidor.url}/renapo/consulta-curp`
	return { url, wsdl: `${url}?wsdl`, fallas, cerrar: servidor.cerrar }
}
