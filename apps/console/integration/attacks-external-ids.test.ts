import { createCredential, deleteCredential, issueExternalId, readCredential, type SignedInContext, updateCredential } from '@bonafide/core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type AwsWorld, assumeRoleInput, region, roleFor } from './aws-world.ts'
import { type CredentialAttacks, createCredentialAttacks, createMutation, generous } from './credential-attacks.ts'

let world: AwsWorld
let owner: SignedInContext
let attacks: CredentialAttacks

beforeAll(async () => {
  attacks = await createCredentialAttacks()
  ;({ world, owner } = attacks)
})
afterEach(() => attacks.expectNothingTold())
afterAll(() => world.close())

describe('SEC-01 an external id of the customer’s choosing', () => {
  const chosen = (name: string, existingRole?: boolean) => ({
    name,
    config: { awsAssumeRole: { roleArn: roleFor(world, 'chosen-by-me', name).arn, region, externalId: 'chosen-by-me', existingRole } },
  })

  test('is refused when a credential is made, before anybody is asked', async () => {
    const { json } = await attacks.without(() => attacks.ask(createMutation, { input: chosen('chosen') }))
    expect(json.data.createCredential.credential).toBeNull()
    expect(json.data.createCredential.userErrors).toMatchObject([
      { field: ['config', 'awsAssumeRole', 'externalId'], code: 'malformed_request' },
    ])
  })

  test('is refused in a test, and as a field that is none', async () => {
    const { config } = chosen('tested')
    const tested = await attacks.without(() =>
      attacks.ask(
        'mutation($c: CredentialConfigInput!) { testCredential(input: { config: $c }) { check { passed } userErrors { field } } }',
        {
          c: config,
        },
      ),
    )
    expect(tested.json.data.testCredential).toEqual({ check: null, userErrors: [{ field: ['config', 'awsAssumeRole', 'externalId'] }] })
    const extra = await attacks.without(() => attacks.ask(createMutation, { input: { ...chosen('extra'), externalId: 'chosen-by-me' } }))
    expect(extra.json.errors[0].extensions.code).toBe('malformed_request')
    const inside = {
      name: 'inside',
      kind: 'aws_web_identity',
      config: { region, roleArn: roleFor(world, null).arn, externalId: 'chosen-by-me' },
    }
    expect(await attacks.without(() => attacks.refusal(createCredential(inside, owner)))).toBe('malformed_request /config')
  })

  test('is taken of a role that exists already, and that is said in the audit log and of the credential', async () => {
    const { json } = await attacks.ask(createMutation, { input: chosen('existing', true) })
    expect(json.data.createCredential.credential).toMatchObject({ externalId: 'chosen-by-me', externalIdIssued: false })
    const { rows } = await world.database.pool.query(
      `select after from audit_events where action = 'credential.create' and resource_name = 'existing'`,
    )
    expect(rows[0].after).toMatchObject({ externalIdIs: 'of an existing role' })
    expect(JSON.stringify(rows)).not.toContain('chosen-by-me')
  })

  test('an issued one has 256 bits, is unique and never changes', async () => {
    const input = await assumeRoleInput(world, 'immutable')
    expect(input.externalId).toMatch(/^[0-9a-f]{64}$/)
    const { credential } = await createCredential(input, owner)
    const next = await issueExternalId(owner)
    expect(next.externalId).not.toBe(input.externalId)
    for (const [externalId, existingRole] of [
      [next.externalId, false],
      ['chosen-by-me', true],
      [null, false],
    ] as const) {
      const parts = { kind: input.kind, config: input.config, externalId, existingRole }
      expect(await attacks.without(() => attacks.refusal(updateCredential({ id: credential.id, parts, expectedVersion: 1 }, owner)))).toBe(
        'malformed_request /externalId',
      )
    }
    expect((await readCredential({ id: credential.id }, owner)).externalId).toBe(input.externalId)
  })
})

describe('SEC-03 the role of another organisation', () => {
  test('is not assumed: neither with an external id of one’s own, nor with theirs', async () => {
    const theirs = await assumeRoleInput(world, 'victim')
    await createCredential(theirs, owner)
    const mallory = generous(await world.foreigner())
    const { externalId } = await issueExternalId(mallory)
    const mine = { ...theirs, name: 'mine', externalId }
    expect(await attacks.without(() => attacks.refusal(createCredential(mine, mallory)), ['AssumeRole'])).toBe('destination_failed')
    const stolen = { ...theirs, name: 'stolen' }
    expect(await attacks.without(() => attacks.refusal(createCredential(stolen, mallory)))).toBe('malformed_request /externalId')
    expect(await attacks.without(() => attacks.refusal(createCredential({ ...stolen, existingRole: true }, mallory)))).toBe(
      'malformed_request /externalId',
    )
  })

  test('nor with a draft of theirs, and a role that is not there is refused in the same words', async () => {
    const draft = await issueExternalId(owner)
    const mallory = generous(await world.foreigner())
    const role = roleFor(world, draft.externalId, 'drafted')
    const input = {
      name: 'early',
      kind: 'aws_assume_role',
      config: { region, roleArn: role.arn },
      externalId: draft.externalId,
      existingRole: true,
    }
    expect(await attacks.without(() => attacks.refusal(createCredential(input, mallory)))).toBe('malformed_request /externalId')
    const { externalId } = await issueExternalId(mallory)
    const sentence = async (roleArn: string) =>
      createCredential({ ...input, config: { region, roleArn }, externalId, existingRole: false }, mallory).catch((error) => error.message)
    expect(await sentence(role.arn)).toBe(await sentence('arn:aws:iam::111122223333:role/nobody'))
    expect((await issueExternalId(owner)).externalId).toBe(draft.externalId)
  })
})

