// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how references are written
import {
  createEncryptedSecrets,
  createSecrets,
  deleteSecrets,
  grantAccountAccess,
  listFolders,
  listTags,
  readEncryptedSecrets,
  readEncryptedSecretsJson,
  readSecretHistory,
  readSecrets,
  restoreSecretVersion,
  updateEncryptedSecrets,
  updateSecrets,
} from '@bonafide/core'
import { encryptTo, environmentKeyPair, keyDigest, keyringKeyPair, openPrivateKey, unwrapEnvironmentKeys } from '@bonafide/crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSecretWorld, random, type SecretWorld, type Somebody } from './testing/secret-world.ts'

let world: SecretWorld
let home: Awaited<ReturnType<SecretWorld['organisation']>>
let account: Somebody
let app: Awaited<ReturnType<SecretWorld['app']>>
let environmentId: string

beforeAll(async () => {
  world = await createSecretWorld()
  home = await world.organisation()
  account = await home.account()
})
afterAll(() => world.close())
beforeEach(async () => {
  app = await world.app(home.owner)
  environmentId = app.environmentId
  await grantAccountAccess({ serviceAccountId: account.id, environmentIds: [environmentId] }, home.owner.context)
})

const code = (wanted: string) => expect.objectContaining({ name: 'DomainError', code: wanted })
const digit = (seed: string) => keyDigest(seed, 'a'.repeat(64))
const draft = (key: string, more: object = {}) => {
  const { publicKey } = environmentKeyPair('1'.repeat(64))
  const seal = (text: string) => encryptTo(publicKey, text, random)
  return { key: seal(key), keyDigest: digit(key), value: seal(`value of ${key}`), comment: '', ...more }
}
const rows = (somebody = account) => readEncryptedSecrets({ environmentId }, somebody.context)
const plain = async (more: object = {}, somebody = account) => readSecrets({ environmentId, ...more }, somebody.context)
const values = async (more: object = {}, somebody = account) =>
  Object.fromEntries((await plain(more, somebody)).map(({ key, value }) => [key, value]))
const folders = async (path: string) => (await listFolders({ environmentIds: [environmentId], path }, account.context)).get(environmentId)
const updatedAt = async () =>
  (await world.database.pool.query('select updated_at from environments where id = $1', [environmentId])).rows[0].updated_at.getTime()

describe('a batch of ciphertext', () => {
  it('is stored whole, with versions, tags and one audit row', async () => {
    const audits = await world.count('audit_events')
    await createEncryptedSecrets(
      { environmentId, secrets: [draft('A', { tags: ['db', 'x'], path: 'one//two/' }), draft('B')] },
      account.context,
    )
    expect(await rows()).toMatchObject([
      {
        path: '/',
        version: 1,
        folder: null,
        tags: [],
        type: 'secret',
        lifecycle: 'static',
        override: null,
        environment: environmentId,
        comment: '',
      },
      { path: '/one/two', version: 1, folder: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8/), tags: ['db', 'x'] },
    ])
    expect(await world.count('audit_events')).toBe(audits + 2)
    expect((await listTags(account.context)).map(({ name }) => name)).toEqual(expect.arrayContaining(['db', 'x']))
  })

  it('is refused whole when one key is there twice, in the batch or in the environment', async () => {
    await createEncryptedSecrets({ environmentId, secrets: [draft('A')] }, account.context)
    const before = await world.count('secret_versions')
    await expect(createEncryptedSecrets({ environmentId, secrets: [draft('B'), draft('A')] }, account.context)).rejects.toEqual(
      code('conflict'),
    )
    await expect(createEncryptedSecrets({ environmentId, secrets: [draft('C'), draft('C')] }, account.context)).rejects.toEqual(
      code('conflict'),
    )
    expect(await rows()).toHaveLength(1)
    expect(await world.count('secret_versions')).toBe(before)
  })

  it('with one malformed item is refused whole', async () => {
    for (const bad of [
      { value: 'plain text' },
      { keyDigest: 'zz' },
      { key: 'ph:v1:00:x' },
      { path: 'a\u0000b' },
      { comment: undefined },
      { tags: ['t'.repeat(65)] },
    ]) {
      await expect(createEncryptedSecrets({ environmentId, secrets: [draft('A'), draft('B', bad)] }, account.context)).rejects.toEqual(
        code('malformed_request'),
      )
    }
    expect(await rows()).toEqual([])
  })

  it('of null or nothing changes nothing, and still wants access', async () => {
    const before = await updatedAt()
    await createEncryptedSecrets({ environmentId, secrets: null }, account.context)
    await updateEncryptedSecrets({ environmentId, secrets: [] }, account.context)
    expect(await updatedAt()).toBe(before)
    const stranger = await home.account()
    await expect(createEncryptedSecrets({ environmentId, secrets: null }, stranger.context)).rejects.toEqual(code('not_found'))
  })

  it('of five thousand is written and read in few statements', async () => {
    const one = draft('A')
    const secrets = Array.from({ length: 5000 }, (_, index) => ({ ...one, keyDigest: digit(`K${index}`) }))
    await createEncryptedSecrets({ environmentId, secrets }, account.context)
    expect(await rows()).toHaveLength(5000)
  })

  it('races: of twenty equal keys exactly one is stored', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => createEncryptedSecrets({ environmentId, secrets: [draft('RACE')] }, account.context)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toEqual(code('conflict'))
    expect(await rows()).toHaveLength(1)
  })

  it('moves the environment in time with every write, strictly', async () => {
    const seen = [await updatedAt()]
    for (const key of ['A', 'B', 'C']) {
      await createEncryptedSecrets({ environmentId, secrets: [draft(key)] }, account.context)
      seen.push(await updatedAt())
    }
    expect(seen).toEqual([...new Set(seen)].toSorted((left, right) => left - right))
  })
})

