/** Sí o no, como lo guardan las dos bases: 1 o 0. */
export type SiNo = number
