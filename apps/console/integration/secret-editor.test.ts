import { createSecrets, setMemberAccess, updateSecrets } from '@bonafide/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEditorWorld, type EditorWorld } from './secret-editor-world.ts'
import { random } from './world.ts'

let editor: EditorWorld
let app: Awaited<ReturnType<EditorWorld['app']>>

beforeAll(async () => {
  editor = await createEditorWorld()
})
afterAll(() => editor.close())
beforeEach(async () => {
  app = await editor.app()
})

const canary = () => Buffer.from(random(24)).toString('base64url')

const entries = `query($id: ID!, $first: Int, $after: String, $filter: SecretEntryFilter, $orderBy: SecretEntryOrder! = KEY) {
  environment(id: $id) {
    secretCount
    secretEntries(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      totalCount pageInfo { hasNextPage endCursor }
      edges { node {
        id encrypted key comment encryptedKey encryptedComment keyDigest path tags type version valueLength hasOverride createdAt updatedAt
      } }
    }
  }
}`
interface Edges {
  edges: { node: { id: string; key: string } }[]
}
const keysOf = ({ edges }: Edges) => edges.map(({ node }) => node.key)
const list = async (variables: object) => (await editor.ask(entries, { id: app.development, ...variables })).environment.secretEntries

const reveal = `mutation($input: RevealSecretsInput!) {
  revealSecrets(input: $input) {
    secrets { id version encrypted value override { value isActive } }
    userErrors { field code message }
  }
}`
const revealVersion = `mutation($input: RevealSecretVersionInput!) {
  revealSecretVersion(input: $input) { secret { id version encrypted value } userErrors { field code } }
}`
const history = (fields: string) => `query($id: ID!) { secretHistory(secretId: $id) { edges { node { version event key ${fields} } } } }`

