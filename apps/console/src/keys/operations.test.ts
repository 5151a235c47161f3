import {
  encryptTo,
  environmentKeyPair,
  exchangePublicKey,
  keyDigest,
  keyringKeyPair,
  newEnvironmentKeys,
  newServiceAccountKeyring,
  openEnvironment,
  openPrivateKey,
  parseKeyring,
  parseToken,
  tokenKeyPair,
  unwrapEnvironmentKeys,
  wrapEnvironmentKeys,
} from '@bonafide/crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Vault } from './create-vault.ts'
import { inRequests } from './in-requests.ts'
import type { HeldEnvironment } from './shapes.ts'
import { memberOf, people, randomBytes, threadOf, unlockedVault, workerCode } from './testing.ts'

const me = memberOf()
const colleague = memberOf(people.bob)
const colleagueKeys = openPrivateKey(keyringKeyPair(colleague.keyring).privateKey)
const serverPair = environmentKeyPair('5e'.repeat(32))
const server = openPrivateKey(serverPair.privateKey)
const keys = newEnvironmentKeys(randomBytes)
const environment = environmentFor(keys)

// The worker as browsers get it, with the browser's cryptography; everything it makes and reads is checked with Node's.
let code: string
let vault: Vault
beforeAll(async () => {
  code = await workerCode()
  vault = await unlockedVault(me.credentials, () => threadOf(code))
  return () => vault.lock()
})

/** An environment as the server shows it to me. */
function environmentFor(held: typeof keys): HeldEnvironment {
  const { wrappedSeed, wrappedSalt } = wrapEnvironmentKeys(held, exchangePublicKey(me.keyring.publicKey), randomBytes)
  const identityKey = environmentKeyPair(held.seed).publicKey
  return { id: 'e1', name: 'Production', identityKey, wrappedKeys: { seed: wrappedSeed, salt: wrappedSalt } }
}

