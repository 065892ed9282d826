import * as v from 'valibot'

/** Lo que no se pinta, o voltea lo que se pinta: ahí cabría una razón que nadie lee, o que dice otra cosa. */
const NO_SE_VE = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu

const alaVista = (texto: string): string =>
	texto
		.replace(/\r\n?|[\u2028\u2029]/g, '\n')
		.split('\n')
		.map((renglon) => renglon.replace(/[\t\u2800]/g, ' ').replace(NO_SE_VE, ''))
		.join('\n')

/**
 * La razón que una persona escribe para otra y que queda en un registro que no se borra: de 5 a `maximo` caracteres de los
 * que se ven, con sus renglones. Lo que un teclado o un pegado metió y no se ve, se quita.
 */
export const razonDe = (maximo: number) =>
	v.pipe(v.string(), v.transform(alaVista), v.trim(), v.minLength(5), v.maxLength(maximo))