describe('an update of ciphertext', () => {
  const stored = async (...keys: string[]) => {
    await createEncryptedSecrets({ environmentId, secrets: keys.map((key) => draft(key, { tags: ['t'] })) }, account.context)
    const all = await rows()
    return keys.map((key) => all.find(({ keyDigest }) => keyDigest === digit(key)) as (typeof all)[number])
  }

  it('keeps what is missing, except tags, and makes the next version', async () => {
    const [before] = await stored('A')
    await updateEncryptedSecrets({ environmentId, secrets: [{ id: before?.id, path: '/x' }] }, account.context)
    expect(await rows()).toMatchObject([
      { id: before?.id, key: before?.key, value: before?.value, keyDigest: before?.keyDigest, tags: [], path: '/x', version: 2 },
    ])
  })

  it('lets two secrets trade names', async () => {
    const [a, b] = await stored('A', 'B')
    const swap = [
      { id: a?.id, ...draft('B') },
      { id: b?.id, ...draft('A') },
    ]
    await updateEncryptedSecrets({ environmentId, secrets: swap }, account.context)
    expect((await rows()).map(({ id, keyDigest }) => [id, keyDigest])).toEqual([
      [a?.id, digit('B')],
      [b?.id, digit('A')],
    ])
  })

  it('is refused whole for a taken name, an unknown id or one of another environment', async () => {
    const [a, b] = await stored('A', 'B')
    const change = (secrets: object[]) => updateEncryptedSecrets({ environmentId, secrets }, account.context)
    await expect(change([{ id: a?.id, ...draft('B') }])).rejects.toEqual(code('conflict'))
    await expect(change([{ id: a?.id, ...draft('X') }, { id: world.id() }])).rejects.toEqual(code('not_found'))
    await createEncryptedSecrets({ environmentId: app.environments[1]?.id, secrets: [draft('O')] }, home.owner.context)
    const [other] = await readEncryptedSecrets({ environmentId: app.environments[1]?.id }, home.owner.context)
    await expect(
      change([
        { id: b?.id, ...draft('X') },
        { id: other?.id, ...draft('Y') },
      ]),
    ).rejects.toEqual(code('not_found'))
    expect((await rows()).map(({ version }) => version)).toEqual([1, 1])
  })

  it('SEC-39 two people start from one version: the second is told', async () => {
    const [a] = await stored('A')
    const save = () => updateEncryptedSecrets({ environmentId, secrets: [{ id: a?.id, ...draft('A'), version: 1 }] }, home.owner.context)
    const outcomes = await Promise.allSettled([save(), save()])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: code('conflict') })
  })

  it('never unseals, and never changes a sealed value', async () => {
    await createEncryptedSecrets({ environmentId, secrets: [draft('S', { type: 'sealed' })] }, account.context)
    const [sealed] = await rows()
    const change = (more: object) => updateEncryptedSecrets({ environmentId, secrets: [{ id: sealed?.id, ...more }] }, account.context)
    await expect(change({ type: 'secret' })).rejects.toEqual(code('sealed_secret'))
    await change({ value: draft('X').value })
    expect(await rows()).toMatchObject([{ value: sealed?.value, version: 2, type: 'sealed' }])
  })
})

