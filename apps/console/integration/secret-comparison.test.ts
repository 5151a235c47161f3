import { createSecrets, setMemberAccess } from '@bonafide/core'
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

const preview = `mutation($input: PreviewSecretImportInput!) {
  previewSecretImport(input: $input) {
    rows { line key state message secretId version oldLength newLength }
    userErrors { field code message }
  }
}`
const compare = `query($input: CompareEnvironmentsInput!) {
  compareEnvironments(input: $input) { key path state left { id valueLength updatedAt } right { id valueLength type } }
}`
const matrix = `query($id: ID!, $first: Int, $after: String, $search: String, $path: String, $onlyDifferences: Boolean! = false) {
  app(id: $id) {
    secretMatrix(first: $first, after: $after, search: $search, path: $path, onlyDifferences: $onlyDifferences) {
      totalCount pageInfo { hasNextPage endCursor }
      edges { node { id key path cells { environmentId state secretId valueLength sameAs } } }
    }
  }
}`
const copy = `mutation($input: CopySecretsInput!) {
  copySecrets(input: $input) { created { id version } updated { id version } userErrors { field code } }
}`
const readMatrix = async (variables: object = {}) => (await editor.ask(matrix, { id: app.id, ...variables })).app.secretMatrix
const compareBoth = async (more: object = {}) =>
  (await editor.ask(compare, { input: { leftId: app.development, rightId: app.staging, ...more } })).compareEnvironments
const promote = async (secretIds: (string | undefined)[], more: object = {}) =>
  (await editor.ask(copy, { input: { fromEnvironmentId: app.development, toEnvironmentId: app.staging, secretIds, ...more } })).copySecrets

interface Cells {
  node: { key: string; cells: { state: string; sameAs: string | null }[] }
}
const keysOf = ({ edges }: { edges: Cells[] }) => edges.map(({ node }) => node.key)

describe('the preview of an import', () => {
  it('says line by line what would come of it, writes nothing and answers no value', async () => {
    const [stored, fresh] = [canary(), canary()]
    const [kept, changed] = await editor.put(app.development, { KEPT: stored, CHANGED: stored, RENEWED: 'x' })
    await editor.put(app.development, { SEALED: stored }, { type: 'sealed' })
    const dotEnv = [
      `kept=${stored}`,
      `CHANGED=${[...stored].reverse().join('')}`,
      'RENEWED=longer',
      `NEW=${fresh}`,
      'not a line',
      'TWICE=1',
      'TWICE=2',
      `SEALED=${stored}`,
    ].join('\n')
    let answer = ''
    const input = { environmentId: app.development, dotEnv }
    expect(
      await editor.recorded(async () => {
        answer = await editor.answer(preview, { input })
      }),
    ).toEqual([])
    expect(JSON.parse(answer).data.previewSecretImport.rows).toMatchObject([
      { line: 1, key: 'KEPT', state: 'SAME', secretId: kept, version: 1, oldLength: 32, newLength: 32 },
      { line: 2, key: 'CHANGED', state: 'CHANGED', secretId: changed, oldLength: 32, newLength: 32 },
      { line: 3, key: 'RENEWED', state: 'CHANGED', oldLength: 1, newLength: 6 },
      { line: 4, key: 'NEW', state: 'NEW', secretId: null, oldLength: null, newLength: 32 },
      { line: 5, key: null, state: 'INVALID', message: 'expected KEY=value' },
      { line: 6, key: 'TWICE', state: 'INVALID', message: expect.stringContaining('7') },
      { line: 7, key: 'TWICE', state: 'NEW' },
      { line: 8, key: 'SEALED', state: 'INVALID', message: expect.stringContaining('sealed'), oldLength: null },
    ])
    for (const value of [stored, fresh]) expect(answer + editor.world.logged.join('\n')).not.toContain(value)
    expect(await editor.world.count(`secrets where environment_id = '${app.development}'`)).toBe(4)
  })

  it('is of one folder, and of apps that the server can open', async () => {
    await editor.put(app.development, { A: 'a' }, { path: '/db' })
    const rowsAt = async (path: string) =>
      (await editor.ask(preview, { input: { environmentId: app.development, path, dotEnv: 'A=a' } })).previewSecretImport.rows
    expect([await rowsAt('/'), await rowsAt('db/')]).toMatchObject([[{ state: 'NEW' }], [{ state: 'SAME' }]])
    const { environmentId } = await editor.endToEnd()
    const { previewSecretImport } = await editor.ask(preview, { input: { environmentId, dotEnv: 'A=a' } })
    expect(previewSecretImport.userErrors).toMatchObject([{ code: 'server_encryption_required' }])
  })
})

