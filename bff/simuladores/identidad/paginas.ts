import { escapar, escribirPagina } from '../pagina.ts'
import type { PersonaDemo } from './personas.ts'

/** La página donde se elige con qué persona de la demostración entrar. */
export const paginaDePersonas = (personas: readonly PersonaDemo[], destino: string): string =>
	escribirPagina(
		'Elija una cuenta',
		`<h1>Elija una cuenta</h1>
<p class="aviso">Identidad de demostración: ocupa el lugar de Office 365. Todas las personas son inventadas y no llevan contraseña.</p>
<form method="post" action="${escapar(destino)}">
<ul>
${personas
	.map(
		({ oid, nombre, correo, descripcion }) =>
			`<li><button name="oid" value="${escapar(oid)}"><strong>${escapar(nombre)}</strong>${escapar(correo)}<br><small>${escapar(descripcion)}</small></button></li>`,
	)
	.join('\n')}
<li><button name="cancelar" value="1">Cancelar y volver</button></li>
</ul>
</form>`,
	)

/** La página que confirma la salida; `formulario` lo da el proveedor, con su ficha contra falsificación. */
export const paginaDeSalida = (formulario: string): string =>
	escribirPagina(
		'Cerrar sesión',
		`<h1>¿Cerrar su sesión?</h1>
${formulario}
<ul>
<li><button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus><strong>Sí, cerrar sesión</strong></button></li>
<li><button type="submit" form="op.logoutForm">No, seguir dentro</button></li>
</ul>`,
	)

/** Lo que se ve al salir sin dirección a la que volver. */
export const paginaDespedida = (): string =>
	escribirPagina('Sesión cerrada', '<h1>Su sesión quedó cerrada</h1>\n<p>Ya puede cerrar esta ventana.</p>')

/** Lo que se ve cuando la petición de la aplicación está mal hecha. */
export const paginaDeError = (error: string, detalle: string): string =>
	escribirPagina(
		'No se pudo continuar',
		`<h1>No se pudo continuar</h1>
<p>Vuelva a la aplicación e intente entrar de nuevo.</p>
<dl><dt>Error</dt><dd>${escapar(error)}</dd><dt>Detalle</dt><dd>${escapar(detalle)}</dd></dl>`,
	)
