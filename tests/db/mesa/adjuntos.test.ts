import { expect, test } from 'vitest'
import { adjuntar } from '../../../bff/application/mesa/adjuntar.ts'
import { bajarAdjunto } from '../../../bff/application/mesa/bajar-adjunto.ts'
import { avisarAsunto } from '../../../bff/application/mesa/avisar-asunto.ts'
import { cerrarAsunto } from '../../../bff/application/mesa/cerrar-asunto.ts'
import { escribirEnAsunto } from '../../../bff/application/mesa/escribir-en-asunto.ts'
import { verAsunto } from '../../../bff/application/mesa/ver-asunto.ts'
import type { Correo } from '../../../bff/application/ports.ts'
import { ADJUNTO_MAXIMO } from '#core/domain/mesa/adjunto.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { DSE, ESCOLARES, LERMA, mesasDe, PNG, TI } from './mesa-de-servicio.ts'

enAmbasBases('adjuntos y avisos de un asunto', (abrir) => {
	const { mesa } = mesasDe(abrir)

	test('se guarda por lo que es, con el nombre saneado, y vuelve igual; lo ajeno es como lo que no existe', async () => {
		const { deps, duda } = await mesa()
		const id = await duda()
		const nombre = '../../etc/carta‮gnp.exe.html'
		const { id: adjuntoId } = exigir(await adjuntar(deps)({ actor: ESCOLARES, id, nombre, bytes: PNG }))
		const [, adjunto] = exigir(await verAsunto(deps)({ actor: DSE, id })).hilo
		expect(adjunto).toMatchObject({
			...{ que: 'adjunto', nombre: 'cartagnp.png', tipo: 'image/png', bytes: PNG.length },
		})
		const bajar = bajarAdjunto(deps)
		expect(exigir(await bajar({ actor: DSE, id, adjuntoId }))).toEqual({
			...{ nombre: 'adjunto-2.png', tipo: 'image/png', bytes: PNG },
		})
		const otro = await duda()
		const nada = await bajar({ actor: ESCOLARES, id, adjuntoId: 'nada' })
		expect(nada).toMatchObject({ motivo: 'no-encontrado' })
		expect(await bajar({ actor: ESCOLARES, id: otro, adjuntoId })).toEqual(nada)
		for (const actor of [LERMA, TI]) expect(await bajar({ actor, id, adjuntoId })).toEqual(nada)
	})

	test('lo hostil no se guarda: otro tipo, muy grande, de otro, en lo cerrado o de más', async () => {
		const { deps, duda } = await mesa()
		const id = await duda()
		const subir = (bytes: Uint8Array, actor = ESCOLARES) =>
			adjuntar(deps)({ actor, id, nombre: 'x.pdf', bytes })
		const texto = (letras: string) => new TextEncoder().encode(letras)
		for (const malo of [texto(''), texto('<html><script>1</script>'), texto('MZ'), texto(' %PDF-1.7')]) {
			expect(await subir(malo)).toMatchObject({ motivo: 'adjunto-no-admitido' })
		}
		const grande = new Uint8Array(ADJUNTO_MAXIMO + 1)
		grande.set(PNG)
		expect(await subir(grande)).toMatchObject({ motivo: 'demasiado-grande' })
		expect(await subir(PNG, LERMA)).toMatchObject({ motivo: 'no-encontrado' })
		const subidas = await Promise.all(
			Array.from({ length: 13 }, (_, i) => subir(new Uint8Array([...PNG, i]))),
		)
		expect(subidas.filter(({ ok }) => ok)).toHaveLength(10)
		expect(subidas.find(({ ok }) => !ok)).toMatchObject({ motivo: 'adjuntos-agotados' })
		expect(exigir(await verAsunto(deps)({ actor: DSE, id })).puede.adjuntos).toBe(0)
		exigir(await escribirEnAsunto(deps)({ actor: DSE, id, texto: 'Así se hace' }))
		exigir(await cerrarAsunto(deps)({ actor: DSE, id, visto: 12 }))
		expect(await subir(PNG)).toMatchObject({ motivo: 'asunto-cerrado' })
	})

	test('un adjunto no es respuesta', async () => {
		const { deps, duda } = await mesa()
		const id = await duda()
		exigir(await adjuntar(deps)({ actor: DSE, id, nombre: 'guia.png', bytes: PNG }))
		expect(await cerrarAsunto(deps)({ actor: DSE, id, visto: 2 })).toMatchObject({
			motivo: 'asunto-sin-respuesta',
		})
	})

	test('el aviso lleva el enlace y nada más, el mismo mensaje si se repite; a quien ya no está, no', async () => {
		const { base, duda } = await mesa()
		const id = await duda()
		const correos: Correo[] = []
		const avisar = avisarAsunto({
			...{ base, origen: 'https://egreso.example' },
			enviarCorreo: (correo) => {
				correos.push(correo)
				return Promise.resolve({ resultado: 'enviado' })
			},
		})
		await avisar({ asuntoId: id, orden: 1, personaId: 'p-dse' })
		await avisar({ asuntoId: id, orden: 1, personaId: 'p-dse' })
		await avisar({ asuntoId: id, orden: 2, personaId: ESCOLARES.personaId })
		expect(correos[0]).toEqual(correos[1])
		expect(correos.map(({ texto }) => texto.split('\n\n').at(-1))).toEqual([
			`https://egreso.example/nacional/mesa/${id}`,
			`https://egreso.example/nacional/mesa/${id}`,
			`https://egreso.example/plantel/mesa/${id}`,
		])
		expect(JSON.stringify(correos)).not.toMatch(/Rosa|Una duda|Cómo se hace|toluca/i)
		await base.db.updateTable('persona').set({ activa: 0 }).where('id', '=', 'p-dse').execute()
		expect(await avisar({ asuntoId: id, orden: 1, personaId: 'p-dse' })).toEqual({ resultado: 'ya-no' })
		expect(correos).toHaveLength(3)
	})
})