describe('comparing two environments', () => {
  it('judges every key on the server, and answers no value', async () => {
    const [same, left, right] = [canary(), canary(), canary()]
    await editor.put(app.development, { SAME: same, DIFFERENT: left, LONGER: 'a', LEFT: left })
    await editor.put(app.staging, { SAME: same, DIFFERENT: right, LONGER: 'ab', RIGHT: right })
    await editor.put(app.development, { SEALED: same }, { type: 'sealed', path: '/deep' })
    await editor.put(app.staging, { SEALED: same, ELSEWHERE: '' }, { path: '/deep' })
    expect(await editor.recorded(() => compareBoth())).toEqual([])
    const rows: { key: string; state: string }[] = await compareBoth()
    expect(rows.map(({ key, state }) => [key, state])).toEqual([
      ['DIFFERENT', 'DIFFERENT'],
      ['ELSEWHERE', 'ONLY_RIGHT'],
      ['LEFT', 'ONLY_LEFT'],
      ['LONGER', 'DIFFERENT'],
      ['RIGHT', 'ONLY_RIGHT'],
      ['SAME', 'SAME'],
      ['SEALED', 'SEALED'],
    ])
    expect(rows[0]).toMatchObject({ path: '/', left: { valueLength: 32 }, right: { valueLength: 32 } })
    for (const value of [same, left, right]) expect(JSON.stringify(rows)).not.toContain(value)
    expect((await compareBoth({ path: '/deep' })).map(({ key }: { key: string }) => key)).toEqual(['ELSEWHERE', 'SEALED'])
  })

  it.each([
    ['sealed', 'secret'],
    ['secret', 'sealed'],
    ['sealed', 'sealed'],
  ])('a person in the console learns nothing by guessing: %s beside %s is neither compared nor measured', async (here, there) => {
    const value = canary()
    await editor.put(app.development, { A: value }, { type: here })
    await editor.put(app.staging, { A: value }, { type: there })
    const sealed = (type: string) => (type === 'sealed' ? null : 32)
    expect(await compareBoth()).toMatchObject([
      { state: 'SEALED', left: { valueLength: sealed(here) }, right: { valueLength: sealed(there) } },
    ])
    for (const onlyDifferences of [false, true]) {
      const { edges } = await readMatrix({ onlyDifferences })
      expect(edges[0].node.cells.slice(0, 2)).toMatchObject([
        { state: here === 'sealed' ? 'SEALED' : 'SET', valueLength: sealed(here), sameAs: null },
        { state: there === 'sealed' ? 'SEALED' : 'SET', valueLength: sealed(there), sameAs: null },
      ])
    }
  })

  it('for a token, which may read sealed values, they are compared', async () => {
    await editor.put(app.development, { A: 'a' }, { type: 'sealed' })
    await editor.put(app.staging, { A: 'a' })
    const via = { kind: 'personal_access_token', id: app.id } as const
    const actor = { ...editor.owner.actor, via } as typeof editor.owner.actor
    const { compareEnvironments } = await editor.ask(
      compare,
      { input: { leftId: app.development, rightId: app.staging } },
      { ...editor.owner, actor },
    )
    expect(compareEnvironments).toMatchObject([{ state: 'SAME', left: { valueLength: 1 } }])
  })

  it('the same key in another folder is another key', async () => {
    await editor.put(app.development, { A: 'a' })
    await editor.put(app.staging, { A: 'a' }, { path: '/b' })
    expect(await compareBoth()).toMatchObject([
      { path: '/', state: 'ONLY_LEFT' },
      { path: '/b', state: 'ONLY_RIGHT' },
    ])
  })

  it('GQL-21 takes both environments to be held, and is nothing for end-to-end apps', async () => {
    const developer = await editor.world.member('Developer')
    await setMemberAccess({ memberId: developer.id, environmentIds: [app.development] }, editor.owner)
    for (const input of [
      { leftId: app.development, rightId: app.staging },
      { leftId: app.staging, rightId: app.development },
    ]) {
      expect(await editor.refusals(compare, { input }, developer.context)).toEqual(['not_found'])
    }
    const { environmentId, appId } = await editor.endToEnd()
    expect(await editor.refusals(compare, { input: { leftId: app.development, rightId: environmentId } })).toEqual([
      'server_encryption_required',
    ])
    expect(await editor.refusals(matrix, { id: appId })).toEqual(['server_encryption_required'])
  })
})

