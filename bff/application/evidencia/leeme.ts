/** El LEEME de una carpeta de evidencia: qué es cada archivo y, orden por orden, cómo se comprueba y qué debe salir. */
export const leeme = ({
	folio,
	carpetas,
}: {
	readonly folio: string
	readonly carpetas: readonly string[]
}): string => `EVIDENCIA DEL CERTIFICADO ${folio}

Esta carpeta trae lo que respalda los sellos del certificado (Lineamientos, numerales 16 y 20). Se comprueba con openssl y
xmllint, que no son de Egreso ni de CONALEP, sin red y sin pedirle nada a nadie. Trae datos personales: guárdela con cuidado.

DE UNA VEZ

    sh verificar.sh

Corre todo lo de abajo. Termina diciendo «Todo está bien.» (código 0), o en 1 con un renglón MAL por cada cosa que no lo
está. Los renglones «aviso» dicen lo que no se puede saber aquí. Como verificar.sh también pudo cambiarse, abajo está cada
orden para escribirla usted.

QUÉ HAY

    MANIFIESTO          la huella SHA-256 de cada archivo
${carpetas.map((carpeta) => `    ${`${carpeta}/`.padEnd(20)}${queEs(carpeta)}`).join('\n')}
    dec-enviado.xml     el documento que viajó a SEP, si ya viajó
    dec-sep.xml         el que SEP devolvió, con su timbre, si ya volvió
    esquema.xsd         el esquema del documento (DecTerminacion 3.0)
    bitacora.jsonl      quién hizo qué y cuándo con este trámite, un renglón por anotación

Dentro de cada carpeta de sello:

    cadena.txt          la cadena original, los bytes exactos que se sellaron (UTF-8, sin nada al final)
    sello.bin, .b64     el sello: RSA con SHA-256, en binario y en base64
    certificado.cer     el certificado de e.firma de quien selló (.pem es lo mismo en texto; publica.pem, su llave pública)
    autoridades.pem     las autoridades que lo respaldan: emisor.pem es quien lo emitió y raiz.pem la última
    dec.xml             el documento con ese sello y esa persona como FirmaResponsable
    ocsp.der            lo que el SAT contestó al sellar, si contestó
    ocsp-posterior.der  lo que contestó después, si al sellar no contestó
    momentos.txt        quién, cuándo, y qué se supo de la revocación
    suplencia.json      la suplencia con que se selló, si la hubo (16)

PASO POR PASO

Párese en esta carpeta. Los ejemplos son del primer sello; para los demás cambie la primera línea.

    D=${carpetas[0] ?? 'plantel'}

1. Que ningún archivo haya cambiado. Debe decir «OK» (o «La suma coincide») en cada renglón:

    sha256sum -c MANIFIESTO

2. Que el sello sea de esa cadena. Debe decir «Verified OK»:

    openssl dgst -sha256 -verify $D/publica.pem -signature $D/sello.bin $D/cadena.txt

3. Que la llave y el sello en texto sean los del certificado. Las tres órdenes no deben decir nada:

    openssl x509 -inform DER -in $D/certificado.cer -noout -pubkey | cmp - $D/publica.pem
    openssl x509 -in $D/certificado.pem -outform DER | cmp - $D/certificado.cer
    openssl base64 -d -A -in $D/sello.b64 | cmp - $D/sello.bin

4. De quién es el certificado y desde cuándo vale. «serialNumber» es la CURP, y debe ser la de FirmaResponsable:

    openssl x509 -inform DER -in $D/certificado.cer -noout -subject -issuer -dates -nameopt multiline,utf8
    xmllint --xpath 'string(//*[local-name()="FirmaResponsable"]/@curp)' $D/dec.xml

5. Que viniera de una autoridad reconocida: debe decir «$D/certificado.pem: OK». Y que valiera al sellar: «sellado», de
   momentos.txt, debe caer entre las fechas que salen. El SAT deja e.firmas vigentes después de que vence la autoridad que las
   emitió; por eso las fechas se miran aparte:

    openssl verify -no_check_time -CAfile $D/raiz.pem -untrusted $D/autoridades.pem $D/certificado.pem
    openssl x509 -in $D/certificado.pem -noout -dates
    grep sellado= $D/momentos.txt

   Si sus autoridades valían todavía al sellar, esto lo mira todo junto (con GNU date):

    openssl verify -attime "$(date -d "$(sed -n 's/^sellado=//p' $D/momentos.txt)" +%s)" \\
        -CAfile $D/raiz.pem -untrusted $D/autoridades.pem $D/certificado.pem

   raiz.pem es la que el operador de Egreso reconoce: compare su huella con la que publica el SAT:

    openssl x509 -in $D/raiz.pem -noout -subject -fingerprint -sha256

6. Qué dijo el SAT de la revocación. Debe decir «Response verify OK» y «$D/certificado.pem: good», y el momento del sello
   debe caer entre «This Update» y «Next Update». Si dice «revoked», el sello vale sólo si «Revocation Time» es posterior:

    openssl ocsp -respin $D/ocsp.der -issuer $D/emisor.pem -cert $D/certificado.pem -CAfile $D/raiz.pem \\
        -verify_other $D/autoridades.pem -no_check_time -no_nonce -validity_period 9000000000

   Si no hay ocsp.der, haga lo mismo con ocsp-posterior.der y «comprobado_despues». Si tampoco hay, no se ha podido saber.

7. Que el documento cumpla el esquema. Debe decir «validates»:

    xmllint --noout --nonet --schema esquema.xsd $D/dec.xml

8. Que el documento diga lo que se selló: los valores de cadena.txt, entre plecas, son los atributos de dec.xml en el orden
   que manda SEP. verificar.sh rearma la cadena con xmllint y la compara byte por byte; dec-enviado.xml y dec-sep.xml
   también deben dar la cadena de quien los firma.

9. La bitácora. «hoja» es el SHA-256 de un byte cero seguido del texto de «renglon», tal como está escrito: [identificador,
   momento, quién, perfil, acto, objeto, entidad, plantel, detalle]. «encadenado» es su eslabón en la bitácora completa, que
   se comprueba en el sistema con «egreso bitacora verificar».
`

const queEs = (carpeta: string): string => {
	if (carpeta === 'plantel') return 'el sello de la dirección del plantel'
	if (carpeta === 'estatal') return 'el sello de la dirección estatal'
	return 'un sello de un intento anterior'
}
