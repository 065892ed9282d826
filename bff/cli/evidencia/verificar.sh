#!/bin/sh
# Comprueba esta carpeta con openssl y xmllint, y nada de Egreso. LEEME.txt explica cada paso para correrlo a mano.
# Termina en 0 sólo si todo está bien; si no, en 1, y cada renglón MAL dice qué archivo y por qué.
set -u
LC_ALL=C
export LC_ALL
cd -- "$(dirname -- "$0")" || exit 1

males=0
bien() { printf 'bien  · %s: %s\n' "$1" "$2"; }
aviso() { printf 'aviso · %s: %s\n' "$1" "$2"; }
mal() {
	printf 'MAL   · %s: %s\n' "$1" "$2"
	males=$((males + 1))
}
# dice ARCHIVO ENTENDIDO FALLA, según cómo terminó lo anterior.
dice() { if [ "$1" -eq 0 ]; then bien "$2" "$3"; else mal "$2" "$4"; fi; }

for orden in openssl xmllint awk; do
	command -v "$orden" >/dev/null 2>&1 || {
		printf 'MAL   · Falta %s en esta máquina: instálelo y vuelva a correr verificar.sh.\n' "$orden"
		exit 1
	}
done
TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$TMP"' EXIT
trap 'exit 1' HUP INT TERM

huella() { openssl dgst -sha256 -r -- "$1" 2>/dev/null | cut -c1-64; }

# Segundos desde 1970 de «2026-07-16T03:00:00.000Z» o de «Jul 16 03:00:00 2026 GMT».
segundos() {
	printf '%s\n' "$1" | awk '{
		if ($0 ~ /^[0-9][0-9][0-9][0-9]-/) {
			a = substr($0, 1, 4); m = substr($0, 6, 2); d = substr($0, 9, 2); hora = substr($0, 12, 8)
		} else {
			m = (index("JanFebMarAprMayJunJulAugSepOctNovDec", $1) + 2) / 3; d = $2; hora = $3; a = $4
		}
		split(hora, h, ":"); a += 0; m += 0
		if (m <= 2) { a -= 1; m += 12 }
		dias = 365 * a + int(a / 4) - int(a / 100) + int(a / 400) + int((153 * (m - 3) + 2) / 5) + d - 719469
		printf "%.0f\n", dias * 86400 + h[1] * 3600 + h[2] * 60 + int(h[3])
	}'
}

# El valor de una clave de momentos.txt; vacío si no está.
momento() { sed -n "s/^$2=//p" "$1/momentos.txt"; }

# --- 1. Que no falte, sobre ni haya cambiado ningún archivo ---