describe('the matrix of an app', () => {
  it('shows for every key where it is set and where it has the same value, and answers no value', async () => {
    const [one, two] = [canary(), canary()]
    const [development] = await editor.put(app.development, { A: one, B: one })
    await editor.put(app.staging, { B: two, C: two })
    await editor.put(app.production, { A: one, B: one, C: 'c' })
    const answer = await editor.answer(matrix, { id: app.id })
    for (const value of [one, two]) expect(answer).not.toContain(value)
    const { edges, totalCount } = JSON.parse(answer).data.app.secretMatrix
    const shown = edges.map(({ node }: Cells) => [
      node.key,
      ...node.cells.map(({ state, sameAs }) => (sameAs ? app.environments.indexOf(sameAs) : state)),
    ])
    expect(shown).toEqual([
      ['A', 'SET', 'MISSING', 0],
      ['B', 'SET', 'SET', 0],
      ['C', 'MISSING', 'SET', 'SET'],
    ])
    expect(totalCount).toBe(3)
    expect(edges[0].node.cells[0]).toEqual({
      environmentId: app.development,
      state: 'SET',
      secretId: development,
      valueLength: 32,
      sameAs: null,
    })
  })

  it('is searched, narrowed to differences and read page by page', async () => {
    for (const environmentId of app.environments) {
      await editor.put(environmentId, { SAME_1: 'x', SAME_2: 'y', OTHER: environmentId, DB_URL: environmentId })
    }
    expect(keysOf(await readMatrix({ search: 'same' }))).toEqual(['SAME_1', 'SAME_2'])
    expect(keysOf(await readMatrix({ onlyDifferences: true }))).toEqual(['DB_URL', 'OTHER'])
    const first = await readMatrix({ first: 1, onlyDifferences: true })
    const second = await readMatrix({ first: 1, onlyDifferences: true, after: first.pageInfo.endCursor })
    expect([keysOf(first), first.pageInfo.hasNextPage, keysOf(second), second.pageInfo.hasNextPage]).toEqual([
      ['DB_URL'],
      true,
      ['OTHER'],
      false,
    ])
    expect(keysOf(await readMatrix({ first: 3, after: (await readMatrix({ first: 3 })).pageInfo.endCursor }))).toEqual(['SAME_2'])
    expect(keysOf(await readMatrix({ path: '/none' }))).toEqual([])
    expect(await editor.refusals(matrix, { id: app.id, first: 201 })).toEqual(['malformed_request'])
  })

  it('GQL-21 leaves out environments that whoever asks does not hold', async () => {
    await editor.put(app.development, { A: 'a' })
    await editor.put(app.production, { A: 'a', ONLY_THERE: 'b' })
    const developer = await editor.world.member('Developer')
    await setMemberAccess({ memberId: developer.id, environmentIds: [app.development] }, editor.owner)
    const { edges } = (await editor.ask(matrix, { id: app.id }, developer.context)).app.secretMatrix
    expect(edges).toMatchObject([{ node: { key: 'A', cells: [{ environmentId: app.development, sameAs: null }] } }])
    expect(edges).toHaveLength(1)
  })
})

