import { SaxesParser } from 'saxes'

type ListaS3 = {
	readonly objetos: readonly { readonly clave: string; readonly modificado: string }[]
	readonly hayMas: boolean
}

/** Lee una página de ListObjectsV2. */
export const leerListaS3 = (xml: string): ListaS3 => {
	const objetos: { clave: string; modificado: string }[] = []
	let hayMas = false
	let actual = { clave: '', modificado: '' }
	recorrer(xml, (ruta, texto) => {
		if (ruta === 'ListBucketResult/IsTruncated') hayMas = texto === 'true'
		if (ruta === 'ListBucketResult/Contents/Key') actual.clave = texto
		if (ruta === 'ListBucketResult/Contents/LastModified') actual.modificado = texto
		if (ruta !== 'ListBucketResult/Contents') return
		objetos.push(actual)
		actual = { clave: '', modificado: '' }
	})
	return { objetos, hayMas }
}

/** El código de un error de S3 (`NoSuchKey`, `NoSuchBucket`…), o `null` si no lo trae. */
export const leerErrorS3 = (xml: string): string | null => {
	let codigo: string | null = null
	try {
		recorrer(xml, (ruta, texto) => {
			if (ruta === 'Error/Code') codigo = texto
		})
	} catch {
		// Un intermediario puede contestar HTML: no es un error de S3.
		return null
	}
	return codigo
}

/** Llama con la ruta y el texto de cada elemento al cerrarlo. */
const recorrer = (xml: string, alCerrar: (ruta: string, texto: string) => void): void => {
	const lector = new SaxesParser({ xmlns: false })
	const abiertos: { nombre: string; texto: string }[] = []
	lector.on('error', (error) => {
		throw error
	})
	lector.on('opentag', ({ name }) => abiertos.push({ nombre: name, texto: '' }))
	lector.on('text', (texto) => {
		const ultimo = abiertos.at(-1)
		if (ultimo) ultimo.texto += texto
	})
	lector.on('closetag', () => {
		alCerrar(abiertos.map(({ nombre }) => nombre).join('/'), abiertos.at(-1)?.texto ?? '')
		abiertos.pop()
	})
	lector.write(xml).close()
}
