declare module '@20minutes/s3rver' {
	/** Un servidor S3 de prueba; exige firmas SigV4 con las credenciales S3RVER / S3RVER. */
	// eslint-disable-next-line no-restricted-syntax -- así la exporta el paquete
	export default class S3rver {
		constructor(opciones: {
			readonly address: string
			readonly port: number
			readonly silent: boolean
			readonly directory: string
			readonly vhostBuckets: boolean
			readonly configureBuckets: readonly { readonly name: string }[]
		})
		run(): Promise<{ readonly port: number }>
		close(): Promise<void>
	}
}