describe('promoting secrets', () => {
  const readBack = async (environmentId: string) => {
    const document = `query($id: ID!) { environment(id: $id) { secrets { edges { node { key value comment path tags type } } } } }`
    return (await editor.ask(document, { id: environmentId })).environment.secrets.edges.map(({ node }: { node: unknown }) => node)
  }

  it('copies value, comment, folder, tags and type, and is recorded at both ends', async () => {
    const more = { comment: 'why', path: '/db', tags: ['x'], type: 'config' }
    const ids = await editor.put(app.development, { A: 'one' }, more)
    let answer: Awaited<ReturnType<typeof promote>>
    const recorded = await editor.recorded(async () => {
      answer = await promote(ids)
    })
    expect(answer).toMatchObject({ created: [{ version: 1 }], updated: [], userErrors: [] })
    expect(await readBack(app.staging)).toEqual([{ key: 'A', value: 'one', ...more, type: 'CONFIG' }])
    expect(recorded).toEqual(['secrets.copy', 'secrets.create'])
    const { rows } = await editor.world.database.pool.query(
      "select resource_id, after from audit_events where action = 'secrets.copy' order by id desc limit 1",
    )
    expect(rows).toEqual([{ resource_id: app.development, after: { secretIds: ids, toEnvironmentId: app.staging } }])
  })

  it('replaces values only when told to, and what stands beside them stays', async () => {
    const ids = await editor.put(app.development, { A: 'new', B: 'b' })
    const [there] = await editor.put(app.staging, { A: 'old' }, { comment: 'theirs', tags: ['t'] })
    expect((await promote(ids)).userErrors).toEqual([{ field: ['secretIds', '0'], code: 'conflict' }])
    expect(await readBack(app.staging)).toMatchObject([{ key: 'A', value: 'old' }])
    expect(await promote(ids, { overwrite: true })).toMatchObject({ created: [{ version: 1 }], updated: [{ id: there, version: 2 }] })
    expect(await readBack(app.staging)).toMatchObject([
      { key: 'A', value: 'new', comment: 'theirs', tags: ['t'] },
      { key: 'B', value: 'b' },
    ])
  })

  it('3.6 copies no sealed secret and writes over none', async () => {
    const [open] = await editor.put(app.development, { A: 'a' })
    const [sealed] = await editor.put(app.development, { S: 'hidden' }, { type: 'sealed' })
    const refused = { created: null, userErrors: [{ field: ['secretIds', '1'], code: 'sealed_secret' }] }
    expect(await editor.recorded(async () => expect(await promote([open, sealed])).toMatchObject(refused))).toEqual([])
    await editor.put(app.staging, { A: 'theirs' }, { type: 'sealed' })
    expect((await promote([open], { overwrite: true })).userErrors).toEqual([{ field: ['secretIds', '0'], code: 'sealed_secret' }])
    expect(await editor.world.count(`secrets where environment_id = '${app.staging}'`)).toBe(1)
  })

  it('GQL-22 GQL-26 needs both environments, secrets of the first, and the rights to read and to write', async () => {
    const [id] = await editor.put(app.development, { A: 'a' })
    const [elsewhere] = await editor.put(app.production, { B: 'b' })
    const input = { fromEnvironmentId: app.development, toEnvironmentId: app.staging, secretIds: [id] }
    expect(await editor.refusals(copy, { input: { ...input, secretIds: [id, elsewhere] } })).toEqual(['not_found'])
    const developer = await editor.world.member('Developer')
    for (const environmentId of [app.development, app.staging]) {
      await setMemberAccess({ memberId: developer.id, environmentIds: [environmentId] }, editor.owner)
      expect(await editor.refusals(copy, { input }, developer.context)).toEqual(['not_found'])
    }
    const { actor } = editor.owner
    for (const Secrets of [
      ['create', 'update'],
      ['read', 'update'],
    ] as ('create' | 'read' | 'update')[][]) {
      const role = { ...actor.role, key: null, permissions: { organisation: {}, app: { Secrets } } }
      expect(await editor.refusals(copy, { input }, { ...editor.owner, actor: { ...actor, role } })).toEqual(['forbidden'])
    }
    expect(await editor.world.count(`secrets where environment_id = '${app.staging}'`)).toBe(0)
  })

  it('of values through references copies what is written', async () => {
    const value = '${OTHER}'
    const [made] = await createSecrets({ environmentId: app.development, secrets: [{ key: 'A', value }] }, editor.owner)
    await promote([made?.id])
    expect(await readBack(app.staging)).toMatchObject([{ value }])
  })
})
