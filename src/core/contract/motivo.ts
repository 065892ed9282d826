/**
 * Los motivos: códigos estables de cada «no» que la app dice, con su frase para la persona. Un motivo nace
 * completo: aquí su frase, en bff/http/rechazos.ts su estado HTTP. La frase dice qué pasó y qué hacer.
 */
import { esDeOtraPersona, llaveNoAdmitida, noEsEfirma } from './frases-efirma.ts'

export type DatosMotivo = Readonly<Record<string, string | number | boolean | null>>

type Frase = (datos: DatosMotivo) => string

const d = (datos: DatosMotivo, clave: string, siNoHay = ''): string => {
	const valor = datos[clave]
	return valor === undefined || valor === null ? siNoHay : String(valor)
}

const DIAS = new Intl.DateTimeFormat('es-MX', { dateStyle: 'long', timeZone: 'UTC' })

/** Un día AAAA-MM-DD como se lee; lo que ya viene escrito se queda igual. */
const dia = (datos: DatosMotivo, clave: string): string => {
	const texto = d(datos, clave)
	return /^\d{4}-\d{2}-\d{2}$/.test(texto) ? DIAS.format(Date.parse(`${texto}T00:00:00Z`)) : texto
}

/** Frases por motivo. Agregar un motivo aquí obliga (por tipos) a darle su estado HTTP. */
const FRASES = {
	// petición
	'peticion-invalida': () =>
		'La petición no tiene la forma esperada. Actualice la página e intente de nuevo.',
	'demasiado-grande': (x) =>
		`El archivo o la petición es demasiado grande${d(x, 'maximo') && ` (máximo ${d(x, 'maximo')})`}.`,
	'demasiados-intentos': () => 'Hubo demasiados intentos. Espere unos minutos y vuelva a probar.',
	'no-encontrado': () => 'No se encontró lo que busca.',
	'metodo-no-admitido': () => 'Eso existe, pero no admite lo que se le pidió. Actualice la página.',
	'origen-ajeno': () => 'La petición viene de otro sitio y no se aceptó.',
	'falla-interna': () =>
		'Algo falló de nuestro lado; no se guardó nada a medias. Intente de nuevo en un momento.',
	'servicio-no-disponible': (x) =>
		`${d(x, 'servicio', 'El servicio')} no responde en este momento. Intente más tarde.`,
	'almacen-no-disponible': () =>
		'El archivo donde se guardan los documentos no responde o está lleno. No quedó nada a medias: intente de nuevo en unos minutos y, si sigue igual, avise a TI.',
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
		`El archivo tiene ${d(x, 'errores')} errores. No se importó nada: corríjalos en SAE y vuelva a subirlo, o aplique sólo los renglones buenos.`,
	'importacion-no-admite': (x) =>
		`La importación está «${d(x, 'estado').replaceAll('-', ' ')}» y así no admite este paso. Actualice la página.`,
	'importaciones-abiertas': (x) =>
		`Ya hay ${d(x, 'cuantas')} importaciones de su plantel sin aplicar ni descartar. Termine una antes de subir otra.`,
	'columnas-incompletas': (x) =>
		`Diga qué columna del archivo es cuál, una distinta para cada una. Revise: ${d(x, 'columnas')}.`,
	// trámite (1, 5–8, 22)
	'modelo-no-electronico': () =>
		'Su plan es de un modelo anterior a 2008: el certificado se emite por la vía tradicional (22).',
	'reposicion-no-electronica': () =>
		'Ya se le expidió un certificado en papel: su reposición se tramita por la vía tradicional (22). Si SAE está mal, corríjalo ahí.',
	'modelo-distinto': (x) =>
		`Se solicitó con el modelo ${d(x, 'tramite')} y en SAE su plan es del ${d(x, 'plan')}. Si SAE está mal, corríjalo ahí; si está bien, retire la solicitud o, si ya tiene folio, pida a la DSE que lo cancele (15), y solicítelo otra vez (8).`,
	'requisitos-incumplidos': (x) => `No cumple: ${d(x, 'reglas')}. Vea qué falta y dónde se corrige (6).`,
	'tramite-abierto': () => 'Esta matrícula ya tiene un trámite en curso.',
	'estado-no-permite': (x) =>
		`El trámite está «${d(x, 'estado').replaceAll('-', ' ')}» y así no admite este paso. Actualice la página para ver qué sigue.`,
	// lotes (11)
	'lote-no-admite': (x) =>
		`El lote está «${d(x, 'estado').replaceAll('-', ' ')}» y así no admite este paso. Actualice la página.`,
	'lote-inexistente': (x) => `COSFAC no tiene un lote con el número ${d(x, 'numero')}. Revíselo con COSFAC.`,
	'lote-en-revision': (x) =>
		`COSFAC todavía no dice qué trae el lote ${d(x, 'numero')}. Intente cuando termine de revisarlo.`,
	'lote-no-coincide': (x) =>
		`Lo que COSFAC tiene en el lote ${d(x, 'numero')} no es lo de éste. Revise el número.`,
	'lote-muy-reciente': (x) =>
		`La petición salió hace menos de ${d(x, 'minutos')} minutos y todavía podría llegar. Espere y vuelva a preguntar a COSFAC.`,
	'razon-requerida': () => 'Escriba la razón: quien la lea necesita saber qué corregir.',
	// folios y Libro (4, 8)
	'rango-traslapado': (x) =>
		`Ese rango toca folios ya asignados (del ${d(x, 'desde')} al ${d(x, 'hasta')}). Elija números libres.`,
	'rango-invertido': () => 'El folio inicial debe ser menor o igual que el final.',
	'rango-desmedido': (x) => `Un rango lleva hasta ${d(x, 'maximo')} folios. Asigne menos, o varios rangos.`,
	'rango-fuera': () => 'Los números de folio van del 1 al 9,999,999.',
	'sin-folios': (x) =>
		`El plantel no tiene folios disponibles del modelo ${d(x, 'modelo')}. Pida un rango a su Colegio Estatal (4).`,
	'plantel-ajeno': () => 'El plantel no pertenece a su entidad.',
	'rango-cambiado': (x) =>
		`Este rango cambió mientras usted lo veía: ahora va del ${d(x, 'desde')} al ${d(x, 'hasta')} y sigue el ${d(x, 'sigue')}. Revíselo y vuelva a decidir.`,
	'rango-no-contiene': (x) =>
		`Ese número no es de este rango, que va del ${d(x, 'desde')} al ${d(x, 'hasta')}. Escriba uno de ellos.`,
	'rango-agotado': () =>
		'De este rango ya se dieron todos los folios: no queda ninguno que pasar o recuperar.',
	'folios-ya-dados': (x) =>
		`De ahí ya se dieron folios, y lo dado no se mueve (8). Puede disponer del ${d(x, 'sigue')} en adelante.`,
	'mismo-plantel': () => 'El rango ya es de ese plantel. Escoja a cuál se pasan los folios.',
	'folio-cancelado': (x) => `El folio ${d(x, 'folio')} ya estaba cancelado desde el ${dia(x, 'cuando')}.`,
	'tramite-sin-folio': () => 'Este trámite todavía no tiene folio: no hay qué cancelar.',
	'folio-no-se-cancela': (x) =>
		`El trámite está «${d(x, 'estado').replaceAll('-', ' ')}»: un folio se cancela antes de enviarlo a SEP, o si SEP lo rechazó (15).`,
	// nombre (17)
	'nombre-cambia-letras': () =>
		'Aquí sólo se cambian mayúsculas, acentos, espacios y guiones. Cualquier otra corrección se hace en SAE (18).',
	'nombre-todo-mayusculas': () => 'El nombre debe ir en mayúsculas y minúsculas (17).',
	'dato-no-cabe': (x) =>
		`El dato «${d(x, 'campo')}» no puede ir así en el certificado. Corríjalo en SAE y vuelva a importar (18).`,
	'nombre-invalido': (x) =>
		`El campo ${d(x, 'campo')} tiene caracteres que no van en un nombre. Si así está en SAE, corríjalo ahí (18).`,
	'nombre-pide-revision': (x) =>
		`Este nombre se confirma aparte, con el acta delante (17): ${d(x, 'razones')}. Ábralo para confirmarlo.`,
	// e.firma y sellos (16, 20)
	'archivo-no-es-efirma': noEsEfirma,
	'dos-certificados': () => 'Eligió dos certificados (.cer) distintos a la vez. Elija sólo el de su e.firma.',
	'dos-llaves': () => 'Eligió dos llaves (.key) distintas a la vez. Elija sólo la de su e.firma.',
	'falta-certificado': () => 'Falta el certificado (.cer).',
	'falta-llave': () => 'Falta la llave privada (.key).',
	'llave-muy-antigua': () =>
		'La llave usa un cifrado antiguo que ya no es seguro. Renueve su e.firma en el SAT.',
	'llave-no-admitida': llaveNoAdmitida,
	'llave-danada': () => 'La llave (.key) está dañada. Vuelva a copiarla desde donde la guardó.',
	'llave-muy-corta': (x) =>
		`Su e.firma es de ${d(x, 'bits')} bits, y hoy se piden 2048. Renuévela en el SAT.`,
	'certificado-no-rsa': () =>
		'El certificado no es de e.firma: su llave no es RSA. Elija el que le entregó el SAT.',
	'contrasena-incorrecta': () => 'La contraseña no abre esta llave. Revísela y escríbala de nuevo.',
	'no-es-pareja': () =>
		'El .cer y el .key no son de la misma e.firma. Elija los dos que el SAT le entregó juntos.',
	'es-csd': () => 'Es un certificado de sello digital (CSD), de los de facturar. Use su e.firma (16).',
	'es-persona-moral': () => 'Es la e.firma de una persona moral. Use la suya, de persona física.',
	'certificado-vencido': (x) => `El certificado venció el ${d(x, 'hasta')}. Renueve su e.firma en el SAT.`,
	'certificado-aun-no-vigente': (x) => `El certificado empieza a valer el ${d(x, 'desde')}.`,
	'certificado-por-vencer': (x) => `Su e.firma vence el ${d(x, 'hasta')}. Renuévela pronto en el SAT.`,
	'certificado-de-otra-persona': esDeOtraPersona,
	'rfc-con-otra-fecha': () =>
		'La CURP del certificado es la de su cuenta y puede sellar, pero su RFC lleva otra fecha de nacimiento. Acuda al SAT para corregirlo.',
	'certificado-no-confiable': () =>
		'El certificado no viene de una autoridad del SAT que este sistema reconozca. Elija el de su e.firma; si lo es, avise a TI.',
	'certificado-revocado': () =>
		'El SAT informa que este certificado está revocado. Tramite una e.firma nueva.',
	'certificado-ilegible': () => 'El certificado está dañado o incompleto. Vuelva a descargarlo del SAT.',
	'persona-sin-curp': () =>
		'Su perfil no tiene CURP, o un cargo vigente en el catálogo, y sin ellos no se puede sellar (16). Pida a TI que los registre (10).',
	'ya-sellado': () => 'Este certificado ya tiene su sello.',
	'sellado-por-otra-persona': () =>
		'Ya lo selló otra persona facultada. Vale ese sello; no tiene que hacer nada.',
	devuelto: (x) =>
		`${d(x, 'quien')} lo devolvió a Servicios Escolares el ${d(x, 'cuando')}: «${d(x, 'razon')}». Este sello no cuenta; cuando lo corrijan volverá a su lista.`,
	'sello-retirado': (x) =>
		d(x, 'porque') === 'baja'
			? 'SEP rechazó este certificado y su registro se dio de baja (15): volvió a los requisitos. Su sello, hecho antes, no cuenta; cuando se cargue otra vez y se confirme su nombre, volverá a su lista.'
			: d(x, 'rol') === 'estatal'
				? 'El sello del plantel se retiró: un sello de este certificado se puso con una e.firma ya revocada (16). El suyo, hecho antes, no cuenta; cuando el plantel lo selle otra vez, volverá a su lista.'
				: 'Se pidió volver a sellar este certificado: un sello se puso con una e.firma ya revocada (16). El suyo, hecho antes, no cuenta; revíselo en su lista y séllelo de nuevo.',
	'sello-no-corresponde': () =>
		'El sello no corresponde a los datos del certificado. Actualice su lista, revíselo y vuelva a sellarlo.',
	'documento-alterado': () =>
		'El documento recibido no coincide con los datos revisados. No se selló: avise a Servicios Escolares.',
	'revocacion-sin-respuesta': (x) =>
		`${d(x, 'razon', 'El SAT no contestó si su e.firma está revocada.')} Su entidad pide esperar su respuesta (16): los sellos se quedan guardados en este dispositivo y se envían solos cuando el SAT conteste.`,
	'sello-revocado': () =>
		'Un sello de este certificado se puso con una e.firma que ya estaba revocada. Está detenido: Servicios Escolares pide que se vuelva a sellar (16).',
	'sin-sello-revocado': () =>
		'Sus sellos no están detenidos por revocación: no hay por qué volver a sellarlo.',
	// suplencia (16)
	'fecha-invalida': () => 'Escriba una fecha que exista en el calendario.',
	'suplencia-en-el-pasado': () => 'La suplencia no puede empezar antes de hoy.',
	'suplencia-anticipada': (x) => `La suplencia se otorga con a lo más ${d(x, 'dias')} días de anticipación.`,
	'suplencia-invertida': () => 'El último día debe ser igual o posterior al primero.',
	'suplencia-larga': (x) =>
		`Una suplencia dura a lo más ${d(x, 'dias')} días. Si hace falta, al terminar se otorga otra.`,
	'suplencia-traslapada': (x) =>
		`Ahí ya hay otra suplencia del ${dia(x, 'desde')} al ${dia(x, 'hasta')}. Elija otras fechas, o revóquela antes.`,
	'suplencia-misma-persona': () =>
		'Quien otorga, el titular y el suplente deben ser tres personas distintas (16).',
	'titular-no-corresponde': () => 'Esa persona no es quien sella ahí. Escoja al titular de ese cargo.',
	'suplente-no-elegible': (x) =>
		`Esa persona no puede suplir: ${d(x, 'razon', 'su cuenta no lo permite')}. Escoja a otra, o pida a TI que complete su perfil (10).`,
	'suplencia-segunda-persona': () =>
		'La suplencia la confirma otra persona: no puede quien la otorgó, ni el titular, ni el suplente (16).',
	'suplencia-no-admite': (x) => `La suplencia está ${d(x, 'estado')} y así no admite este paso.`,
	'suplencia-terminada': (x) =>
		`Su suplencia terminó el ${dia(x, 'hasta')}: ya no puede sellar con ella. Lo que selló antes sigue valiendo.`,
	'suplencia-agotada': (x) =>
		`Su suplencia se dio para ${d(x, 'tope')} certificados y ya se sellaron. Para más, la entidad otorga otra.`,
	// intercambio (11, 15)
	'sin-certificados-por-enviar': () => 'No hay certificados con los dos sellos esperando envío.',
	// ajustes
	'ajuste-invalido': (x) => `Este ajuste admite ${d(x, 'admite')}.`,
	'ajuste-cambiado': (x) =>
		`Alguien más cambió este ajuste mientras usted lo veía: ahora es «${d(x, 'ahora')}». Revíselo y vuelva a decidir.`,
	// mesa de servicio y perfiles (10, 15, 23)
	'asunto-cerrado': () => 'Este asunto está cerrado. Si falta algo, reábralo diciendo qué.',
	'asunto-sin-cerrar': () => 'Este asunto no está cerrado: puede escribir en él.',
	'asunto-sin-respuesta': () =>
		'Nada se cierra sin respuesta: lo último que se escribió todavía no se contesta.',
	'asunto-cambiado': () => 'Este asunto cambió mientras usted lo veía. Lea lo nuevo y vuelva a decidir.',
	'asunto-ya-abierto': () =>
		'Ya hay un asunto en curso por la baja de este registro. Siga ahí: está en la mesa de servicio.',
	'asunto-ya-hecho': () => 'Lo que se pidió en este asunto ya se hizo. Para otro cambio se abre otro asunto.',
	'adjunto-no-admitido': () =>
		'Se adjunta un PDF o una imagen (PNG, JPEG o WebP). Este archivo no es ninguno de ellos.',
	'adjuntos-agotados': (x) => `Un asunto lleva hasta ${d(x, 'maximo')} adjuntos y ya los tiene.`,
	'correo-fuera-de-dominio': () =>
		'El correo debe ser institucional: con otro, Office 365 no deja entrar (10).',
	'correo-ya-usado': () =>
		'Ese correo ya es de otra cuenta. Busque a esa persona y pida un cambio de perfil.',
	'perfil-curp': () => 'La CURP no tiene la forma correcta. Revísela letra por letra.',
	'perfil-incompleto': () =>
		'Quien dirige sella, y para sellar hacen falta su CURP, su cargo y la clave del cargo (16).',
	'cargo-desconocido': (x) =>
		`La clave de cargo «${d(x, 'cargo')}» no está en vigor en el catálogo de cargos (16). Escriba una que lo esté; si falta, se agrega en Catálogos.`,
	'perfil-sin-lugar': () =>
		'Un perfil de plantel lleva su plantel, y uno de la entidad no lleva ninguno (10).',
	'persona-propia': () => 'Nadie cambia su propia cuenta: pídalo a otra persona de TI (10).',
	'perfil-no-pedido': () =>
		'La entidad pidió otro correo, perfil o plantel, y sólo se hace lo que pidió (10). Si está mal, contéstele y que lo pida de nuevo.',
	'persona-ya-de-baja': () => 'Esa cuenta ya estaba dada de baja.',
	'entidad-sin-escolares': () =>
		'Es la última cuenta de Servicios Escolares de la entidad: sin ella nadie podría pedir perfiles (10). Dé de alta a otra persona antes.',
	// catálogos
	'sin-cuarentena': () =>
		'De este lote no hay nada apartado que pedir otra vez, o todavía se está descargando. Actualice la página.',
	'patron-de-rechazo-invalido': (x) =>
		`Ese patrón no se puede agregar: ${d(x, 'razon', 'fija muy pocas letras y alcanzaría a casi todo').replace(/\.$/, '')}. Corríjalo.`,
	'catalogo-cambiado': (x) =>
		`Alguien más cambió «${d(x, 'catalogo')}» mientras usted lo revisaba. Vuelva a escoger su archivo y revise lo que cambiaría ahora.`,
	// documentos (12)
	'documento-no-disponible': () => 'El documento todavía no está disponible.',
	'sin-certificados-emitidos': () =>
		'Ahí todavía no hay certificados emitidos que descargar. Pruebe con otra generación u otro plantel.',
	'descarga-desmedida': (x) =>
		`Son ${d(x, 'total')} certificados y una descarga lleva hasta ${d(x, 'maximo')}. Escoja una generación o un plantel.`,
	'descarga-vencida': () => 'Esta descarga venció. Vuelva a pedirla.',
	// carta responsiva (14)
	'custodio-sin-curp': () =>
		'Su cuenta no tiene CURP, y sin ella no se puede comprobar que la e.firma es suya. Pida por la mesa de servicio que TI la registre (10).',
	'carta-sin-certificados': () =>
		'Su entidad todavía no resguarda ningún certificado emitido: la carta se firma cuando haya de qué responder (14).',
	'carta-cambiada': () =>
		'Lo que se resguarda cambió desde que vio la carta, o alguien más firmó otra. Vuelva a abrirla, revísela y fírmela.',
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
} satisfies Record<string, Frase>

export type Motivo = keyof typeof FRASES

/** La frase de un motivo, en español de México, con sus datos. */
export const frase = (motivo: Motivo, datos: DatosMotivo = {}): string => (FRASES[motivo] as Frase)(datos)

/** Si ese texto, venido de la red, es un motivo que esta versión conoce. */
export const esMotivo = (texto: string): texto is Motivo => Object.hasOwn(FRASES, texto)