describe('overrides', () => {
  it('belong to one member and change nothing for others', async () => {
    const other = await home.member(await home.managed('admin'))
    const next = await world.app(home.owner)
    const target = { environmentId: next.environmentId }
    await createEncryptedSecrets(
      { ...target, secrets: [draft('A', { override: { value: draft('mine').value, isActive: true } })] },
      other.context,
    )
    const of = async (somebody: Somebody) => (await readEncryptedSecrets(target, somebody.context))[0]
    expect(await of(other)).toMatchObject({ override: { isActive: true, value: expect.stringMatching(/^ph:v1:/) }, version: 1 })
    expect(await of(home.owner)).toMatchObject({ override: null })
    await updateEncryptedSecrets(
      { ...target, secrets: [{ id: (await of(other))?.id, override: { value: '', isActive: false } }] },
      other.context,
    )
    expect(await of(other)).toMatchObject({ override: { isActive: false, value: '' }, version: 2 })
    await grantAccountAccess({ serviceAccountId: account.id, environmentIds: [next.environmentId] }, home.owner.context)
    expect(await of(account)).toMatchObject({ override: null })
  })

  it('of a service account are passed over', async () => {
    await createEncryptedSecrets({ environmentId, secrets: [draft('A', { override: { value: '', isActive: true } })] }, account.context)
    expect(await rows()).toMatchObject([{ override: null }])
  })
})

