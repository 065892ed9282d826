import { createHash } from 'node:crypto'
import type { Huella } from '../application/ports.ts'

/** SHA-256 en hexadecimal; un texto se toma en UTF-8. */
export const huella: Huella = (datos) => createHash('sha256').update(datos).digest('hex')