comprobar_manifiesto() {
	[ -f MANIFIESTO ] || { mal MANIFIESTO 'no está'; return; }
	if grep -vE '^[0-9a-f]{64}  [A-Za-z0-9_-]+[A-Za-z0-9_./-]*$' MANIFIESTO >"$TMP/raros"; then
		mal MANIFIESTO 'tiene renglones que no son «huella  archivo»'
	fi
	[ -z "$(tail -c 1 MANIFIESTO)" ] || mal MANIFIESTO 'está cortado'
	: >"$TMP/listados"
	while IFS= read -r renglon; do
		ruta=${renglon#*  }
		printf '%s\n' "$ruta" >>"$TMP/listados"
		if [ -L "$ruta" ]; then
			mal "$ruta" 'es un enlace: lo que se comprueba debe estar aquí'
		elif [ ! -f "$ruta" ]; then
			mal "$ruta" 'el MANIFIESTO lo nombra y no está'
		elif [ "$(huella "$ruta")" != "${renglon%%  *}" ]; then
			mal "$ruta" 'no es el que dice el MANIFIESTO: uno de los dos cambió'
		fi
	done <MANIFIESTO
	# También lo que no es archivo: un enlace de más llevaría a comprobar otra cosa.
	find . ! -type d ! -path ./MANIFIESTO | sed 's|^\./||' >"$TMP/hay"
	while IFS= read -r ruta; do
		grep -qxF -- "$ruta" "$TMP/listados" || mal "$ruta" 'no está en el MANIFIESTO: sobra, o al MANIFIESTO le falta'
	done <"$TMP/hay"
	[ "$males" -gt 0 ] || bien MANIFIESTO "$(wc -l <MANIFIESTO | tr -d ' ') archivos, todos con su huella"
}

# --- 2. Los documentos: el esquema, y la cadena original rearmada de lo que dicen ---

dato() { xmllint --nonet --xpath "string($2)" "$1" 2>/dev/null; }

# La cadena original de un DEC, rearmada con XPath; queda en $TMP/cadena, con un salto al final.
rearmar_cadena() {
	d='/*[local-name()="Dec"]'
	f="$d/*[local-name()=\"FirmaResponsable\"]"
	i="$d/*[local-name()=\"Iems\"]"
	p="$d/*[local-name()=\"PlantelOServicioEducativo\"]"
	n="$d/*[local-name()=\"Alumno\"]"
	a="$d/*[local-name()=\"Acreditacion\"]"
	u="$d/*[local-name()=\"UacsdeFt\"]/*[local-name()=\"UacdeFt\"]"
	e="$d/*[local-name()=\"PerfilEgresoEspecifico\"]"
	lista=
	for uno in "$d/@version" "$d/@tipoCertificado" "$f/@curp" "$f/@idCargo" "$i/@nombreDependencia" "$i/@idIEMS" \
		"$i/@idOpcionEducativa" "$p/@idTipoPlantel" "$p/@idMunicipio" "$p/@idEntidadFederativa" "$p/@cct" \
		"$p/@claveRvoe" "$p/@fechaInicioRvoe" "$n/@curp" "$n/@nombre" "$n/@primerApellido" "$n/@segundoApellido" \
		"$n/@numeroControl" "$a/@idTipoEstudiosIEMS" "$a/@periodoInicio" "$a/@periodoTermino" \
		"$a/@creditosObtenidos" "$a/@totalCreditos" "$a/@promedioAprovechamiento"; do
		lista="$lista,\"|\",string($uno)"
	done
	cuantos=$(xmllint --nonet --xpath "count($u)" "$1" 2>/dev/null) || return 1
	k=1
	while [ "$k" -le "$cuantos" ]; do
		lista="$lista,\"|\",string(($u)[$k]/@nombre),\"|\",string(($u)[$k]/@calificacion)"
		lista="$lista,\"|\",string(($u)[$k]/@totalHorasUAC)"
		k=$((k + 1))
	done
	if [ "$(xmllint --nonet --xpath "count($e)" "$1" 2>/dev/null)" = 1 ]; then
		lista="$lista,\"|\",string($e/@trayecto),\"|\",string($e/@campoDisciplinar)"
		lista="$lista,\"|\",string($e/@tipoPerfilLaboralEMS),\"|\",string($e/@nombrePerfilLaboralEMS)"
	fi
	xmllint --nonet --xpath "concat(\"|\"$lista,\"||\")" "$1" >"$TMP/cadena" 2>/dev/null
}

# Un documento contra el sello de una carpeta.
comprobar_documento() {
	xmllint --nonet --noout --schema esquema.xsd "$1" >"$TMP/xsd" 2>&1
	dice $? "$1" 'cumple el esquema' "no cumple el esquema: $(head -n 1 "$TMP/xsd")"
	# La pleca separa los datos en la cadena: dentro de uno, dos documentos distintos darían la misma.
	[ "$(xmllint --nonet --xpath 'count(//@*[contains(., "|")])' "$1" 2>/dev/null)" = 0 ]
	dice $? "$1" 'ningún dato lleva pleca' 'un dato lleva una pleca (|), que separa los datos de lo que se sella'
	{ cat "$2/cadena.txt" && echo; } >"$TMP/esperada"
	rearmar_cadena "$1" && cmp -s "$TMP/cadena" "$TMP/esperada"
	dice $? "$1" "lo que dice es lo sellado en $2/cadena.txt" "no dice lo que se selló en $2/cadena.txt"
	f='/*/*[local-name()="FirmaResponsable"]'
	[ "$(dato "$1" "$f/@sello")" = "$(cat "$2/sello.b64")" ]
	dice $? "$1" "lleva el sello de $2" "no lleva el sello de $2/sello.b64"
	openssl base64 -A -in "$2/certificado.cer" >"$TMP/cer.b64" 2>/dev/null
	[ "$(dato "$1" "$f/@certificadoResponsable")" = "$(cat "$TMP/cer.b64")" ]
	dice $? "$1" "lleva el certificado de $2" "no lleva el certificado de $2/certificado.cer"
}

# El que viajó a SEP, o el que volvió: es de quien lo selló, plantel o estatal.
comprobar_viajero() {
	[ -f "$1" ] || return
	suyo=$(dato "$1" '/*/*[local-name()="FirmaResponsable"]/@sello')
	for carpeta in plantel estatal anteriores/*; do
		[ -f "$carpeta/sello.b64" ] && [ "$suyo" = "$(cat "$carpeta/sello.b64")" ] || continue
		comprobar_documento "$1" "$carpeta"
		[ "$1" = dec-sep.xml ] || return
		[ "$(dato "$1" '/*/*[local-name()="Sep"]/@selloDec')" = "$suyo" ]
		dice $? "$1" 'el timbre de SEP es de este sello' 'el timbre de SEP es de otro sello'
		aviso "$1" 'trae el sello de SEP, que no se puede comprobar aquí: qué firma no es público'
		return
	done
	mal "$1" 'no lleva ninguno de los sellos de esta carpeta'
}

# --- 3. Cada sello ---

fecha() { openssl x509 -in "$1" -noout "-$2" 2>/dev/null | sed 's/^[^=]*=//'; }
# Si un certificado valía en un momento, en segundos desde 1970.
valia() {
	desde=$(fecha "$1" startdate)
	hasta=$(fecha "$1" enddate)
	[ -n "$desde" ] && [ "$(segundos "$desde")" -le "$2" ] && [ "$2" -le "$(segundos "$hasta")" ]
}

comprobar_sello() {
	c=$1
	for archivo in cadena.txt sello.bin sello.b64 certificado.cer certificado.pem publica.pem emisor.pem \
		autoridades.pem raiz.pem momentos.txt; do
		[ -f "$c/$archivo" ] || { mal "$c/$archivo" 'no está, y sin él no se puede comprobar el sello'; return; }
	done
	cuando=$(segundos "$(momento "$c" sellado)")
	openssl dgst -sha256 -verify "$c/publica.pem" -signature "$c/sello.bin" "$c/cadena.txt" >"$TMP/dgst" 2>&1
	dice $? "$c/sello.bin" "es el sello de $c/cadena.txt" "no es el sello de $c/cadena.txt con $c/publica.pem"
	openssl base64 -d -A -in "$c/sello.b64" 2>/dev/null | cmp -s - "$c/sello.bin"
	dice $? "$c/sello.b64" 'es sello.bin en base64' 'no es sello.bin en base64'
	openssl x509 -in "$c/certificado.pem" -outform DER 2>/dev/null | cmp -s - "$c/certificado.cer"
	dice $? "$c/certificado.pem" 'es certificado.cer en PEM' 'no es certificado.cer en PEM'
	openssl x509 -inform DER -in "$c/certificado.cer" -noout -pubkey 2>/dev/null | cmp -s - "$c/publica.pem"
	dice $? "$c/publica.pem" 'es la llave de certificado.cer' 'no es la llave de certificado.cer'
	head -c "$(wc -c <"$c/emisor.pem")" "$c/autoridades.pem" | cmp -s - "$c/emisor.pem" &&
		tail -c "$(wc -c <"$c/raiz.pem")" "$c/autoridades.pem" | cmp -s - "$c/raiz.pem"
	dice $? "$c/autoridades.pem" 'va de emisor.pem a raiz.pem' 'no empieza en emisor.pem o no termina en raiz.pem'
	# El SAT deja e.firmas vigentes después de que vence quien las emitió: cada uno se mira cuando emitió o selló.
	openssl verify -no_check_time -CAfile "$c/raiz.pem" -untrusted "$c/autoridades.pem" "$c/certificado.pem" \
		>"$TMP/verify" 2>&1
	dice $? "$c/certificado.pem" "lo emitió una autoridad de $c/autoridades.pem" \
		"no lo emitió una autoridad de $c/autoridades.pem: $(grep -m 1 error "$TMP/verify")"
	valia "$c/certificado.pem" "$cuando"
	dice $? "$c/certificado.pem" 'valía al sellar' 'no valía al sellar'
	valia "$c/emisor.pem" "$(segundos "$(fecha "$c/certificado.pem" startdate)")"
	dice $? "$c/emisor.pem" 'valía cuando emitió el certificado' 'no valía cuando emitió el certificado'
	# El SAT escribe sus veinte dígitos como veinte letras ASCII: «30» es «0».
	cruda=$(openssl x509 -inform DER -in "$c/certificado.cer" -noout -serial 2>/dev/null | sed 's/^serial=//')
	serie=$(printf '%s\n' "$cruda" | sed 's/3\([0-9]\)/\1/g')
	dicha=$(momento "$c" numero_de_certificado)
	[ "$dicha" = "$serie" ] || [ "$dicha" = "$cruda" ]
	dice $? "$c/momentos.txt" "el certificado es el $dicha" 'el número de certificado no es el de certificado.cer'
	if [ -f "$c/dec.xml" ]; then
		comprobar_documento "$c/dec.xml" "$c"
		curp=$(dato "$c/dec.xml" '/*/*[local-name()="FirmaResponsable"]/@curp')
		suya=$(openssl x509 -inform DER -in "$c/certificado.cer" -noout -subject -nameopt multiline,utf8 2>/dev/null |
			sed -n 's/^ *serialNumber *= *//p')
		[ -n "$curp" ] && [ "$suya" = "$curp" ]
		dice $? "$c/certificado.cer" "es de $curp, quien firma el documento" "no es de $curp, quien firma el documento"
	elif [ "$c" = plantel ] || [ "$c" = estatal ]; then
		mal "$c/dec.xml" 'no está: el documento guardado ya no es el que se selló'
	fi
	comprobar_revocacion "$c"
}

# Lo que el SAT contestó: al sellar (ocsp.der) o, si no contestó, cuando se le volvió a preguntar (ocsp-posterior.der).
comprobar_revocacion() {
	if [ -f "$1/ocsp.der" ]; then
		leer_ocsp "$1" "$1/ocsp.der" "$(momento "$1" sellado)"
	elif [ "$(momento "$1" revocacion_al_sellar)" != no-comprobado ]; then
		mal "$1/ocsp.der" 'no está, y momentos.txt dice que el SAT contestó al sellar'
	elif [ -f "$1/ocsp-posterior.der" ]; then
		leer_ocsp "$1" "$1/ocsp-posterior.der" "$(momento "$1" comprobado_despues)"
	else
		aviso "$1" 'al sellar, el SAT no contestó, y todavía no se sabe si el certificado estaba revocado'
	fi
}

leer_ocsp() {
	preguntado=$(segundos "$3")
	openssl ocsp -respin "$2" -issuer "$1/emisor.pem" -cert "$1/certificado.pem" -CAfile "$1/raiz.pem" \
		-verify_other "$1/autoridades.pem" -no_check_time -no_nonce -validity_period 9000000000 -resp_text \
		>"$TMP/ocsp" 2>"$TMP/ocsp-firma"
	grep -qx 'Response verify OK' "$TMP/ocsp-firma"
	dice $? "$2" 'la firma la autoridad que emitió el certificado' \
		'no la firma la autoridad que emitió el certificado'
	# Quien responde: el certificado que la respuesta trae, si no la firma la autoridad misma.
	sed -n '/^-----BEGIN/,/^-----END/p; /^-----END/q' "$TMP/ocsp" >"$TMP/responde.pem"
	if [ -s "$TMP/responde.pem" ]; then
		valia "$TMP/responde.pem" "$preguntado"
		dice $? "$2" 'quien respondió estaba en vigor' 'quien respondió no estaba en vigor'
	fi
	desde=$(sed -n 's/^[[:space:]]*This Update: //p' "$TMP/ocsp" | head -n 1)
	hasta=$(sed -n 's/^[[:space:]]*Next Update: //p' "$TMP/ocsp" | head -n 1)
	# Cinco minutos de holgura entre relojes; una respuesta que no dice hasta cuándo vale, vale un día.
	inicio=$(segundos "${desde:-Jan 1 00:00:00 9999 GMT}")
	if [ -n "$hasta" ]; then fin=$(segundos "$hasta"); else fin=$((inicio + 86400)); fi
	[ $((inicio - 300)) -le "$preguntado" ] && [ "$preguntado" -le $((fin + 300)) ]
	dice $? "$2" "es de cuando se preguntó ($desde)" 'no es de cuando se preguntó'
	case $(sed -n "s|^$1/certificado.pem: ||p" "$TMP/ocsp") in
	good) bien "$2" 'el SAT dice que no estaba revocado' ;;
	revoked)
		cuando_revocado=$(sed -n 's/^[[:space:]]*Revocation Time: //p' "$TMP/ocsp" | head -n 1)
		[ "$(segundos "$cuando_revocado")" -gt "$(segundos "$(momento "$1" sellado)")" ]
		dice $? "$2" "se revocó después de sellar ($cuando_revocado): el sello vale" \
			"se revocó ANTES de sellar ($cuando_revocado): el sello no vale"
		;;
	*) mal "$2" 'no dice nada de este certificado' ;;
	esac
}

