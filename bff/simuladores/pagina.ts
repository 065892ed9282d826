const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
}

/** Texto ajeno dentro de HTML o XML, como elemento o entre comillas. */
export const escapar = (texto: string): string => texto.replace(/[&<>"']/g, (uno) => ESCAPES[uno] ?? uno)

const ESTILO = `
:root{color-scheme:light dark;--tinta:#1f1b1c;--papel:#fff;--fondo:#f6f3f2;--borde:#8d7f82;--acento:#611232;--suave:#5b5053}
@media (prefers-color-scheme:dark){:root{--tinta:#f4eff0;--papel:#241d1f;--fondo:#171214;--borde:#8f8285;--acento:#f0b3c8;--suave:#c9bcbf}}
*{box-sizing:border-box}
body{margin:0;background:var(--fondo);color:var(--tinta);font:1rem/1.5 system-ui,sans-serif}
main{max-width:44rem;margin:0 auto;padding:1.25rem 1rem 3rem}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}
p{margin:.5rem 0}
.aviso,small,.suave{color:var(--suave);font-size:.9375rem}
ul{list-style:none;margin:1rem 0;padding:0;display:grid;gap:.625rem}
button,.boton{display:block;width:100%;min-height:3rem;padding:.75rem 1rem;text-align:left;font:inherit;color:inherit;
background:var(--papel);border:1px solid var(--borde);border-radius:.5rem;cursor:pointer;text-decoration:none;overflow-wrap:anywhere}
button strong,.boton strong{display:block;color:var(--acento)}
button:hover,.boton:hover{border-color:var(--acento)}
:focus-visible{outline:3px solid var(--acento);outline-offset:2px}
a{color:var(--acento)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;overflow-wrap:anywhere}
dt{color:var(--suave)}dd{margin:0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--papel);border:1px solid var(--borde);border-radius:.5rem;padding:1rem}
iframe{width:100%;min-height:28rem;border:1px solid var(--borde);border-radius:.5rem;background:#fff}
`

/** Una página entera de un simulador: en español, sin nada de fuera, de claro u oscuro según quien la mira. */
export const escribirPagina = (titulo: string, cuerpo: string): string => `<!doctype html>
<html lang="es-MX">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapar(titulo)}</title>
<link rel="icon" href="data:,">
<style>${ESTILO}</style>
</head>
<body>
<main>
${cuerpo}
</main>
</body>
</html>
`

/** Lo que una página de simulador puede cargar: nada que no traiga ella misma. */
export const POLITICA =
	"default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'"