describe('the list of an environment', () => {
  it('says everything of a secret but its value, and leaves no audit row', async () => {
    const value = canary()
    const secrets = [{ key: 'B', value, comment: 'why', path: 'db', tags: ['x'], type: 'config' }]
    await createSecrets({ environmentId: app.development, secrets: [...secrets, { key: 'A', value: 'é' }] }, editor.owner)
    expect(await editor.recorded(() => list({}))).toEqual([])
    const answer = await editor.answer(entries, { id: app.development })
    expect(answer).not.toContain(value)
    const { environment } = JSON.parse(answer).data
    expect(environment.secretCount).toBe(2)
    expect(environment.secretEntries.edges.map(({ node }: { node: unknown }) => node)).toMatchObject([
      { key: 'A', valueLength: 2, hasOverride: false, comment: '', tags: [], type: 'SECRET', path: '/' },
      { key: 'B', valueLength: value.length, comment: 'why', path: '/db', tags: ['x'], type: 'CONFIG', version: 1, encrypted: false },
    ])
  })

  it('is searched by part of a key, narrowed by folder, tag and type, and read page by page', async () => {
    await editor.put(app.development, { STRIPE_KEY: '1', STRIPE_URL: '2', DATABASE: '3' })
    await editor.put(app.development, { STRIPE_TEST: '4' }, { path: '/test', tags: ['pay'], type: 'config' })
    expect(keysOf(await list({ filter: { search: 'stripe_' } }))).toEqual(['STRIPE_KEY', 'STRIPE_TEST', 'STRIPE_URL'])
    expect(keysOf(await list({ filter: { path: '/test' } }))).toEqual(['STRIPE_TEST'])
    expect(keysOf(await list({ filter: { tags: ['pay', 'other'] } }))).toEqual(['STRIPE_TEST'])
    expect(keysOf(await list({ filter: { tags: [] } }))).toEqual([])
    expect(keysOf(await list({ filter: { type: 'CONFIG', search: '%' } }))).toEqual([])
    expect(keysOf(await list({ orderBy: 'UPDATED_AT' }))[0]).toBe('STRIPE_TEST')
    const first = await list({ first: 3 })
    const second = await list({ first: 3, after: first.pageInfo.endCursor })
    expect([...keysOf(first), ...keysOf(second)]).toEqual(['DATABASE', 'STRIPE_KEY', 'STRIPE_TEST', 'STRIPE_URL'])
    expect([first.totalCount, first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([4, true, false])
    expect(await editor.refusals(entries, { id: app.development, first: 1001 })).toEqual(['malformed_request'])
  })

  it('opens a page of 5 000 keys in well below a second', async () => {
    const [id] = await editor.put(app.development, { KEY_0: 'value' }, { comment: 'why' })
    await editor.multiply(id, 5000)
    await list({})
    const start = process.cpuUsage()
    const page = await list({ filter: { search: 'KEY_4999' } })
    const { user, system } = process.cpuUsage(start)
    expect(keysOf(page)).toEqual(['KEY_4999'])
    expect((user + system) / 1000).toBeLessThan(1000)
    expect((await list({ first: 1000 })).edges).toHaveLength(1000)
  }, 120_000)

  it('of every environment of an app is counted in as many statements as of one', async () => {
    await editor.put(app.development, { A: '1', B: '2' })
    await editor.put(app.staging, { A: '1' }, { path: '/deep/er' })
    const document = `query($id: ID!) { app(id: $id) { environments { edges { node { name secretCount folders { edges { node { name } } } } } } } }`
    const { statements } = editor.world.node
    const before = statements.length
    const { app: found } = await editor.ask(document, { id: app.id })
    const spent = statements.slice(before).filter((text) => /environment|secrets/.test(text)).length
    expect(found.environments.edges.map(({ node }: { node: { secretCount: number } }) => node.secretCount)).toEqual([2, 1, 0])
    expect(found.environments.edges[1].node.folders.edges).toEqual([{ node: { name: 'deep' } }])
    // The environments, and for counts and folders each who may read them and what is in them.
    expect(spent).toBe(5)
  })

  it('of an end-to-end app carries ciphertext, and refuses to search in it', async () => {
    const e2e = await editor.endToEnd()
    expect(await list({ id: e2e.environmentId })).toMatchObject({
      edges: [{ node: { encrypted: true, key: null, comment: null, encryptedKey: e2e.key, encryptedComment: '', valueLength: 5 } }],
    })
    expect(await editor.refusals(entries, { id: e2e.environmentId, filter: { search: 'A' } })).toEqual(['malformed_request'])
    const revealed = await editor.ask(reveal, { input: { environmentId: e2e.environmentId, ids: [e2e.id] } })
    expect(revealed.revealSecrets.secrets).toMatchObject([{ encrypted: true, value: e2e.value }])
  })
})

describe('revealing', () => {
  it('answers exactly the secrets that were named, with own values, and is one audit row with their ids', async () => {
    const [a, b] = await editor.put(app.development, { A: 'one', B: 'two', C: 'three' })
    const change = { id: a, override: { value: 'mine', isActive: true } }
    await updateSecrets({ environmentId: app.development, secrets: [change] }, editor.owner)
    expect((await list({ filter: { search: 'A' } })).edges[0].node).toMatchObject({ hasOverride: true })
    const input = { environmentId: app.development, ids: [b, a] }
    const { revealSecrets } = await editor.ask(reveal, { input })
    expect(revealSecrets.secrets).toEqual([
      { id: b, version: 1, encrypted: false, value: 'two', override: null },
      { id: a, version: 2, encrypted: false, value: 'one', override: { value: 'mine', isActive: true } },
    ])
    expect(await editor.recorded(() => editor.ask(reveal, { input }))).toEqual(['secrets.reveal'])
    const { rows } = await editor.world.database.pool.query('select after from audit_events order by id desc limit 1')
    expect(rows).toEqual([{ after: { secretIds: [b, a] } }])
  })

  it('3.6 a sealed secret among them refuses all, and nothing is recorded', async () => {
    const [open] = await editor.put(app.development, { A: 'one' })
    const value = canary()
    const [sealed] = await editor.put(app.development, { S: value }, { type: 'sealed' })
    const input = { environmentId: app.development, ids: [open, sealed] }
    const recorded = await editor.recorded(async () => {
      const { revealSecrets } = await editor.ask(reveal, { input })
      expect(revealSecrets.secrets).toBeNull()
      expect(revealSecrets.userErrors).toMatchObject([{ field: ['ids', '1'], code: 'sealed_secret' }])
      const { revealSecretVersion } = await editor.ask(revealVersion, { input: { secretId: sealed, version: 1 } })
      expect(revealSecretVersion).toEqual({ secret: null, userErrors: [{ field: null, code: 'sealed_secret' }] })
    })
    expect(recorded).toEqual([])
  })

  it('GQL-22 GQL-26 names no secret of another environment, and needs the key of this one and the right to read', async () => {
    const [here] = await editor.put(app.development, { A: 'one' })
    const [elsewhere] = await editor.put(app.staging, { A: 'one' })
    const input = { environmentId: app.development, ids: [here, elsewhere] }
    expect(await editor.recorded(() => editor.answer(reveal, { input }))).toEqual([])
    expect(await editor.refusals(reveal, { input })).toEqual(['not_found'])
    const developer = await editor.world.member('Developer')
    expect(await editor.refusals(reveal, { input: { ...input, ids: [here] } }, developer.context)).toEqual(['not_found'])
    await setMemberAccess({ memberId: developer.id, environmentIds: [app.development] }, editor.owner)
    expect(await editor.refusals(reveal, { input: { ...input, ids: [here] } }, developer.context)).toEqual([])
    const service = { ...developer.context, actor: { ...developer.context.actor, role: withoutRights(developer.context.actor.role) } }
    expect(await editor.refusals(reveal, { input: { ...input, ids: [here] } }, service)).toEqual(['forbidden'])
    expect(await editor.refusals(entries, { id: app.development }, service)).toEqual(['forbidden'])
  })
})

const withoutRights = <Role extends object>(role: Role) => ({ ...role, key: null, permissions: { organisation: {}, app: {} } })

describe('the history', () => {
  it('lists versions without values, and reveals one of them with an audit row', async () => {
    const old = canary()
    const [id] = await editor.put(app.development, { A: old })
    await updateSecrets({ environmentId: app.development, secrets: [{ id, value: 'new' }] }, editor.owner)
    const document = history('valueLength actorName comment')
    expect(await editor.recorded(() => editor.ask(document, { id }))).toEqual([])
    const answer = await editor.answer(document, { id })
    expect(answer).not.toContain(old)
    expect(JSON.parse(answer).data.secretHistory.edges).toMatchObject([
      { node: { version: 2, key: 'A', valueLength: 3 } },
      { node: { version: 1, key: 'A', valueLength: old.length } },
    ])
    const input = { secretId: id, version: 1 }
    expect(await editor.recorded(() => editor.ask(revealVersion, { input }))).toEqual(['secrets.reveal'])
    expect((await editor.ask(revealVersion, { input })).revealSecretVersion.secret).toMatchObject({ version: 1, value: old })
    expect(await editor.refusals(revealVersion, { input: { ...input, version: 9 } })).toEqual(['not_found'])
  })

  it('does not tell how long a sealed value is, nor how long it was before it was sealed', async () => {
    const [id] = await editor.put(app.development, { A: 'one' })
    await updateSecrets({ environmentId: app.development, secrets: [{ id, type: 'sealed' }] }, editor.owner)
    const { secretHistory } = await editor.ask(history('valueLength'), { id })
    expect(secretHistory.edges).toMatchObject([{ node: { valueLength: null } }, { node: { valueLength: null } }])
    expect((await list({})).edges).toMatchObject([{ node: { type: 'SEALED', valueLength: null } }])
  })

  it('with values is one read and one audit row', async () => {
    const [id] = await editor.put(app.development, { A: 'one' })
    await updateSecrets({ environmentId: app.development, secrets: [{ id, value: 'two' }] }, editor.owner)
    const recorded = await editor.recorded(async () => {
      const { secretHistory } = await editor.ask(history('value'), { id })
      expect(secretHistory.edges).toMatchObject([{ node: { value: 'two' } }, { node: { value: 'one' } }])
    })
    expect(recorded).toEqual(['secrets.read_history'])
  })
})
