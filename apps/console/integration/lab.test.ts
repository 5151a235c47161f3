import { type Lab, type LabView, type SignedInContext, sendPersonaLogin, startLab } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLab } from '../src/server/lab/lab.ts'
import { createWorld, random, type World } from './world.ts'

const lab = ({ secret, now }: { secret: string; now(): number }): Lab =>
  createLab({ secretKey: secret, runtime: { now, randomBytes: random } })

let world: World
let demo: LabView
let owner: SignedInContext

beforeAll(async () => {
  world = await createWorld({ publicUrl: (listening) => listening, lab })
  owner = world.owner.context
  const started = await startLab(owner)
  if (!started) throw new Error('the Lab is off')
  demo = started
})
afterAll(() => world.close())

const personas = createLab({ secretKey: '0'.repeat(64), runtime: { now: Date.now, randomBytes: random } }).personas

describe('personas', () => {
  it.each(personas.map((persona) => [persona.id, persona] as const))(
    '%s: ends as it says, over an exchange like any other',
    async (_, persona) => {
      const before = world.outbound.length
      const { exchange: row, tokenPreview } = await sendPersonaLogin({ personaId: persona.id }, owner)
      expect({ outcome: row.outcome, code: row.code }).toEqual(persona.expects)
      expect(row).toMatchObject({ provider: persona.provider, userAgent: 'bonafide lab', serviceAccountId: demo.serviceAccount?.id })
      expect(row.steps.find(({ status }) => status === 'failed')?.code ?? null).toBe(persona.expects.code)
      if (persona.expects.outcome === 'accepted') expect(tokenPreview).toMatch(/^pss_service:v2:[0-9a-f]{4}…$/)
      else expect(tokenPreview).toBeNull()
      expect(world.outbound.length, 'nothing goes out').toBe(before)
    },
  )
})
