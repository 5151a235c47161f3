import * as core from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNarrowingWorld } from './narrowing-world.ts'

type Deed = (...given: unknown[]) => Promise<unknown>

let world: Awaited<ReturnType<typeof createNarrowingWorld>>
beforeAll(async () => {
  world = await createNarrowingWorld()
})
afterAll(() => world?.close())

const functions = Object.entries(core as Record<string, unknown>).filter(
  (pair): pair is [string, Deed] => typeof pair[1] === 'function' && !/^class/.test(String(pair[1])),
)
const callersOf = (guard: string) => functions.filter(([name, body]) => name !== guard && new RegExp(`\\b${guard}\\b`).test(String(body)))
/** Those that are given nothing but a context, and those that are given something else first. */
const call = (deed: Deed, context: unknown) =>
  /^\s*context\b/.test(/\(([^)]*)\)/.exec(String(deed))?.[1] ?? '') ? deed(context) : deed({}, context)

describe('a narrowed token', () => {
  it('is let in by these use cases alone: whoever adds one sees to it that it asks by the narrowing', () => {
    expect(
      callersOf('authoriseSecrets')
        .map(([name]) => name)
        .sort(),
    ).toEqual([
      'createEncryptedSecrets',
      'createSecrets',
      'deleteSecrets',
      'readEncryptedSecrets',
      'readEncryptedSecretsJson',
      'readSecrets',
      'updateEncryptedSecrets',
      'updateSecrets',
    ])
  })

  it('TOK-31 is refused by every other one before its input is looked at', async () => {
    const anonymous = world.anonymous()
    const token = await world.tokenWith('secrets:write')
    const actor = await core.authenticate({ authorization: `Bearer ${token}`, sessionToken: null }, anonymous)
    const guarded = new Map([...callersOf('authorise'), ...callersOf('authoriseInApps')])
    expect(guarded.size).toBeGreaterThan(70)
    const admitted: string[] = []
    for (const [name, deed] of guarded) {
      const code = await Promise.resolve()
        .then(() => call(deed, { ...anonymous, actor }))
        .then(
          () => 'done',
          (error: { code?: string }) => error.code,
        )
      if (code !== 'forbidden') admitted.push(`${name}: ${code}`)
    }
    expect(admitted).toEqual([])
  })
})
