import * as v from 'valibot'

const Situacion = v.variant('clase', [
	v.object({ clase: v.literal('entregada'), el: v.string(), tarde: v.number() }),
	v.object({ clase: v.literal('por-enviar') }),
	v.object({ clase: v.literal('falta'), dias: v.number() }),
	v.object({ clase: v.literal('vencida'), dias: v.number() }),
])

const Carta = v.object({
	id: v.string(),
	numero: v.number(),
	custodio: v.string(),
	cargo: v.string(),
	certificados: v.number(),
	relacion: v.string(),
	noCertificado: v.string(),
	momento: v.string(),
	/** Cuándo le llegó la primera copia a la DSE; null si va en camino. */
	entregada: v.nullable(v.string()),
})

/** GET /api/cartas → las de la entidad de quien pregunta, de la más nueva a la más vieja, con su plazo. */
export const CartasDeEntidad = v.object({
	entidad: v.string(),
	inicio: v.string(),
	limite: v.string(),
	situacion: Situacion,
	/** Los que hoy se resguardan. */
	certificados: v.number(),
	cartas: v.array(Carta),
})
export type CartasDeEntidad = v.InferOutput<typeof CartasDeEntidad>

/** GET /api/cartas/nacional → en qué va cada entidad; las que faltan, primero. */
export const CartasNacionales = v.object({
	inicio: v.string(),
	limite: v.string(),
	entidades: v.array(
		v.object({
			entidadId: v.string(),
			entidad: v.string(),
			situacion: Situacion,
			certificados: v.number(),
			ultima: v.nullable(Carta),
		}),
	),
})
export type CartasNacionales = v.InferOutput<typeof CartasNacionales>

/** GET /api/cartas/por-sellar → lo que la carta diría ahora. El dispositivo rearma con esto la cadena; no se le manda. */
export const CartaPorSellar = v.object({
	entidadId: v.string(),
	entidad: v.string(),
	numero: v.number(),
	custodio: v.object({ nombre: v.string(), curp: v.string(), cargo: v.string() }),
	corte: v.string(),
	certificados: v.number(),
	relacion: v.string(),
	inicio: v.string(),
	limite: v.string(),
})
export type CartaPorSellar = v.InferOutput<typeof CartaPorSellar>

const Base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/))

/** POST /api/cartas → { id }. El corte dice cuál se selló; lo demás lo rearma el BFF de sus renglones. */
export const SellarCarta = v.object({
	corte: v.pipe(v.string(), v.isoTimestamp()),
	certificado: v.pipe(Base64, v.maxLength(20_000)),
	sello: v.pipe(Base64, v.maxLength(2_000)),
})
export type SellarCarta = v.InferOutput<typeof SellarCarta>

export const CartaSellada = v.object({ id: v.string(), numero: v.number() })
export type CartaSellada = v.InferOutput<typeof CartaSellada>
