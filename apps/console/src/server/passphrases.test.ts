import { authHash } from '@bonafide/crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { createPassphrases } from './passphrases.ts'

const passphrases = createPassphrases()
afterAll(() => passphrases.stop())

describe('passwords that scripts send', () => {
  it('are derived outside the event loop, to what a browser derives', async () => {
    let turns = 0
    const counting = setInterval(() => turns++, 5)
    const derived = await passphrases.authHash('ada@example.org', 'correct horse battery staple')
    clearInterval(counting)
    expect(turns).toBeGreaterThan(20)
    expect(derived).toBe(await authHash('correct horse battery staple', 'ada@example.org'))
  }, 60_000)

  it('are refused when too many wait, rather than queued for ever', async () => {
    const crowded = createPassphrases()
    const calls = Array.from({ length: 40 }, () => crowded.deviceKey('a@example.org', 'p').catch((error: { code?: string }) => error.code))
    const refused = await Promise.all(calls.slice(16))
    expect(new Set(refused)).toEqual(new Set(['unavailable']))
    await crowded.stop()
  }, 60_000)
})
