/**
 * El worker que firma, el del producto, con la hora en que dice cada cosa: la página puede tardar en oírlo, y eso ni le
 * quita ni le pone al lote.
 */
import '../../../src/lib/firma/firma.worker.ts'

const decir = self.postMessage.bind(self)
self.postMessage = (mensaje: object) => decir({ ...mensaje, en: performance.now() })