/** How many statements the work sends outside transactions. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const { pool } = world.database
  const { query } = pool
  let count = 0
  pool.query = function counted(this: typeof pool, ...given: never[]) {
    count++
    return Reflect.apply(query, pool, given)
  } as typeof query
  try {
    await work()
  } finally {
    pool.query = query
  }
  return count
}

describe('reading', () => {
  it('D17 costs one statement and leaves one audit row with ids and path', async () => {
    await createEncryptedSecrets({ environmentId, secrets: [draft('A'), draft('B', { path: '/x' })] }, account.context)
    const [, inFolder] = await rows()
    const before = await world.count('audit_events')
    expect(await statementsOf(() => readEncryptedSecretsJson({ environmentId, path: 'x' }, account.context))).toBe(1)
    expect(await world.count('audit_events')).toBe(before + 1)
    const { rows: found } = await world.database.pool.query('select * from audit_events order by id desc limit 1')
    expect(found[0]).toMatchObject({
      action: 'secrets.read',
      resource_id: environmentId,
      actor_id: account.id,
      after: { path: '/x', secretIds: [inFolder?.id] },
      ip: '192.0.2.1',
    })
  })

  it('D17 in plain text costs one statement too, also by app and name', async () => {
    await createSecrets(
      {
        environmentId,
        secrets: [
          { key: 'A', value: '${B}' },
          { key: 'B', value: 'b' },
        ],
      },
      account.context,
    )
    expect(await statementsOf(() => plain())).toBe(1)
    expect(await statementsOf(() => readSecrets({ appId: app.id, environmentName: 'development' }, account.context))).toBe(1)
  })

  it('filters by path, digest and any of the tags, without repetition', async () => {
    await createEncryptedSecrets(
      { environmentId, secrets: [draft('A', { tags: ['a', 'b'] }), draft('B', { path: '/x/y' }), draft('C', { path: '/x' })] },
      account.context,
    )
    const ids = async (more: object) =>
      (await readEncryptedSecrets({ environmentId, ...more }, account.context)).map(({ keyDigest }) => keyDigest)
    expect(await ids({})).toEqual([digit('A'), digit('C'), digit('B')])
    expect(await ids({ path: '', keyDigest: '' })).toHaveLength(3)
    expect(await ids({ path: '/' })).toEqual([digit('A')])
    expect(await ids({ path: 'x//y/' })).toEqual([digit('B')])
    expect(await ids({ keyDigest: digit('C') })).toEqual([digit('C')])
    expect(await ids({ tags: ['a', 'b', 'none'] })).toEqual([digit('A')])
    expect(await ids({ tags: ['none'] })).toEqual([])
  })

  it('spells the fields as asked', async () => {
    await createEncryptedSecrets({ environmentId, secrets: [draft('A', { path: '/f' })] }, account.context)
    const snake = JSON.parse(await readEncryptedSecretsJson({ environmentId, naming: 'snake' }, account.context))[0]
    expect(Object.keys(snake)).toEqual([
      'id',
      'key',
      'value',
      'comment',
      'tags',
      'override',
      'type',
      'lifecycle',
      'environment',
      'folder',
      'path',
      'key_digest',
      'version',
      'created_at',
      'updated_at',
    ])
    expect(snake.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    const camel = JSON.parse(await readEncryptedSecretsJson({ environmentId }, account.context))[0]
    expect(Object.keys(camel).slice(-4)).toEqual(['keyDigest', 'version', 'createdAt', 'updatedAt'])
    expect(camel.folder).toBe(snake.folder)
  })

  it('shows folders as a tree', async () => {
    await createEncryptedSecrets(
      { environmentId, secrets: [draft('A', { path: '/x/y' }), draft('B', { path: '/x' }), draft('C', { path: '/z' })] },
      account.context,
    )
    expect(await folders('/')).toEqual([
      { name: 'x', path: '/x', secrets: 1 },
      { name: 'z', path: '/z', secrets: 1 },
    ])
    expect(await folders('x/')).toEqual([{ name: 'y', path: '/x/y', secrets: 1 }])
  })
})

describe('another organisation', () => {
  it('9.2 #28: reads, changes, deletes and moves nothing of ours, whatever ids it knows', async () => {
    await createEncryptedSecrets({ environmentId, secrets: [draft('A')] }, account.context)
    const [ours] = await rows()
    const away = await world.organisation()
    const theirs = await world.app(away.owner)
    const id = ours?.id
    const attempts: (() => Promise<unknown>)[] = [
      () => readEncryptedSecrets({ environmentId }, away.owner.context),
      () => readSecrets({ environmentId }, away.owner.context),
      () => readSecrets({ appId: app.id, environmentName: 'Development' }, away.owner.context),
      () => readEncryptedSecrets({ secretId: id }, away.owner.context),
      () => createEncryptedSecrets({ environmentId, secrets: [draft('B')] }, away.owner.context),
      () => createSecrets({ environmentId, secrets: [{ key: 'B', value: '' }] }, away.owner.context),
      () => updateEncryptedSecrets({ environmentId, secrets: [{ id, ...draft('B') }] }, away.owner.context),
      () => updateEncryptedSecrets({ environmentId: theirs.environmentId, secrets: [{ id, ...draft('B') }] }, away.owner.context),
      () => updateSecrets({ environmentId: theirs.environmentId, secrets: [{ id, value: 'x' }] }, away.owner.context),
      () => deleteSecrets({ environmentId, ids: [id] }, away.owner.context),
      () => deleteSecrets({ environmentId: theirs.environmentId, ids: [id] }, away.owner.context),
      () => readSecretHistory({ secretId: id }, away.owner.context),
      () => restoreSecretVersion({ secretId: id, version: 1 }, away.owner.context),
      () => listFolders({ environmentIds: [environmentId] }, away.owner.context),
    ]
    for (const attempt of attempts) await expect(attempt(), String(attempt)).rejects.toEqual(code('not_found'))
    expect(await deleteSecrets({ environmentId: theirs.environmentId, ids: [id], strict: false }, away.owner.context)).toEqual({
      deleted: 0,
    })
    expect(await rows()).toEqual([ours])
  })

  it('and a colleague without a key are told the same', async () => {
    const colleague = await home.member(await home.managed('developer'))
    await expect(readEncryptedSecrets({ environmentId }, colleague.context)).rejects.toMatchObject({ code: 'not_found', known: true })
    await expect(readEncryptedSecrets({ environmentId: world.id() }, colleague.context)).rejects.toMatchObject({
      code: 'not_found',
      known: false,
    })
    const before = await world.count('audit_events')
    await expect(readSecrets({ environmentId }, colleague.context)).rejects.toEqual(code('not_found'))
    expect(await world.count('audit_events')).toBe(before)
  })

  it('a role without the permission is refused before anything is looked up', async () => {
    const role = await home.custom({ organisation: {}, app: { Secrets: ['read'] } })
    const reader = await home.account(role)
    await grantAccountAccess({ serviceAccountId: reader.id, environmentIds: [environmentId] }, home.owner.context)
    expect(await readEncryptedSecrets({ environmentId }, reader.context)).toEqual([])
    await expect(createEncryptedSecrets({ environmentId, secrets: [] }, reader.context)).rejects.toEqual(code('forbidden'))
    await expect(deleteSecrets({ environmentId, ids: [] }, reader.context)).rejects.toEqual(code('forbidden'))
  })
})

describe('plain secrets', () => {
  it('come back as written, in order, keys upper-cased', async () => {
    const made = await createSecrets(
      {
        environmentId,
        secrets: [
          { key: 'b', value: '2', path: '/x' },
          { key: 'a', value: '1', comment: 'c', tags: ['t'] },
        ],
      },
      account.context,
    )
    expect(made).toMatchObject([
      { key: 'B', value: '2', path: '/x' },
      { key: 'A', value: '1', comment: 'c', tags: ['t'], path: '/', version: 1 },
    ])
    expect((await plain()).map(({ key }) => key)).toEqual(['A', 'B'])
    expect(await plain({ key: 'a' })).toEqual([made[1]])
    expect(await plain({ key: 'nothing' })).toEqual([])
  })

  it('are found by digest and opened by clients that hold the key', async () => {
    await createSecrets({ environmentId, secrets: [{ key: 'name', value: 'välue' }] }, account.context)
    const { rows: keys } = await world.database.pool.query(
      'select k.*, e.identity_key from environment_keys k join environments e on e.id = environment_id where environment_id = $1 and service_account_id = $2',
      [environmentId, account.id],
    )
    const owner = openPrivateKey(keyringKeyPair(account.keyring).privateKey)
    const { seed, salt } = unwrapEnvironmentKeys(
      { wrappedSeed: keys[0].wrapped_seed, wrappedSalt: keys[0].wrapped_salt },
      owner,
      keys[0].identity_key,
    )
    const [secret] = await rows()
    const client = openPrivateKey(environmentKeyPair(seed).privateKey)
    expect([secret && client.decrypt(secret.key), secret && client.decrypt(secret.value), secret?.comment]).toEqual(['NAME', 'välue', ''])
    expect(secret?.keyDigest).toBe(keyDigest('NAME', salt))
  })

  it('keep what an update leaves out, tags included', async () => {
    const [made] = await createSecrets({ environmentId, secrets: [{ key: 'A', value: '1', comment: 'c', tags: ['t'] }] }, account.context)
    const [changed] = await updateSecrets({ environmentId, secrets: [{ id: made?.id, value: '2' }] }, account.context)
    expect(changed).toMatchObject({ ...made, value: '2', version: 2, updatedAt: changed?.updatedAt })
  })

  it('of an end-to-end app are refused, and nothing is recorded as read', async () => {
    await world.database.pool.query('update apps set server_encryption = false where id = $1', [app.id])
    await world.database.pool.query('update environments set server_wrapped_seed = null, server_wrapped_salt = null where app_id = $1', [
      app.id,
    ])
    const before = await world.count('audit_events')
    await expect(plain()).rejects.toEqual(code('server_encryption_required'))
    await expect(createSecrets({ environmentId, secrets: [{ key: 'A', value: '' }] }, account.context)).rejects.toEqual(
      code('server_encryption_required'),
    )
    expect(await world.count('audit_events')).toBe(before)
  })

  it('SEC-17 keys that no environment could hold are refused; spellings in Unicode stay apart', async () => {
    for (const key of ['', ' A', 'A ', 'A=B', 'A\nB', 'A\u0000', 'K'.repeat(257), '\ud800']) {
      await expect(createSecrets({ environmentId, secrets: [{ key, value: '' }] }, account.context), key).rejects.toEqual(
        code('malformed_request'),
      )
    }
    await createSecrets(
      {
        environmentId,
        secrets: [
          { key: 'É', value: 'composed' },
          { key: 'E\u0301', value: 'decomposed' },
          { key: 'K'.repeat(256), value: '' },
        ],
      },
      account.context,
    )
    expect(await values()).toMatchObject({ É: 'composed', 'E\u0301': 'decomposed' })
  })

  it('SEC-23 values come back byte for byte', async () => {
    const samples = [
      'line\n',
      'a\r\nb',
      '  both  ',
      '\ttab\t',
      '',
      '007',
      'true',
      '1e5',
      '"',
      "'",
      '🙂',
      '\uFEFFbom',
      '${',
      '${{x}}',
      '\u2028',
      '\\n',
      'x'.repeat(65536),
    ]
    await createSecrets({ environmentId, secrets: samples.map((value, index) => ({ key: `S${index}`, value })) }, account.context)
    expect(await values()).toEqual(Object.fromEntries(samples.map((value, index) => [`S${index}`, value])))
    const storable = fc.string({ unit: 'binary', maxLength: 200 }).filter((text) => !text.includes('\0') && text.isWellFormed())
    const batches = fc.array(storable, { minLength: 1, maxLength: 100 })
    await fc.assert(
      fc.asyncProperty(batches, async (list) => {
        const target = { environmentId: app.environments[1]?.id }
        const made = await createSecrets(
          { ...target, secrets: list.map((value, index) => ({ key: `P${index}`, value, comment: value })) },
          home.owner.context,
        )
        const read = await readSecrets({ ...target, resolveReferences: false }, home.owner.context)
        const byId = new Map(read.map((secret) => [secret.id, secret]))
        expect(made.map(({ id }) => [byId.get(id)?.value, byId.get(id)?.comment])).toEqual(list.map((value) => [value, value]))
        await deleteSecrets({ ...target, ids: made.map(({ id }) => id) }, home.owner.context)
      }),
      { numRuns: 40 },
    )
  })

  it('SEC-57 equal values have unrelated ciphertexts and digests', async () => {
    const other = await world.app(home.owner)
    await createSecrets(
      {
        environmentId,
        secrets: [
          { key: 'A', value: 'same' },
          { key: 'B', value: 'same' },
        ],
      },
      account.context,
    )
    await createSecrets({ environmentId: other.environmentId, secrets: [{ key: 'A', value: 'same' }] }, home.owner.context)
    const stored = [...(await rows()), ...(await readEncryptedSecrets({ environmentId: other.environmentId }, home.owner.context))]
    expect(new Set(stored.map(({ value }) => value.split(':')[2])).size).toBe(3)
    expect(new Set(stored.map(({ keyDigest }) => keyDigest)).size).toBe(3)
  })

  it('SEC-47 ciphertext moved to another environment does not open there', async () => {
    const target = { environmentId: app.environments[1]?.id }
    await createSecrets({ environmentId, secrets: [{ key: 'A', value: 'prod' }] }, account.context)
    await createSecrets({ ...target, secrets: [{ key: 'A', value: 'dev' }] }, home.owner.context)
    const [source] = await rows()
    await world.database.pool.query('update secrets set value = $1 where environment_id = $2', [source?.value, target.environmentId])
    await expect(readSecrets(target, home.owner.context)).rejects.toMatchObject({
      code: 'internal_error',
      message: expect.stringMatching(/does not open/),
    })
    await world.database.pool.query(
      'update environments e set server_wrapped_seed = o.server_wrapped_seed, server_wrapped_salt = o.server_wrapped_salt from environments o where e.id = $1 and o.id = $2',
      [target.environmentId, environmentId],
    )
    await expect(readSecrets(target, home.owner.context)).rejects.toMatchObject({ code: 'decryption_failed' })
  })

  it('cannot be deleted in part', async () => {
    const made = await createSecrets(
      {
        environmentId,
        secrets: [
          { key: 'A', value: '' },
          { key: 'B', value: '' },
        ],
      },
      account.context,
    )
    await expect(deleteSecrets({ environmentId, ids: [made[0]?.id, world.id()] }, account.context)).rejects.toEqual(code('not_found'))
    expect(await plain()).toHaveLength(2)
    expect(await deleteSecrets({ environmentId, ids: made.map(({ id }) => id) }, account.context)).toEqual({ deleted: 2 })
    expect(await plain()).toEqual([])
    await createSecrets({ environmentId, secrets: [{ key: 'A', value: 'again' }] }, account.context)
    expect(await values()).toEqual({ A: 'again' })
  })

  it('a failure on the way leaves nothing behind', async () => {
    const before = [
      await world.count('secrets'),
      await world.count('secret_versions'),
      await world.count('audit_events'),
      await updatedAt(),
    ]
    const broken = { ...account.context, request: { ...account.context.request, userAgent: 'nul \u0000' } }
    await expect(createSecrets({ environmentId, secrets: [{ key: 'A', value: '', tags: ['left-behind'] }] }, broken)).rejects.toThrow()
    expect([
      await world.count('secrets'),
      await world.count('secret_versions'),
      await world.count('audit_events'),
      await updatedAt(),
    ]).toEqual(before)
    expect((await listTags(account.context)).map(({ name }) => name)).not.toContain('left-behind')
  })
})

describe('a sealed secret', () => {
  it('3.6 reaches tokens, and is shown to no person in a session: not directly, not by reference, not in the history', async () => {
    const elsewhere = app.environments[1]?.id
    await createSecrets({ environmentId: elsewhere, secrets: [{ key: 'FAR', value: 'hidden', type: 'sealed' }] }, home.owner.context)
    const secrets = [
      { key: 'S', value: 'hidden', type: 'sealed' },
      { key: 'BY_NAME', value: '${S} ${staging.FAR}' },
    ]
    const [sealed] = await createSecrets({ environmentId, secrets }, home.owner.context)
    const { context } = home.owner
    const session = { ...context, actor: { ...context.actor, via: { kind: 'session', id: world.id() } } } as typeof context
    expect(await values({}, { ...home.owner, context: session })).toEqual({ S: '', BY_NAME: '${S} ${staging.FAR}' })
    expect(await readSecretHistory({ secretId: sealed?.id }, session)).toMatchObject([{ value: '' }])
    expect(await values({}, home.owner)).toEqual({ S: 'hidden', BY_NAME: 'hidden hidden' })
  })

  it('3.6 is not shown either in the answer to a change of something else, nor in the history from before it was sealed', async () => {
    const { context } = home.owner
    const session = { ...context, actor: { ...context.actor, via: { kind: 'session', id: world.id() } } } as typeof context
    const [made] = await createSecrets({ environmentId, secrets: [{ key: 'S', value: 'hidden' }] }, context)
    const change = (more: object) => updateSecrets({ environmentId, secrets: [{ id: made?.id, ...more }] }, session)
    expect(await change({ type: 'sealed' })).toMatchObject([{ key: 'S', value: '' }])
    expect(await change({ comment: 'why' })).toMatchObject([{ comment: 'why', value: '' }])
    expect(JSON.stringify(await readSecretHistory({ secretId: made?.id }, session))).not.toContain('hidden')
    expect(await values({}, home.owner)).toEqual({ S: 'hidden' })
  })
})

describe('history', () => {
  it('keeps every version, who made it, and brings one back as the next', async () => {
    const [made] = await createSecrets({ environmentId, secrets: [{ key: 'A', value: 'one' }] }, account.context)
    await updateSecrets({ environmentId, secrets: [{ id: made?.id, value: 'two' }] }, home.owner.context)
    await restoreSecretVersion({ secretId: made?.id, version: 1 }, home.owner.context)
    expect(await readSecretHistory({ secretId: made?.id }, account.context)).toMatchObject([
      { version: 3, value: 'one', event: 'update', actor: { id: home.owner.id }, encrypted: false },
      { version: 2, value: 'two', event: 'update', actor: { kind: 'member' } },
      { version: 1, value: 'one', event: 'create', actor: { kind: 'service_account', id: account.id } },
    ])
    await expect(restoreSecretVersion({ secretId: made?.id, version: 9 }, home.owner.context)).rejects.toEqual(code('not_found'))
  })

  it('SEC-24 of a deleted secret, or after losing the key, is not there', async () => {
    const [made] = await createSecrets({ environmentId, secrets: [{ key: 'A', value: 'one' }] }, account.context)
    await world.database.pool.query('delete from environment_keys where service_account_id = $1', [account.id])
    await expect(readSecretHistory({ secretId: made?.id }, account.context)).rejects.toEqual(code('not_found'))
    await deleteSecrets({ environmentId, ids: [made?.id] }, home.owner.context)
    await expect(readSecretHistory({ secretId: made?.id }, home.owner.context)).rejects.toEqual(code('not_found'))
  })
})

describe('references', () => {
  const put = (target: string | undefined, secrets: Record<string, string>, path = '/') =>
    createSecrets(
      { environmentId: target, secrets: Object.entries(secrets).map(([key, value]) => ({ key, value, path })) },
      home.owner.context,
    )

  it('reach the same environment, folders, other environments and other apps', async () => {
    const other = await world.app(home.owner, { name: `Shared ${world.id()}` })
    const staging = app.environments[1]?.id
    await put(staging, { HOST: 'staging-host', BACK: '${/deep/PORT}' })
    await put(staging, { PORT: '99' }, '/deep')
    await put(other.environmentId, { TOKEN: 'shared' })
    await put(environmentId, { PORT: '42' }, '/net/tcp')
    await put(environmentId, {
      A: '${B}-${/net/tcp/PORT}-${net/tcp/PORT}',
      B: 'b',
      C: '${STAGING.HOST}:${staging.BACK}',
      D: `\${${other.name.toUpperCase()}::development.TOKEN}`,
      E: '${{A}} ${none} ${a} ${nowhere.X} ${x::Y} $A ${B}${B}',
    })
    expect(await values({}, home.owner)).toEqual({
      A: 'b-42-42',
      B: 'b',
      C: 'staging-host:99',
      D: 'shared',
      E: '${{A}} ${none} ${a} ${nowhere.X} ${x::Y} $A bb',
      PORT: '42',
    })
    expect((await plain({ key: 'A' }, home.owner))[0]?.value).toBe('b-42-42')
    expect((await plain({ key: 'A', resolveReferences: false }, home.owner))[0]?.value).toBe('${B}-${/net/tcp/PORT}-${net/tcp/PORT}')
  })

  it('SEC-22 resolve with the rights of the reader alone', async () => {
    const away = await world.organisation()
    const theirs = await world.app(away.owner, { name: `Theirs ${world.id()}` })
    await createSecrets({ environmentId: theirs.environmentId, secrets: [{ key: 'X', value: 'foreign' }] }, away.owner.context)
    await put(app.environments[2]?.id, { X: 'production' })
    await put(environmentId, { A: '${production.X}', B: `\${${theirs.name}::Development.X}`, C: `\${${theirs.id}::Development.X}` })
    expect(await values()).toEqual({ A: '${production.X}', B: `\${${theirs.name}::Development.X}`, C: `\${${theirs.id}::Development.X}` })
    expect(await values({}, home.owner)).toMatchObject({ A: 'production', B: `\${${theirs.name}::Development.X}` })
    const { rows: found } = await world.database.pool.query(
      `select after from audit_events where resource_id = $1 and action = 'secrets.read' order by id desc limit 1`,
      [app.environments[2]?.id],
    )
    expect(found[0].after).toMatchObject({ referencedFrom: environmentId, secretIds: [expect.any(String)] })
  })

  it('SEC-22 end at cycles, at depth 25 and where they would explode', async () => {
    await put(environmentId, { A: '1${B}', B: '2${A}', SELF: '${SELF}' })
    const chain = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`L${index}`, index === 39 ? 'end' : `\${L${index + 1}}`]))
    const bomb = Object.fromEntries(
      Array.from({ length: 24 }, (_, index) => [`X${index}`, index === 23 ? 'boom' : `\${X${index + 1}}\${X${index + 1}}`]),
    )
    await put(environmentId, { ...chain, ...bomb })
    const read = await values()
    expect(read).toMatchObject({
      A: '12${A}',
      B: '21${B}',
      SELF: '${SELF}',
      L20: 'end',
      L0: '${L26}',
      X0: '${X1}${X1}',
      X20: 'boom'.repeat(8),
    })
  })
})