test.each([
  ['a user', 'arn:aws:iam::111122223333:user/sync'],
  ['a session', 'arn:aws:sts::111122223333:assumed-role/sync/session'],
  ['of another partition', 'arn:aws-cn:iam::111122223333:role/sync'],
  ['with a line break', 'arn:aws:iam::111122223333:role/sync\r\nHost: evil.test'],
  ['of 2 KB', `arn:aws:iam::111122223333:role/${'a/'.repeat(1024)}sync`],
  ['that climbs', 'arn:aws:iam::111122223333:role/../../sync'],
])('SEC-05 a role ARN %s is refused, in every door', async (_, roleArn) => {
  for (const kind of ['aws_assume_role', 'aws_web_identity']) {
    const input = { name: 'malformed', kind, config: { region, roleArn } }
    expect(await attacks.without(() => attacks.refusal(createCredential({ ...input, force: true }, owner)))).toBe(
      'malformed_request /config/roleArn',
    )
  }
  const { json } = await attacks.without(() =>
    attacks.ask(createMutation, { input: { name: 'malformed', config: { awsWebIdentity: { roleArn, region } } } }),
  )
  expect(json.data.createCredential.userErrors[0]).toMatchObject({ field: ['config', 'awsWebIdentity', 'roleArn'] })
})

test('SEC-06 a credential that is made again gets a new external id, whoever asks for the old one', async () => {
  const input = await assumeRoleInput(world, 'again')
  const { credential } = await createCredential(input, owner)
  await deleteCredential({ id: credential.id }, owner)
  for (const existingRole of [false, true])
    expect(await attacks.without(() => attacks.refusal(createCredential({ ...input, existingRole }, owner)))).toBe(
      'malformed_request /externalId',
    )
  expect((await issueExternalId(owner)).externalId).not.toBe(input.externalId)
  await expect(
    world.database.pool.query(
      `insert into credentials (id, organisation_id, name, kind, config, external_id, external_id_issued, version)
      select gen_random_uuid(), organisation_id, 'cloned', kind, config, external_id, true, 1 from credentials where id = $1`,
      [credential.id],
    ),
  ).rejects.toThrow(/credentials_external_id/)
})

describe('SEC-07 an external id', () => {
  const read = `query($id: ID!) {
    credential(id: $id) { name externalId }
    credentials(first: 100) { edges { node { externalId } } }
  }`

  test('is shown to those alone who may change credentials', async () => {
    const input = await assumeRoleInput(world, 'hidden')
    const { credential } = await createCredential(input, owner)
    const reader = await world.member('Developer')
    const { text: shown } = await attacks.ask(read, { id: credential.id }, reader)
    expect(shown).toContain(input.externalId)
    await world.database.pool.query(
      `insert into roles (id, organisation_id, name, permissions) values (gen_random_uuid(), $1, 'Reader', $2)`,
      [credential.organisationId, { organisation: { IntegrationCredentials: ['read'], Logs: ['read'] }, app: {} }],
    )
    const { text: hidden, json } = await attacks.ask(read, { id: credential.id }, await world.member('Reader'))
    expect(json.data.credential).toEqual({ name: 'hidden', externalId: null })
    expect(hidden).not.toContain(input.externalId)
  })

  test('and a draft stand in no log, audit row or answer to anybody else', async () => {
    const { externalId } = await issueExternalId(owner)
    const other = await world.member('Admin')
    expect((await issueExternalId(other.context)).externalId).not.toBe(externalId)
    const role = roleFor(world, 'another', 'refused')
    await attacks.refusal(
      createCredential({ name: 'refused', kind: 'aws_assume_role', config: { region, roleArn: role.arn }, externalId }, owner),
    )
    const { rows } = await world.database.pool.query('select row_to_json(a)::text as text from audit_events a')
    expect([...rows.map(({ text }) => text), ...world.logged].join()).not.toContain(externalId)
  })
})
