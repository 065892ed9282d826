/** Lo que se le dice a una persona de sus archivos de e.firma, según la causa. */
type Datos = Readonly<Record<string, string | number | boolean | null>>

const texto = (datos: Datos, clave: string): string => String(datos[clave] ?? '')

const NO_ES: Readonly<Record<string, string>> = {
	vacio:
		'El archivo está vacío. Si está en la nube, ábralo una vez para que se descargue y elíjalo de nuevo.',
	incompleto: 'El archivo está cortado o dañado. Vuelva a copiarlo desde donde lo guardó.',
	requerimiento:
		'Es un requerimiento (.req), el que se manda al SAT para tramitar. Elija el .cer que el SAT le entregó.',
	pkcs12: 'Es un .pfx o .p12. Elija por separado el .cer y el .key que le entregó el SAT.',
	'llave-publica': 'Es una llave pública. Elija el .cer y el .key que le entregó el SAT.',
	zip: 'Es un ZIP o una presentación de Keynote. Si sus archivos vienen en un ZIP, ábralo y elija el .cer y el .key.',
	autoridad: 'Es el certificado de una autoridad, no el de una persona. Elija el .cer de su e.firma.',
}

/** Por qué un archivo no es ni certificado ni llave; `es` dice qué se reconoció. */
export const noEsEfirma = (datos: Datos): string =>
	NO_ES[texto(datos, 'es')] ?? 'El archivo no es un certificado .cer ni una llave .key de e.firma.'

const LLAVE: Readonly<Record<string, string>> = {
	'sin-cifrar': 'La llave no está protegida con contraseña. Elija el .key tal como se lo entregó el SAT.',
	scrypt:
		'La llave se volvió a cifrar con scrypt, que no se puede abrir aquí. Elija el .key original del SAT.',
	vueltas:
		'La llave se volvió a cifrar con tantas vueltas que este dispositivo no la abriría a tiempo. Elija el .key original del SAT.',
	tamano: 'La llave mide más de lo que el SAT entrega. Elija el .key original del SAT.',
}

/** Por qué una llave no se admite. */
export const llaveNoAdmitida = (datos: Datos): string => {
	const causa = texto(datos, 'causa')
	if (causa === 'algoritmo') {
		return `La llave es ${texto(datos, 'algoritmo') || 'de otro tipo'}, y la e.firma usa RSA. Elija el .key que le entregó el SAT.`
	}
	return (
		LLAVE[causa] ??
		'La llave está cifrada de una forma que el SAT no usa. Elija el .key original o renueve su e.firma.'
	)
}

const AJENA: Readonly<Record<string, string>> = {
	'sin-curp':
		'El certificado no trae CURP, y sin ella no se puede comprobar que sea suyo. Acuda al SAT para renovarlo.',
	rfc: 'La CURP del certificado es la de su cuenta, pero su RFC no es el de ella. Acuda al SAT para corregirlo.',
}

/** De quién no es el certificado. */
export const esDeOtraPersona = (datos: Datos): string =>
	AJENA[texto(datos, 'causa')] ?? 'La e.firma es de otra persona: su CURP no es la de su cuenta.'
