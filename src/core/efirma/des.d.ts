// des.js no trae tipos: aquí va solo lo que se usa de él.
declare module 'des.js' {
	type Cifrador = { update(datos: ArrayLike<number>): number[]; final(): number[] }
	type Opciones = {
		readonly type: 'decrypt' | 'encrypt'
		readonly key: ArrayLike<number>
		readonly iv: ArrayLike<number>
		readonly padding?: boolean
	}
	type Modo = { create(opciones: Opciones): Cifrador }
	const des: { readonly EDE: Modo; readonly CBC: { instantiate(base: Modo): Modo } }
	export default des
}
