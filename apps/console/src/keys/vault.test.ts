import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createVault } from './create-vault.ts'
import { maxIdleMs } from './idle-lock.ts'
import { inProcessThread, memberOf } from './testing.ts'
import { vault as vaultOfThePage } from './vault.ts'
import type { Thread } from './vault-thread.ts'

const { credentials } = memberOf()
const page = () => new EventTarget()

describe('unlocking', () => {
  it('the vault of a page begins locked and does nothing then', async () => {
    expect(vaultOfThePage.state()).toBe('locked')
    await expect(vaultOfThePage.makeAccount([])).rejects.toMatchObject({ code: 'locked' })
  })

  it('tells each state to whoever listens, until they stop', async () => {
    const vault = createVault(inProcessThread, page)
    const seen: string[] = []
    const stop = vault.subscribe(() => seen.push(vault.state()))
    await vault.unlock(credentials)
    vault.lock()
    vault.lock()
    stop()
    await vault.unlock(credentials)
    expect(seen).toEqual(['unlocking', 'unlocked', 'locked'])
  })

  it('a wrong password is called that, and the vault stays locked', async () => {
    const vault = createVault(inProcessThread, page)
    const message = 'This password does not open your keys. Check it and try again.'
    await expect(vault.unlock({ ...credentials, password: 'guess' })).rejects.toMatchObject({ code: 'wrong_password', message })
    expect(vault.state()).toBe('locked')
    await expect(vault.makeAccount([])).rejects.toMatchObject({ code: 'locked' })
  })

  it('a keyring that is not the account’s is refused, though the password opens it', async () => {
    const vault = createVault(inProcessThread, page)
    const { identityKey } = memberOf().credentials.sealedKeyring
    const swapped = { ...credentials, sealedKeyring: { ...credentials.sealedKeyring, identityKey } }
    await expect(vault.unlock(swapped)).rejects.toMatchObject({ code: 'foreign_keyring' })
    expect(vault.state()).toBe('locked')
  })

  it('what goes wrong inside is told without what it was about', async () => {
    const leaking = () => inProcessThread(() => Promise.reject(new Error('correct horse battery staple')))
    const failure = await createVault(leaking, page).unlock(credentials).catch(String)
    expect(failure).toContain('256 MB')
    expect(failure).not.toContain('horse')
  })
})

describe('locking', () => {
  it('ends the thread and whatever was waiting', async () => {
    const ended = vi.fn()
    const silent: Thread = { post: () => {}, listen: () => {}, end: ended }
    const vault = createVault(() => silent, page)
    const unlocking = vault.unlock(credentials)
    vault.lock()
    await expect(unlocking).rejects.toMatchObject({ code: 'locked' })
    expect(ended).toHaveBeenCalledOnce()
    expect(vault.state()).toBe('locked')
  })

  it('an unlocking that was overtaken neither unlocks nor locks', async () => {
    const vault = createVault(inProcessThread, page)
    const overtaken = vault.unlock({ ...credentials, password: 'guess' })
    const last = vault.unlock(credentials)
    await expect(overtaken).rejects.toMatchObject({ code: 'locked' })
    await last
    expect(vault.state()).toBe('unlocked')
  })

  it('a thread that dies leaves the vault locked, and it can be unlocked again', async () => {
    let break_ = () => {}
    const fragile = (): Thread => {
      const thread = inProcessThread()
      return {
        ...thread,
        listen(onAnswer, onBreak) {
          break_ = onBreak
          thread.listen(onAnswer, onBreak)
        },
      }
    }
    const vault = createVault(fragile, page)
    await vault.unlock(credentials)
    const asked = vault.makeAccount([])
    break_()
    await expect(asked).rejects.toMatchObject({ code: 'failed' })
    expect(vault.state()).toBe('locked')
    await vault.unlock(credentials)
    expect(vault.state()).toBe('unlocked')
  })
})

describe('WEB-32: opened keys do not outlive the person at work', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const unlockedIn = async (target: EventTarget) => {
    const vault = createVault(inProcessThread, () => target)
    await vault.unlock(credentials)
    return vault
  }

  it('a quarter of an hour without work locks', async () => {
    const vault = await unlockedIn(page())
    vi.advanceTimersByTime(maxIdleMs - 1)
    expect(vault.state()).toBe('unlocked')
    vi.advanceTimersByTime(1)
    expect(vault.state()).toBe('locked')
  })

  it('keys, pointer and use of the vault count as work', async () => {
    const target = page()
    const vault = await unlockedIn(target)
    for (const work of [() => target.dispatchEvent(new Event('keydown')), () => target.dispatchEvent(new Event('pointerdown'))]) {
      vi.advanceTimersByTime(maxIdleMs - 1)
      work()
    }
    vi.advanceTimersByTime(maxIdleMs - 1)
    await vault.makeAccount([])
    vi.advanceTimersByTime(maxIdleMs - 1)
    expect(vault.state()).toBe('unlocked')
  })

  it('a computer that slept for an hour wakes up locked, whatever is touched first', async () => {
    for (const first of ['visibilitychange', 'keydown']) {
      const target = page()
      const vault = await unlockedIn(target)
      vi.setSystemTime(Date.now() + 60 * 60_000)
      target.dispatchEvent(new Event(first))
      expect(vault.state()).toBe('locked')
    }
    const vault = await unlockedIn(page())
    vi.setSystemTime(Date.now() + 60 * 60_000)
    await expect(vault.makeAccount([])).rejects.toMatchObject({ code: 'locked' })
  })

  it('leaving the page locks, so that coming back by the history finds nothing', async () => {
    const target = page()
    const vault = await unlockedIn(target)
    target.dispatchEvent(new Event('pagehide'))
    expect(vault.state()).toBe('locked')
  })
})