# --- 4. La bitácora: la huella de cada renglón ---

comprobar_bitacora() {
	numero=0
	antes=$males
	while IFS= read -r linea; do
		numero=$((numero + 1))
		dicha=$(printf '%s\n' "$linea" | sed -n 's/^.*"hoja":"\([0-9a-f]\{64\}\)","renglon":\[.*\]}$/\1/p')
		renglon=$(printf '%s\n' "$linea" | sed 's/^.*"renglon":\(\[.*\]\)}$/\1/')
		hallada=$(printf '\000%s' "$renglon" | openssl dgst -sha256 -r | cut -c1-64)
		[ -n "$dicha" ] && [ "$dicha" = "$hallada" ] || mal bitacora.jsonl "el renglón $numero no es el que se anotó"
	done <bitacora.jsonl
	[ "$males" -gt "$antes" ] || bien bitacora.jsonl "$numero renglones, cada uno con su huella"
}

comprobar_manifiesto
[ -d plantel ] || [ -d estatal ] || [ -d anteriores ] || mal plantel 'no hay ningún sello'
for carpeta in plantel estatal anteriores/*; do
	[ ! -d "$carpeta" ] || comprobar_sello "$carpeta"
done
comprobar_viajero dec-enviado.xml
comprobar_viajero dec-sep.xml
[ ! -f bitacora.jsonl ] || comprobar_bitacora

if [ "$males" -eq 0 ]; then
	printf 'Todo está bien.\n'
	exit 0
fi
printf 'Hay %s cosas MAL.\n' "$males"
exit 1
