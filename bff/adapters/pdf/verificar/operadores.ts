/**
 * Lee el contenido de una página como una lista de operadores (ISO 32000-1, 7.8.2). Es de otro: nada de lo que traiga lo hace
 * quedarse dando vueltas, y lo que no entiende lo dice.
 */

/** Un operando: número, nombre (con su diagonal), texto en hexadecimal, o lo que lleva dentro un arreglo o un diccionario. */
export type Operando =
	| { readonly clase: 'numero'; readonly valor: number }
	| { readonly clase: 'nombre' | 'hexadecimal'; readonly valor: string }
	| { readonly clase: 'lista'; readonly valores: readonly Operando[] }
	| { readonly clase: 'dict'; readonly valores: readonly Operando[] }

export type Operacion = { readonly operador: string; readonly operandos: readonly Operando[] }

/** El contenido no es el que una página debe traer. */
class ContenidoIlegible extends Error {
	override readonly name = 'ContenidoIlegible'
}

const FICHA =
	/[\0\t\n\f\r ]+|%[^\r\n]*|(\/[^\0\t\n\f\r ()<>[\]{}/%]*)|(<<|>>|\[|\])|<([0-9A-Fa-f\0\t\n\f\r ]*)>|\(((?:[^()\\]|\\[^])*)\)|([+-]?(?:\d+\.?\d*|\.\d+))(?=[\0\t\n\f\r ()<>[\]{}/%]|$)|([A-Za-z'"*][A-Za-z0-9'"*]*)/y

const CIERRAN: Readonly<Record<string, '<<' | '['>> = { '>>': '<<', ']': '[' }

/** Los operadores de un contenido ya descomprimido, en orden. Lanza `ContenidoIlegible`. */
export const leerOperadores = (bytes: Uint8Array): Operacion[] => {
	const texto = Buffer.from(bytes).toString('latin1')
	const operaciones: Operacion[] = []
	const abiertas: { readonly con: '<<' | '['; readonly valores: Operando[] }[] = []
	let operandos: Operando[] = []
	const poner = (operando: Operando): void => {
		;(abiertas.at(-1)?.valores ?? operandos).push(operando)
	}
	for (let lugar = 0; lugar < texto.length;) {
		FICHA.lastIndex = lugar
		const ficha = FICHA.exec(texto)
		if (ficha === null) throw new ContenidoIlegible(`no se entiende lo que hay en el octeto ${lugar}`)
		lugar = FICHA.lastIndex
		const [, nombre, signo, hexadecimal, literal, numero, operador] = ficha
		if (nombre !== undefined) poner({ clase: 'nombre', valor: nombre })
		else if (hexadecimal !== undefined)
			poner({ clase: 'hexadecimal', valor: hexadecimal.replace(/[^0-9A-Fa-f]/g, '') })
		// De los textos entre paréntesis no usamos ninguno: se dejan pasar por su hexadecimal, sin sus escapes.
		else if (literal !== undefined)
			poner({ clase: 'hexadecimal', valor: Buffer.from(literal, 'latin1').toString('hex') })
		else if (numero !== undefined) poner({ clase: 'numero', valor: Number(numero) })
		else if (signo === '<<' || signo === '[') abiertas.push({ con: signo, valores: [] })
		else if (signo !== undefined) {
			const abierta = abiertas.pop()
			if (abierta === undefined || abierta.con !== CIERRAN[signo])
				throw new ContenidoIlegible(`sobra un «${signo}»`)
			poner({ clase: abierta.con === '[' ? 'lista' : 'dict', valores: abierta.valores })
		} else if (operador !== undefined) {
			if (abiertas.length > 0) throw new ContenidoIlegible(`«${operador}» está dentro de un arreglo`)
			operaciones.push({ operador, operandos })
			operandos = []
		}
	}
	return operaciones
}
