import { deleteSecrets, updateSecrets } from '@bonafide/core'
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

const change = `mutation($input: ChangeSecretsInput!) {
  changeSecrets(input: $input) {
    created { id version } updated { id version } deletedIds
    conflicts { secretId field yourVersion currentVersion isDeleted changedBy changedAt }
    userErrors { field code message }
  }
}`
const deploy = async (input: object) => (await editor.ask(change, { input: { environmentId: app.development, ...input } })).changeSecrets

/** What is stored: keys with their values. */
async function values(environmentId = app.development): Promise<Record<string, string>> {
  const document = `query($id: ID!) { environment(id: $id) { secrets(first: 1000) { edges { node { key value } } } } }`
  const { environment } = await editor.ask(document, { id: environmentId })
  const nodes: { key: string; value: string }[] = environment.secrets.edges.map(({ node }: { node: unknown }) => node)
  return Object.fromEntries(nodes.map(({ key, value }) => [key, value]))
}

describe('a deploy', () => {
  it('makes, changes and deletes in one go, each kind with its audit row, and keys that were given up can be made anew', async () => {
    const [a, b] = await editor.put(app.development, { A: 'a', B: 'b', C: 'c' })
    const input = {
      create: [
        { key: 'B', value: 'new' },
        { key: 'A', value: 'again' },
      ],
      update: [{ id: a, version: 1, key: 'RENAMED' }],
      delete: [{ id: b, version: 1 }],
    }
    let answer: Awaited<ReturnType<typeof deploy>>
    const recorded = await editor.recorded(async () => {
      answer = await deploy(input)
    })
    expect(answer).toMatchObject({ updated: [{ id: a, version: 2 }], deletedIds: [b], conflicts: [], userErrors: [] })
    expect(answer.created).toHaveLength(2)
    expect(recorded).toEqual(['secrets.delete', 'secrets.update', 'secrets.create'])
    expect(await values()).toEqual({ A: 'again', B: 'new', C: 'c', RENAMED: 'a' })
  })

  it('that begins from an older version writes nothing, and names each secret, who was faster and when', async () => {
    const [a, b, c] = await editor.put(app.development, { A: 'a', B: 'b', C: 'c' })
    await updateSecrets({ environmentId: app.development, secrets: [{ id: a, value: 'theirs' }] }, editor.owner)
    await deleteSecrets({ environmentId: app.development, ids: [b] }, editor.owner)
    const before = await editor.world.count('audit_events')
    const input = {
      create: [{ key: 'D', value: 'd' }],
      update: [
        { id: c, version: 1, value: 'mine' },
        { id: a, version: 1, value: 'mine' },
      ],
      delete: [{ id: b, version: 1 }],
    }
    const answer = await deploy(input)
    const changedBy = editor.owner.actor.name
    expect(answer.conflicts).toMatchObject([
      { secretId: a, field: ['update', '1'], yourVersion: 1, currentVersion: 2, isDeleted: false, changedBy },
      { secretId: b, field: ['delete', '0'], yourVersion: 1, isDeleted: true, changedBy },
    ])
    expect(answer.userErrors).toMatchObject([
      { field: ['update', '1'], code: 'conflict', message: expect.stringContaining(changedBy) },
      { field: ['delete', '0'], code: 'conflict' },
    ])
    expect([answer.created, answer.updated, answer.deletedIds]).toEqual([null, null, null])
    expect(JSON.stringify(answer)).not.toContain('theirs')
    expect(await values()).toEqual({ A: 'theirs', C: 'c' })
    // The one row is that of reading the values just now.
    expect(await editor.world.count('audit_events')).toBe(before + 1)
  })

  it('with a key that is there already is refused whole, at that key', async () => {
    await editor.put(app.development, { A: 'a' })
    const twice = await deploy({
      create: [
        { key: 'B', value: '1' },
        { key: 'a', value: '2' },
      ],
    })
    expect(twice.userErrors).toMatchObject([{ field: ['create', '1', 'key'], code: 'conflict' }])
    const [b] = await editor.put(app.development, { B: 'b' })
    const taken = await deploy({ update: [{ id: b, version: 1, key: 'A' }], create: [{ key: 'C', value: '' }] })
    expect(taken.userErrors).toMatchObject([{ field: ['update', '0', 'key'], code: 'conflict' }])
    expect(await values()).toEqual({ A: 'a', B: 'b' })
  })

  it('3.6 of a new value for a sealed secret is refused whole, at that value', async () => {
    const [sealed] = await editor.put(app.development, { S: 'hidden' }, { type: 'sealed' })
    const answer = await deploy({ update: [{ id: sealed, version: 1, value: 'x' }], create: [{ key: 'A', value: '' }] })
    expect(answer.userErrors).toMatchObject([{ field: ['update', '0', 'value'], code: 'sealed_secret' }])
    expect((await deploy({ update: [{ id: sealed, version: 1, comment: 'why' }] })).updated).toEqual([{ id: sealed, version: 2 }])
    expect(Object.keys(await values())).toEqual(['S'])
  })

  it('GQL-22 names no secret of another environment, no environment that whoever asks does not hold, and no secret twice', async () => {
    const [elsewhere] = await editor.put(app.staging, { A: 'a' })
    const input = { environmentId: app.development, create: [{ key: 'N', value: '' }] }
    expect(await editor.refusals(change, { input: { ...input, update: [{ id: elsewhere, version: 1, value: 'x' }] } })).toEqual([
      'not_found',
    ])
    expect(await editor.refusals(change, { input: { ...input, delete: [{ id: elsewhere, version: 1 }] } })).toEqual(['not_found'])
    const developer = await editor.world.member('Developer')
    expect(await editor.refusals(change, { input }, developer.context)).toEqual(['not_found'])
    const [here] = await editor.put(app.development, { A: 'a' })
    const both = await deploy({ update: [{ id: here, version: 1, value: 'x' }], delete: [{ id: here, version: 1 }] })
    expect(both.userErrors).toMatchObject([{ code: 'malformed_request' }])
    expect((await deploy({})).userErrors).toMatchObject([{ code: 'malformed_request' }])
    expect([await values(), await values(app.staging)]).toEqual([{ A: 'a' }, { A: 'a' }])
  })

  it.each([
    ['create', { create: [{ key: 'N', value: '' }] }],
    ['update', { update: [{ id: '', version: 1, value: 'x' }] }],
    ['delete', { delete: [{ id: '', version: 1 }] }],
  ])('GQL-26 needs the right to %s when it does', async (action, parts) => {
    const [id] = await editor.put(app.development, { A: 'a' })
    const { actor } = editor.owner
    const Secrets = ['read', 'create', 'update', 'delete'].filter((one) => one !== action)
    const role = { ...actor.role, key: null, permissions: { organisation: {}, app: { Secrets } } } as typeof actor.role
    const text = JSON.stringify({ environmentId: app.development, ...parts }).replace('"id":""', `"id":"${id}"`)
    expect(await editor.refusals(change, { input: JSON.parse(text) }, { ...editor.owner, actor: { ...actor, role } })).toEqual([
      'forbidden',
    ])
    expect(await values()).toEqual({ A: 'a' })
  })

  it('of an end-to-end app takes ciphertext under the same rules', async () => {
    const e2e = await editor.endToEnd()
    const document = change
      .replace('ChangeSecretsInput', 'ChangeEncryptedSecretsInput')
      .replace('changeSecrets(', 'changeEncryptedSecrets(')
    const send = async (input: object) =>
      (await editor.ask(document, { input: { environmentId: e2e.environmentId, ...input } })).changeEncryptedSecrets
    const made = { key: e2e.seal('B'), keyDigest: e2e.digest('B'), value: e2e.seal('b') }
    const update = [{ id: e2e.id, version: 1, value: e2e.seal('new'), tags: ['kept'] }]
    expect(await send({ create: [made], update })).toMatchObject({ created: [{ version: 1 }], updated: [{ version: 2 }], userErrors: [] })
    const late = await send({ delete: [{ id: e2e.id, version: 1 }], create: [{ ...made, keyDigest: e2e.digest('C') }] })
    expect(late.conflicts).toMatchObject([{ secretId: e2e.id, currentVersion: 2, isDeleted: false }])
    expect((await send({ update: [{ id: e2e.id, version: 2, value: 'plain' }] })).userErrors).toMatchObject([
      { field: ['update', '0', 'value'], code: 'malformed_request' },
    ])
    expect(await editor.world.count(`secrets where environment_id = '${e2e.environmentId}'`)).toBe(2)
  })

  it('of two people at once lets one through and shows the other who it was', async () => {
    const [id] = await editor.put(app.development, { A: 'a' })
    const answers = await Promise.all(['one', 'two', 'three'].map((value) => deploy({ update: [{ id, version: 1, value }] })))
    expect(answers.filter(({ updated }) => updated).length).toBe(1)
    expect(answers.flatMap(({ conflicts }) => conflicts)).toHaveLength(2)
  })

  it('of 5 000 keys fits through the door, and its values are in no log line and no answer', async () => {
    const canary = Buffer.from(random(24)).toString('base64url')
    const create = Array.from({ length: 5000 }, (_, index) => ({ key: `KEY_${index}`, value: `${canary} ${index}` }))
    const response = await fetch(`${editor.world.node.url}/api/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer Session ${editor.world.owner.sessionToken}` },
      body: JSON.stringify({ query: change, variables: { input: { environmentId: app.development, create } } }),
    })
    const text = await response.text()
    expect(JSON.parse(text).data.changeSecrets.created).toHaveLength(5000)
    expect(text).not.toContain(canary)
    expect(editor.world.logged.join('\n')).not.toContain(canary)
    expect(await editor.world.count(`secrets where environment_id = '${app.development}'`)).toBe(5000)
  }, 120_000)
})
