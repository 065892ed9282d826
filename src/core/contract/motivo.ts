/**
 * Los motivos: códigos estables de cada «no» que la app dice, con su frase para la persona. Un motivo nace
 * completo: aquí su frase, en bff/http/rechazos.ts su estado HTTP. La frase dice qué pasó y qué hacer.
 */
export type DatosMotivo = Readonly<Record<string, string | number | boolean | null>>

type Frase = (datos: DatosMotivo) => string

const d = (datos: DatosMotivo, clave: string, siNoHay = ''): string => {
	const valor = datos[clave]
	return valor === undefined || valor === null ? siNoHay : String(valor)
}

/** Frases por motivo. Agregar un motivo aquí obliga (por tipos) a darle su estado HTTP. */
export const FRASES = {
	// petición
	'peticion-invalida': () =>
		'La petición no tiene la forma esperada. Actualice la página e intente de nuevo.',
	'demasiado-grande': (x) =>
		`El archivo o la petición es demasiado grande${d(x, 'maximo') && ` (máximo ${d(x, 'maximo')})`}.`,
	'demasiados-intentos': () => 'Hubo demasiados intentos. Espere unos minutos y vuelva a probar.',
	'no-encontrado': () => 'No se encontró lo que busca.',
	'origen-ajeno': () => 'La petición viene de otro sitio y no se aceptó.',
	'falla-interna': () =>
		'Algo falló de nuestro lado; no se guardó nada a medias. Intente de nuevo en un momento.',
	'servicio-no-disponible': (x) =>
		`${d(x, 'servicio', 'El servicio')} no responde en este momento. Intente más tarde.`,
	// sesión (10)
	'sin-sesion': () => 'Su sesión terminó. Entre de nuevo.',
	'ficha-de-identidad-invalida': () =>
		'No pudimos comprobar su identidad con Office 365. Intente entrar de nuevo.',
	'correo-no-institucional': () => 'La cuenta no es institucional. Entre con su correo de CONALEP (10).',
	'inquilino-ajeno': () => 'La cuenta pertenece a otra organización. Entre con su cuenta de CONALEP.',
	'sin-perfil': () =>
		'Su cuenta no tiene perfil en Egreso. Pida el alta a su Colegio Estatal por la mesa de servicio (10).',
	'sin-permiso': () => 'Su perfil no puede hacer esto.',
	'fuera-de-ambito': () => 'Esto pertenece a otro plantel o entidad.',
	// SAE (5, 18)
	'archivo-sae-ilegible': (x) =>
		`El archivo no se pudo leer: ${d(x, 'razon', 'no es CSV ni XLSX')}. Use la plantilla.`,
	'filas-con-error': (x) =>
		`El archivo tiene ${d(x, 'errores')} errores. No se importó nada: corríjalos en SAE y vuelva a subirlo.`,
	// trámite (1, 5–8, 22)
	'modelo-no-electronico': () =>
		'Su plan es de un modelo anterior a 2008: el certificado se emite por la vía tradicional (22).',
	'requisitos-incumplidos': (x) => `No cumple: ${d(x, 'reglas')}. Vea qué falta y dónde se corrige (6).`,
	'tramite-abierto': () => 'Esta matrícula ya tiene un trámite en curso.',
	'estado-no-permite': (x) => `El trámite está «${d(x, 'estado')}» y así no admite este paso.`,
	'razon-requerida': () => 'Escriba la razón: quien la lea necesita saber qué corregir.',
	// folios y Libro (4, 8)
	'rango-traslapado': (x) =>
		`Ese rango toca folios ya asignados (del ${d(x, 'desde')} al ${d(x, 'hasta')}). Elija números libres.`,
	'rango-invertido': () => 'El folio inicial debe ser menor o igual que el final.',
	'rango-fuera': () => 'Los números de folio van del 1 al 9,999,999.',
	'sin-folios': (x) =>
		`El plantel no tiene folios disponibles del modelo ${d(x, 'modelo')}. Pida un rango a su Colegio Estatal (4).`,
	'plantel-ajeno': () => 'El plantel no pertenece a su entidad.',
	// nombre (17)
	'nombre-cambia-letras': () =>
		'Aquí sólo se cambian mayúsculas, acentos, espacios y guiones. Cualquier otra corrección se hace en SAE (18).',
	'nombre-todo-mayusculas': () => 'El nombre debe ir en mayúsculas y minúsculas (17).',
	'dato-no-cabe': (x) =>
		`El dato «${d(x, 'campo')}» no puede ir así en el certificado. Corríjalo en SAE y vuelva a importar (18).`,
	'nombre-invalido': (x) => `El campo ${d(x, 'campo')} tiene caracteres que no van en un nombre.`,
	// e.firma y sellos (16, 20)
	'archivo-no-es-efirma': () => 'El archivo no es un certificado .cer ni una llave .key de e.firma.',
	'falta-certificado': () => 'Falta el certificado (.cer).',
	'falta-llave': () => 'Falta la llave privada (.key).',
	'llave-muy-antigua': () =>
		'La llave usa un cifrado antiguo que ya no es seguro. Renueve su e.firma en el SAT.',
	'llave-no-admitida': () =>
		'La llave está cifrada de una forma que el SAT no usa. Vuelva a descargarla o renueve su e.firma.',
	'contrasena-incorrecta': () => 'La contraseña no abre esta llave. Revísela y escríbala de nuevo.',
	'no-es-pareja': () => 'El .cer y el .key no son de la misma e.firma.',
	'es-csd': () => 'Es un certificado de sello digital (CSD), de los de facturar. Use su e.firma (16).',
	'es-persona-moral': () => 'Es la e.firma de una persona moral. Use la suya, de persona física.',
	'certificado-vencido': (x) => `El certificado venció el ${d(x, 'hasta')}. Renueve su e.firma en el SAT.`,
	'certificado-aun-no-vigente': (x) => `El certificado empieza a valer el ${d(x, 'desde')}.`,
	'certificado-por-vencer': (x) => `Su e.firma vence el ${d(x, 'hasta')}. Renuévela pronto en el SAT.`,
	'certificado-de-otra-persona': () => 'La e.firma es de otra persona: su CURP no es la de su cuenta.',
	'certificado-no-confiable': () =>
		'El certificado no viene de una autoridad del SAT que este sistema reconozca.',
	'certificado-revocado': () =>
		'El SAT informa que este certificado está revocado. Tramite una e.firma nueva.',
	'certificado-ilegible': () => 'El certificado está dañado o incompleto. Vuelva a descargarlo del SAT.',
	'persona-sin-curp': () =>
		'Su perfil no tiene CURP registrada; sin ella no se puede comprobar su e.firma. Pida a TI que la registre (10).',
	'ya-sellado': () => 'Este certificado ya tiene su sello.',
	'sello-no-corresponde': () =>
		'El sello no corresponde a los datos del certificado. Recargue y vuelva a sellar.',
	'documento-alterado': () => 'El documento recibido no coincide con los datos revisados. No se selló.',
	// intercambio (11, 15)
	'sin-certificados-por-enviar': () => 'No hay certificados con los dos sellos esperando envío.',
	// ajustes
	'ajuste-invalido': (x) => `Este ajuste admite ${d(x, 'admite')}.`,
	'ajuste-cambiado': (x) =>
		`Alguien más cambió este ajuste mientras usted lo veía: ahora es «${d(x, 'ahora')}». Revíselo y vuelva a decidir.`,
	// documentos (12)
	'documento-no-disponible': () => 'El documento todavía no está disponible.',
	'documento-danado': () =>
		'El archivo guardado no coincide con su huella. Avise a TI: se recupera del respaldo.',
	// buzón, entrega y acuse (13)
	'enlace-invalido': () => 'El enlace no es válido o ya se usó. Pida otro en su plantel.',
	'enlace-vencido': () => 'El enlace venció. Pida otro en su plantel.',
	'identidad-no-coincide': () => 'Los datos no coinciden con los del egresado. Revíselos.',
	'enlace-agotado': () => 'Con este enlace ya se hicieron demasiados intentos. Pida otro en su plantel.',
	'correo-invalido': () => 'El correo debe tener la forma nombre@dominio.',
	'correo-rechazado': () => 'Ese correo no recibe mensajes. Revise que esté bien escrito o manifieste otro.',
	'tutor-requerido': () =>
		'El egresado es menor de edad: el correo lo manifiesta su madre, padre o tutor (13).',
	'codigo-incorrecto': (x) => `El código no es correcto. Le quedan ${d(x, 'quedan')} intentos.`,
	'codigo-vencido': () => 'El código venció. Pida uno nuevo.',
	'buzon-sin-confirmar': () => 'El correo de entrega no está confirmado (13).',
	'ya-acusado': () => 'El acuse de recibido ya estaba dado.',
} satisfies Record<string, Frase>

export type Motivo = keyof typeof FRASES

/** La frase de un motivo, en español de México, con sus datos. */
export const frase = (motivo: Motivo, datos: DatosMotivo = {}): string => (FRASES[motivo] as Frase)(datos)

export const esMotivo = (texto: string): texto is Motivo => Object.hasOwn(FRASES, texto)
