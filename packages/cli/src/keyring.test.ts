import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readEnvironment } from './env.ts'
import { createCredentialStore, type Keyring } from './keyring.ts'

let folder: string
let credentials: string
const secrets = new Map<string, string>()
const working: Keyring = {
  get: (account) => secrets.get(account) ?? null,
  set: (account, secret) => void secrets.set(account, secret),
  delete: (account) => secrets.delete(account),
}
const locked: Keyring = {
  ...working,
  set: () => {
    throw new Error('locked')
  },
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bonafide-keyring-'))
  credentials = join(folder, 'state', 'credentials')
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(async () => {
  secrets.clear()
  await rm(credentials, { force: true })
})

const credential = { host: 'https://bonafide.example', token: 'pss_…', expiresAt: null, savedAt: '2026-01-01T00:00:00.000Z' }
const storeOver = (keyring: Keyring | Error) =>
  createCredentialStore({ ...readEnvironment(), keyringOff: false }, { config: join(folder, 'config'), credentials }, async () => {
    if (keyring instanceof Error) throw keyring
    return keyring
  })

test('a keyring that works holds the token, and the disk does not', async () => {
  const store = storeOver(working)
  expect(await store.write('default', credential)).toEqual({ place: 'keyring' })
  expect(await store.read('default')).toEqual({ credential, place: 'keyring' })
  await expect(readFile(credentials)).rejects.toThrow('ENOENT')
})

test('a token that moves into the keyring leaves the file', async () => {
  await storeOver(new Error('no service')).write('default', credential)
  await storeOver(working).write('default', credential)
  await expect(readFile(credentials)).rejects.toThrow('ENOENT')
})

test('without a keyring, or with one that cannot be written, the file takes over and says so', async () => {
  for (const keyring of [new Error('no service'), locked]) {
    const written = await storeOver(keyring).write('default', credential)
    expect(written).toMatchObject({ place: 'file', notice: expect.stringContaining('mode 600') })
    expect(await storeOver(keyring).read('default')).toEqual({ credential, place: 'file' })
  }
})

test('profiles do not disturb each other, and logout forgets both places', async () => {
  const store = storeOver(new Error('no service'))
  await store.write('default', credential)
  await store.write('other', { ...credential, host: 'https://other.example' })
  expect(await store.remove('default')).toBe(true)
  expect(await store.read('default')).toBeNull()
  expect(await store.profiles()).toEqual(['other'])
  expect(await store.remove('default')).toBe(false)
})

test('the reason why there is no keyring is told', async () => {
  expect(await storeOver(new Error('no service')).probe()).toEqual({ available: false, reason: 'no service' })
  expect(await storeOver(working).probe()).toEqual({ available: true })
})
