import type { Contrato } from '../soap.ts'

const ESPACIO = 'http://ws.web.mec.sep.mx/schemas'

const elemento = (nombre: string, tipo: string, extra = ''): string =>
	`<xs:element name="${nombre}" type="${tipo}"${extra}/>`
const mensaje = (nombre: string, ...campos: readonly string[]): string =>
	`<xs:element name="${nombre}"><xs:complexType><xs:sequence>${campos.join('')}</xs:sequence></xs:complexType></xs:element>`
const QUIEN = elemento('autenticacion', 'ws:autenticacionType')
const LOTE = elemento('numeroLote', 'xs:integer')
const MENSAJE = elemento('mensaje', 'xs:string')
const OPCIONAL = ' minOccurs="0"'
const NOMBRE_ARCHIVO =
	'<xs:element name="nombreArchivo"><xs:simpleType><xs:restriction base="xs:string"><xs:minLength value="2"/><xs:maxLength value="100"/></xs:restriction></xs:simpleType></xs:element>'

const ESQUEMA = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:ws="${ESPACIO}" targetNamespace="${ESPACIO}" elementFormDefault="qualified" attributeFormDefault="unqualified">
<xs:complexType name="autenticacionType"><xs:sequence>${elemento('usuario', 'xs:string')}${elemento('password', 'xs:string')}</xs:sequence></xs:complexType>
${mensaje('cargaCertificadosIEMSRequest', NOMBRE_ARCHIVO, elemento('archivoBase64', 'xs:base64Binary'), QUIEN)}
${mensaje('consultaCertificadosIEMSRequest', LOTE, QUIEN)}
${mensaje('descargaCertificadosIEMSRequest', LOTE, QUIEN)}
${mensaje('cancelarCertificadosIEMSRequest', elemento('folioCertificado', 'xs:string'), QUIEN)}
${mensaje('cargaCertificadosIEMSResponse', LOTE, MENSAJE)}
${mensaje('consultaCertificadosIEMSResponse', LOTE, elemento('estatusLote', 'xs:short'), elemento('mensaje', 'xs:string', OPCIONAL), elemento('excelBase64', 'xs:base64Binary', OPCIONAL))}
${mensaje('descargaCertificadosIEMSResponse', LOTE, MENSAJE, elemento('certificadosBase64', 'xs:base64Binary'))}
${mensaje('cancelarCertificadosIEMSResponse', elemento('codigo', 'xs:int'), MENSAJE)}
</xs:schema>`

/** El servicio de certificados IEMS de la SEP, con los nombres y el orden de su WSDL. */
export const CERTIFICADOS_IEMS: Contrato = {
	espacio: ESPACIO,
	servicio: 'CertificadosIEMSPortTypeService',
	puerto: 'CertificadosIEMSPortType',
	operaciones: [
		'cargaCertificadosIEMS',
		'consultaCertificadosIEMS',
		'descargaCertificadosIEMS',
		'cancelarCertificadosIEMS',
	],
	esquema: ESQUEMA,
}