it('the worker’s file is plain JavaScript: no WebAssembly, no evaluated text, nothing stored, nothing sent', () => {
  expect(code).not.toMatch(
    /WebAssembly|\beval\(|new Function|Function\(|localStorage|indexedDB|sessionStorage|\bfetch\(|XMLHttpRequest|importScripts|node:/,
  )
})

describe('secrets', () => {
  const write = (text: string) => encryptTo(environment.identityKey, text, randomBytes)

  it('what other clients have written is read, with progress, in order', async () => {
    const secrets = Array.from({ length: 120 }, (_, index) => ({
      id: `${index}`,
      key: write(`K${index}`),
      value: write(`v${index}`),
      comment: '',
    }))
    const steps: number[] = []
    const opened = await vault.decryptSecrets(environment, secrets, (done, total) => steps.push(done / total))
    expect(opened.map(({ id, key, value }) => `${id} ${key} ${value}`)).toEqual(secrets.map(({ id }) => `${id} K${id} v${id}`))
    expect(steps.length).toBeGreaterThan(1)
    expect(steps.at(-1)).toBe(1)
  })

  it('an empty list is an empty list', async () => {
    expect(await vault.decryptSecrets(environment, [])).toEqual([])
    expect(await vault.encryptNewSecrets(environment, [])).toEqual([])
  })

  it('fields that were not asked for are not missed, overrides are opened too', async () => {
    const override = { value: write('mine'), isActive: true }
    const [opened] = await vault.decryptSecrets(environment, [{ key: write('A'), override }])
    expect(opened).toEqual({ key: 'A', override: { value: 'mine', isActive: true }, unreadable: false })
  })

  it('entries of a list get key and comment in plain, next to what they had', async () => {
    const entry = { id: 's', key: null, comment: null, encryptedKey: write('A'), encryptedComment: write('why'), valueLength: 3 }
    const [opened] = await vault.decryptEntries(environment, [entry])
    expect(opened).toEqual({ ...entry, key: 'A', comment: 'why', unreadable: false })
    const [foreign] = await vault.decryptEntries(environment, [{ encryptedKey: 'ph:v1:nonsense' }])
    expect(foreign).toMatchObject({ key: '', comment: '', unreadable: true })
  })

  it('a value that was not asked for stays null', async () => {
    expect(await vault.decryptSecrets(environment, [{ key: write('A'), value: null }])).toEqual([
      { key: 'A', value: null, unreadable: false },
    ])
  })

  it('a sealed value stays shut', async () => {
    const [opened] = await vault.decryptSecrets(environment, [{ key: write('A'), value: write('x'), type: 'SEALED' as const }])
    expect(opened).toMatchObject({ key: 'A', value: '' })
  })

  it('one that nobody can read hides no other', async () => {
    const other = encryptTo(serverPair.publicKey, 'x', randomBytes)
    const opened = await vault.decryptSecrets(environment, [{ value: other }, { value: 'ph:v1:nonsense' }, { value: write('x') }])
    expect(opened).toMatchObject([
      { value: '', unreadable: true },
      { value: '', unreadable: true },
      { value: 'x', unreadable: false },
    ])
  })

  it('what is written opens for other clients and is found by its digest', async () => {
    const override = { value: 'mine', isActive: false }
    const wanted = {
      key: 'Database_Url',
      value: 'postgres://ä',
      comment: 'why',
      tags: ['a'],
      path: '/x',
      type: 'CONFIG' as const,
      override,
    }
    const [secret] = await vault.encryptNewSecrets(environment, [wanted])
    const open = openEnvironment(keys.seed).decrypt
    expect(open(secret?.key ?? '')).toBe('DATABASE_URL')
    expect(secret?.keyDigest).toBe(keyDigest('DATABASE_URL', keys.salt))
    expect(open(secret?.value ?? '')).toBe('postgres://ä')
    expect(open(secret?.comment ?? '')).toBe('why')
    expect(open(secret?.override?.value ?? '')).toBe('mine')
    expect(secret).toMatchObject({ tags: ['a'], path: '/x', type: 'CONFIG', override: { isActive: false } })
  })

  it('a change holds what was changed and nothing else', async () => {
    const [change] = await vault.encryptChangedSecrets(environment, [{ id: 's', tags: [], comment: '', version: 3 }])
    expect(change).toEqual({ id: 's', tags: [], comment: '', version: 3 })
  })

  it.each(['', ' A', 'A=B', 'A\n', 'A\ud800', 'A'.repeat(257)])('the key %j is refused', async (key) => {
    await expect(vault.encryptNewSecrets(environment, [{ key, value: 'x' }])).rejects.toMatchObject({ code: 'invalid_secret' })
  })

  it('half of a character is refused rather than stored as another', async () => {
    await expect(vault.encryptNewSecrets(environment, [{ key: 'A', value: '\ud800' }])).rejects.toMatchObject({ code: 'invalid_secret' })
  })

  it('lists are split so that each fits into a request', () => {
    const inputs = Array.from({ length: 100 }, (_, id) => ({ id, value: 'x'.repeat(10_000) }))
    const requests = inRequests(inputs)
    expect(requests.flat()).toEqual(inputs)
    for (const request of requests) expect(JSON.stringify(request).length).toBeLessThan(200 * 1024)
    expect(inRequests([])).toEqual([])
    expect(inRequests([{ value: 'x'.repeat(500_000) }])).toHaveLength(1)
  })
})

describe('environments', () => {
  it('keys of another environment, put in place of these, are refused by name', async () => {
    const swapped = { ...environment, identityKey: environmentKeyPair('aa'.repeat(32)).publicKey }
    const refused = { code: 'unusable_keys', message: expect.stringContaining('Production') }
    await expect(vault.decryptSecrets(swapped, [])).rejects.toMatchObject(refused)
    await expect(vault.handEnvironments([swapped], serverPair.publicKey)).rejects.toMatchObject(refused)
  })

  it('an environment that is not held says whom to ask', async () => {
    const denied = vault.decryptSecrets({ ...environment, wrappedKeys: null }, [])
    await expect(denied).rejects.toMatchObject({ code: 'no_keys', message: expect.stringContaining('Production') })
  })

  it('fresh keys open for everybody they were made for, and differ between environments', async () => {
    const recipients = [
      { kind: 'MEMBER' as const, id: 'me', identityKey: me.keyring.publicKey },
      { kind: 'SERVICE_ACCOUNT' as const, id: 'robot', identityKey: colleague.keyring.publicKey },
    ]
    const made = await vault.makeEnvironments(['Development', 'Production'], recipients)
    expect(made.map(({ name, keys }) => [name, keys.map(({ memberId, serviceAccountId }) => memberId ?? serviceAccountId)])).toEqual([
      ['Development', ['me', 'robot']],
      ['Production', ['me', 'robot']],
    ])
    const seeds = made.map(({ identityKey, keys: [mine, theirs] }) => {
      if (!mine || !theirs) throw new Error('not wrapped')
      const opened = unwrapEnvironmentKeys(theirs, colleagueKeys, identityKey)
      expect(unwrapEnvironmentKeys(mine, openPrivateKey(keyringKeyPair(me.keyring).privateKey), identityKey)).toEqual(opened)
      return opened.seed
    })
    expect(new Set(seeds).size).toBe(2)
  })

  it('nobody locks himself out, and no key of low order gets anything', async () => {
    const theirs = { kind: 'MEMBER' as const, id: 'x', identityKey: colleague.keyring.publicKey }
    await expect(vault.makeEnvironments(['A'], [theirs])).rejects.toMatchObject({ code: 'unusable_recipient' })
    const weak = { identityKey: `01${'00'.repeat(31)}` }
    await expect(vault.wrapEnvironments([environment], weak)).rejects.toMatchObject({ code: 'unusable_recipient' })
  })

  it('are passed on to another member, and handed to the server', async () => {
    const [granted] = await vault.wrapEnvironments([environment], { identityKey: colleague.keyring.publicKey })
    expect(granted?.environmentId).toBe('e1')
    expect(granted && unwrapEnvironmentKeys(granted, colleagueKeys, environment.identityKey)).toEqual(keys)
    const [handed] = await vault.handEnvironments([environment], serverPair.publicKey)
    expect(handed && [server.decrypt(handed.seed), server.decrypt(handed.salt)]).toEqual([keys.seed, keys.salt])
  })
})

describe('service accounts and tokens', () => {
  const handlers = [
    { id: 'me', identityKey: me.keyring.publicKey },
    { id: 'colleague', identityKey: colleague.keyring.publicKey },
  ]
  const handled = async () => {
    const { identityKey, handlers: wrapped } = await vault.makeAccount(handlers)
    return { account: { id: 'a', name: 'deploy', identityKey, wrappedKeyring: wrapped[0]?.wrappedKeyring }, wrapped }
  }

  it('a new keyring opens for each handler, without more than it needs', async () => {
    const { account, wrapped } = await handled()
    expect(wrapped.map(({ memberId }) => memberId)).toEqual(['me', 'colleague'])
    const keyring = parseKeyring(colleagueKeys.decrypt(wrapped[1]?.wrappedKeyring ?? ''))
    expect(keyring).toEqual({ publicKey: account.identityKey, privateKey: expect.any(String) })
  })

  it('goes to the server and to other handlers as it is', async () => {
    const { account } = await handled()
    const { id, keyring } = await vault.handAccount(account, serverPair.publicKey)
    const taken = await vault.wrapAccount(account, handlers.slice(1))
    expect([id, taken.id]).toEqual(['a', 'a'])
    expect(parseKeyring(server.decrypt(keyring)).publicKey).toBe(account.identityKey)
    expect(colleagueKeys.decrypt(taken.handlers[0]?.wrappedKeyring ?? '')).toBe(server.decrypt(keyring))
  })

  it('a keyring of another account, or none, is refused by name', async () => {
    const { account } = await handled()
    const other = { ...account, identityKey: newServiceAccountKeyring(randomBytes).publicKey }
    await expect(vault.handAccount(other, serverPair.publicKey)).rejects.toMatchObject({ code: 'unusable_keys' })
    const none = vault.wrapAccount({ ...account, wrappedKeyring: null }, handlers)
    await expect(none).rejects.toMatchObject({ code: 'no_keys', message: expect.stringContaining('deploy') })
  })

  it('tokens carry one half of the right key; the server’s half completes it', async () => {
    const { account } = await handled()
    const value = 'ab'.repeat(32)
    let share = ''
    const keep = (answer: string) => async (wrappedKeyShare: string) => {
      share = wrappedKeyShare
      return answer
    }
    const personal = parseToken(await vault.makePersonalAccessToken(keep(value)))
    expect(personal).toMatchObject({ kind: 'pss_user:v1', value })
    expect(tokenKeyPair(personal, share)).toEqual(keyringKeyPair(me.keyring))

    const service = parseToken(await vault.makeServiceAccountToken(account, keep(`ServiceAccount ${value}`)))
    expect(service).toMatchObject({ kind: 'pss_service:v2', value, publicKey: exchangePublicKey(account.identityKey) })
    expect(openPrivateKey(tokenKeyPair(service, share).privateKey).publicKey).toBe(service.publicKey)
  })

  it('a lock while the server makes the token loses nothing, and an odd answer is not sold as a token', async () => {
    const other = await unlockedVault(me.credentials)
    const token = other.makePersonalAccessToken(async () => {
      other.lock()
      return 'ab'.repeat(32)
    })
    expect(parseToken(await token).kind).toBe('pss_user:v1')
    await expect(vault.makePersonalAccessToken(async () => '')).rejects.toMatchObject({ code: 'token_lost' })
  })
})
