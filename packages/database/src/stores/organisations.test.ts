import {
  acceptInvite,
  authenticate,
  cancelInvite,
  changeMemberRole,
  createApp,
  createPersonalAccessToken,
  createRole,
  deleteRole,
  inviteMember,
  listAuditEvents,
  listInvites,
  listMembers,
  listRoles,
  managedRolePermissions,
  type Permissions,
  readInvite,
  readMember,
  readOrganisation,
  readRole,
  removeMember,
  renameOrganisation,
  updateRole,
} from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contextOf, createPeople, foreignOwner, type People, type Person, password, refusal, signInAgain } from './testing/people.ts'

let people: People
let manager: Person
let developer: Person
let foreigner: Person

beforeAll(async () => {
  people = await createPeople()
  manager = await people.join('manager')
  developer = await people.join('developer')
  foreigner = await foreignOwner(people)
})

afterAll(() => people.drop())

const nothing: Permissions = { organisation: {}, app: {} }
const freshName = () => `Role ${crypto.randomUUID()}`
const roleEditor: Permissions = { organisation: { Roles: ['create', 'read', 'update', 'delete'], Apps: ['read'] }, app: {} }

describe('the organisation', () => {
  it('is read by its members and renamed by those who may, with an audit row', async () => {
    expect((await readOrganisation(developer.context)).name).toBe('People')
    expect(await refusal(renameOrganisation({ name: 'Mine' }, manager.context))).toBe('forbidden')
    expect(await refusal(renameOrganisation({ name: ' ' }, people.owner.context))).toBe('malformed_request')
    expect((await renameOrganisation({ name: 'People & Co' }, people.owner.context)).name).toBe('People & Co')
    const [row] = await people.audit('organisation.update')
    expect(row).toMatchObject({ before: { name: 'People' }, after: { name: 'People & Co' }, actor: { id: people.owner.member.id } })
    await renameOrganisation({ name: 'People' }, people.owner.context)
    expect(await refusal(readOrganisation(people.stranger))).toBe('unauthenticated')
  })
})

describe('members', () => {
  it('are listed newest first, page by page, and found by name or address, without what is sealed', async () => {
    const first = await listMembers({ first: 2 }, developer.context)
    const second = await listMembers({ first: 2, after: first.rows[1]?.id }, developer.context)
    expect(first).toMatchObject({ hasNextPage: true, totalCount: 3 })
    expect([...first.rows, ...second.rows].map((row) => row.id)).toEqual([developer.member.id, manager.member.id, people.owner.member.id])
    expect(second.hasNextPage).toBe(false)
    expect(first.rows[0]).toMatchObject({ role: { key: 'developer' }, email: developer.email })
    expect(Object.keys(first.rows[0] ?? {}).filter((key) => /wrapped|verifier/i.test(key))).toEqual([])
    expect((await listMembers({ search: 'OWNER@' }, developer.context)).rows.map((row) => row.email)).toEqual([people.owner.email])
    expect((await listMembers({ search: '%' }, developer.context)).rows).toEqual([])
  })

  it('of another organisation do not exist', async () => {
    expect(await refusal(readMember({ id: developer.member.id }, foreigner.context))).toBe('not_found')
    expect(await refusal(removeMember({ id: developer.member.id }, foreigner.context))).toBe('not_found')
    const own = await people.roleOf('manager')
    expect(await refusal(changeMemberRole({ memberId: developer.member.id, roleId: own.id }, foreigner.context))).toBe('not_found')
    const theirs = (await listRoles(foreigner.context)).find((role) => role.key === 'manager')
    expect(await refusal(changeMemberRole({ memberId: developer.member.id, roleId: theirs?.id }, people.owner.context))).toBe('not_found')
    expect((await listMembers({}, foreigner.context)).rows.map((row) => row.id)).toEqual([foreigner.member.id])
  })

  it('WEB-03 another role counts from the next request on, and ends the sessions of before', async () => {
    const person = await people.join('developer')
    const { value } = await createPersonalAccessToken({ name: 'kept', expiresInSeconds: 60 }, person.context)
    const before = await people.roleOf('developer')
    const role = await people.roleOf('manager')
    expect((await changeMemberRole({ memberId: person.member.id, roleId: role.id }, people.owner.context)).role.key).toBe('manager')
    const actor = await authenticate({ authorization: `Bearer User ${value}`, sessionToken: null }, people.stranger)
    expect(actor.role.key).toBe('manager')
    expect(await refusal(contextOf(person.sessionToken, people.stranger))).toBe('unauthenticated')
    const [row] = await people.audit('member.update_role')
    expect(row).toMatchObject({ resourceId: person.member.id, before: { role: before.name }, after: { role: role.name } })
  })

  it('nobody touches himself or the owner, and only owners and admins touch admins', async () => {
    const admin = await people.join('admin')
    const other = await people.join('admin')
    const role = await people.roleOf('developer')
    const attempts: [Person, Person][] = [
      [people.owner, people.owner],
      [admin, people.owner],
      [admin, admin],
      [manager, admin],
      [manager, people.owner],
      [developer, manager],
    ]
    for (const [actor, target] of attempts) {
      expect(await refusal(changeMemberRole({ memberId: target.member.id, roleId: role.id }, actor.context))).toBe('forbidden')
      expect(await refusal(removeMember({ id: target.member.id }, actor.context))).toBe('forbidden')
    }
    await changeMemberRole({ memberId: other.member.id, roleId: role.id }, admin.context)
    await removeMember({ id: other.member.id }, admin.context)
  })

  it('nobody becomes owner, nor gets a role with rights that the giver lacks', async () => {
    const person = await people.join('developer')
    const give = async (key: 'owner' | 'admin' | 'manager' | 'service', giver: Person) =>
      changeMemberRole({ memberId: person.member.id, roleId: (await people.roleOf(key)).id }, giver.context)
    expect(await refusal(give('owner', people.owner))).toBe('forbidden')
    expect(await refusal(give('admin', manager))).toBe('forbidden')
    expect(await refusal(give('service', manager))).toBe('forbidden')
    const binder = await createRole(
      { name: freshName(), permissions: { organisation: { ExternalIdentities: ['bind'] }, app: {} } },
      people.owner.context,
    )
    expect(await refusal(changeMemberRole({ memberId: person.member.id, roleId: binder.id }, manager.context))).toBe('forbidden')
    await give('manager', manager)
  })

  it('who cease to be admins lose every key', async () => {
    const admin = await people.join('admin')
    const { pool } = people.database
    const [appId, environmentId] = [crypto.randomUUID(), crypto.randomUUID()]
    const organisationId = people.owner.organisation.id
    await pool.query(`insert into apps (id, organisation_id, name, server_encryption) values ($1, $2, 'Keys', false)`, [
      appId,
      organisationId,
    ])
    await pool.query(
      `insert into environments (id, app_id, organisation_id, name, type, position, identity_key) values ($1, $2, $3, 'dev', 'dev', 0, '')`,
      [environmentId, appId, organisationId],
    )
    const hold = (memberId: string) =>
      pool.query(
        `insert into environment_keys (id, environment_id, member_id, wrapped_seed, wrapped_salt) values (gen_random_uuid(), $1, $2, '', '')`,
        [environmentId, memberId],
      )
    const held = async () => (await pool.query('select 1 from environment_keys where environment_id = $1', [environmentId])).rowCount
    await hold(admin.member.id)
    await changeMemberRole({ memberId: admin.member.id, roleId: (await people.roleOf('manager')).id }, people.owner.context)
    expect(await held()).toBe(0)
    await hold(admin.member.id)
    await removeMember({ id: admin.member.id }, people.owner.context)
    expect(await held()).toBe(0)
  })

  it('who become admins hold the keys of every environment that the server can wrap', async () => {
    const person = await people.join('developer')
    const app = await createApp({ name: 'Keyed' }, people.owner.context)
    const held = async () => {
      const text = `select count(*)::int as count from environment_keys k join environments e on e.id = k.environment_id where e.app_id = $1 and k.member_id = $2`
      return (await people.database.pool.query(text, [app.id, person.member.id])).rows[0].count
    }
    expect(await held()).toBe(0)
    await changeMemberRole({ memberId: person.member.id, roleId: (await people.roleOf('admin')).id }, people.owner.context)
    expect(await held()).toBe(3)
  })

  it('who leave are gone at once, with an audit row, and may be invited again as somebody new', async () => {
    const person = await people.join('developer')
    await removeMember({ id: person.member.id }, manager.context)
    expect(await refusal(contextOf(person.sessionToken, people.stranger))).toBe('unauthenticated')
    expect(await refusal(readMember({ id: person.member.id }, people.owner.context))).toBe('not_found')
    expect(await refusal(removeMember({ id: person.member.id }, people.owner.context))).toBe('not_found')
    const [row] = await people.audit('member.delete')
    expect(row).toMatchObject({ resourceId: person.member.id, before: { email: person.email }, actor: { id: manager.member.id } })
    const { code } = await inviteMember({ email: person.email, roleId: (await people.roleOf('developer')).id }, people.owner.context)
    const again = await acceptInvite({ code, fullName: 'Again', password }, people.stranger)
    expect(again.member.id).not.toBe(person.member.id)
  })
})

describe('invites', () => {
  const invite = async (email: string, inviter = people.owner) =>
    inviteMember({ email, roleId: (await people.roleOf('developer')).id }, inviter.context)

  it('are made and withdrawn by those who may, listed without their code, and audited', async () => {
    expect(await refusal(invite('x@people.test', developer))).toBe('forbidden')
    const { invite: made, code } = await invite(' New@People.test ', manager)
    expect(made.email).toBe('new@people.test')
    expect(made.expiresAt.getTime()).toBeGreaterThan(Date.now() + 13.9 * 86_400_000)
    expect(await refusal(invite('new@people.test'))).toBe('conflict')
    const listed = await listInvites({}, developer.context)
    expect(listed.rows.map((row) => row.id)).toContain(made.id)
    expect(JSON.stringify(listed)).not.toMatch(/hash/i)
    expect(await readInvite({ code }, people.stranger)).toMatchObject({ email: 'new@people.test', organisation: people.owner.organisation })
    expect(await refusal(cancelInvite({ id: made.id }, foreigner.context))).toBe('not_found')
    expect(await refusal(cancelInvite({ id: made.id }, developer.context))).toBe('forbidden')
    await cancelInvite({ id: made.id }, manager.context)
    expect(await refusal(readInvite({ code }, people.stranger))).toBe('not_found')
    expect((await people.audit('invite.create'))[0]).toMatchObject({ resourceId: made.id, actor: { id: manager.member.id } })
    expect((await people.audit('invite.delete'))[0]).toMatchObject({ resourceId: made.id })
  })

  it('open once, also when two accept in one moment', async () => {
    const { code } = await invite('twice@people.test')
    const tries = await Promise.allSettled(
      [1, 2, 3].map((number) => acceptInvite({ code, fullName: `Try ${number}`, password }, people.stranger)),
    )
    expect(tries.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    expect((await listMembers({ search: 'twice@' }, people.owner.context)).rows).toHaveLength(1)
    expect(await refusal(acceptInvite({ code, fullName: 'Late', password }, people.stranger))).toBe('not_found')
    expect((await people.audit('member.create'))[0]).toMatchObject({ after: { email: 'twice@people.test' }, actor: { kind: 'member' } })
  })

  it('die after fourteen days, by the clock of the database, and then make room for a new one', async () => {
    const { invite: made, code } = await invite('late@people.test')
    await people.database.pool.query(`update invites set expires_at = now() - interval '1 millisecond' where id = $1`, [made.id])
    expect(await refusal(readInvite({ code }, people.stranger))).toBe('not_found')
    expect(await refusal(acceptInvite({ code, fullName: 'Late', password }, people.stranger))).toBe('not_found')
    await invite('late@people.test')
  })

  it('do not tell the inviter who is a member already; accepting fails then, and the invite stays open', async () => {
    const { code } = await invite(developer.email)
    expect(await refusal(acceptInvite({ code, fullName: 'Second', password }, people.stranger))).toBe('conflict')
    await readInvite({ code }, people.stranger)
    expect(await refusal(acceptInvite({ code: 'wrong', fullName: 'Second', password }, people.stranger))).toBe('not_found')
  })

  it('never make somebody powerful by a code alone', async () => {
    for (const key of ['owner', 'admin', 'manager'] as const) {
      expect(await refusal(inviteMember({ email: 'power@people.test', roleId: (await people.roleOf(key)).id }, people.owner.context))).toBe(
        'forbidden',
      )
    }
    const theirs = (await listRoles(foreigner.context)).find((role) => role.key === 'developer')
    expect(await refusal(inviteMember({ email: 'power@people.test', roleId: theirs?.id }, people.owner.context))).toBe('not_found')
  })
})

describe('roles', () => {
  it('are made, changed and deleted by those who may, with audit rows', async () => {
    const role = await createRole(
      { name: freshName(), color: '#aabbcc', permissions: { organisation: { Apps: ['read'] }, app: {} } },
      manager.context,
    )
    expect((await people.audit('role.create'))[0]).toMatchObject({ resourceId: role.id, actor: { id: manager.member.id } })
    const changedRole = await updateRole(
      { id: role.id, permissions: { organisation: { Apps: ['read', 'update'] }, app: {} } },
      manager.context,
    )
    expect(changedRole.permissions.organisation.Apps).toEqual(['read', 'update'])
    expect((await people.audit('role.update'))[0]).toMatchObject({ before: { permissions: { organisation: { Apps: ['read'] } } } })
    expect(await readRole({ id: role.id }, developer.context)).toEqual(changedRole)
    expect((await listRoles(developer.context)).slice(0, 5).map((each) => each.key)).toEqual([
      'owner',
      'admin',
      'manager',
      'developer',
      'service',
    ])
    expect(await refusal(createRole({ name: role.name.toUpperCase(), permissions: nothing }, manager.context))).toBe('conflict')
    await deleteRole({ id: role.id }, manager.context)
    expect((await people.audit('role.delete'))[0]).toMatchObject({ resourceId: role.id, before: { name: role.name } })
    expect(await refusal(readRole({ id: role.id }, developer.context))).toBe('not_found')
  })

  it('are closed to those without the permission and to other organisations', async () => {
    const role = await createRole({ name: freshName(), permissions: nothing }, people.owner.context)
    expect(await refusal(createRole({ name: freshName(), permissions: nothing }, developer.context))).toBe('forbidden')
    expect(await refusal(updateRole({ id: role.id, name: 'x' }, developer.context))).toBe('forbidden')
    expect(await refusal(deleteRole({ id: role.id }, developer.context))).toBe('forbidden')
    expect(await refusal(readRole({ id: role.id }, foreigner.context))).toBe('not_found')
    expect(await refusal(updateRole({ id: role.id, name: 'x' }, foreigner.context))).toBe('not_found')
    expect(await refusal(deleteRole({ id: role.id }, foreigner.context))).toBe('not_found')
  })

  it('WEB-36 nobody grants a right he lacks, changes his own role, or a stronger one', async () => {
    const editor = await people.joinWith(roleEditor)
    const stronger: Permissions = { organisation: { ExternalIdentities: ['bind'] }, app: {} }
    expect(await refusal(createRole({ name: freshName(), permissions: stronger }, manager.context))).toBe('forbidden')
    expect(await refusal(createRole({ name: freshName(), permissions: managedRolePermissions.developer }, editor.context))).toBe(
      'forbidden',
    )
    expect(await refusal(updateRole({ id: editor.context.actor.role.id, name: 'Mine' }, editor.context))).toBe('forbidden')
    const role = await createRole({ name: freshName(), permissions: stronger }, people.owner.context)
    expect(await refusal(updateRole({ id: role.id, permissions: nothing }, editor.context))).toBe('forbidden')
    expect(await refusal(deleteRole({ id: role.id }, editor.context))).toBe('forbidden')
    const weak = await createRole({ name: freshName(), permissions: { organisation: { Apps: ['read'] }, app: {} } }, editor.context)
    expect(await refusal(updateRole({ id: weak.id, permissions: stronger }, editor.context))).toBe('forbidden')
    await updateRole({ id: weak.id, permissions: nothing }, editor.context)
  })

  it('that are managed are fixed, also for the owner', async () => {
    for (const role of (await listRoles(people.owner.context)).filter((each) => each.key !== null)) {
      expect(await refusal(updateRole({ id: role.id, name: 'Renamed' }, people.owner.context))).toBe('forbidden')
      expect(await refusal(deleteRole({ id: role.id }, people.owner.context))).toBe('forbidden')
    }
  })

  it('a changed role counts from the next request of its holders on', async () => {
    const person = await people.joinWith({ organisation: { Logs: ['read'] }, app: {} })
    await listAuditEvents({}, person.context)
    await updateRole({ id: person.context.actor.role.id, permissions: nothing }, people.owner.context)
    expect(await refusal(listAuditEvents({}, await contextOf(person.sessionToken, people.stranger)))).toBe('forbidden')
  })

  it('in use are kept; once only people who left held it, a role can go', async () => {
    const person = await people.joinWith(roleEditor)
    const { id } = person.context.actor.role
    expect(await refusal(deleteRole({ id }, people.owner.context))).toBe('conflict')
    await removeMember({ id: person.member.id }, people.owner.context)
    const { invite } = await inviteMember({ email: 'holder@people.test', roleId: id }, people.owner.context)
    expect(await refusal(deleteRole({ id }, people.owner.context))).toBe('conflict')
    await cancelInvite({ id: invite.id }, people.owner.context)
    await deleteRole({ id }, people.owner.context)
  })
})

describe('the audit log', () => {
  it('is read by those who may, filtered, newest first, and only of their own organisation', async () => {
    const robot = await people.joinWith(nothing)
    expect(await refusal(listAuditEvents({}, robot.context))).toBe('forbidden')
    const { rows } = await listAuditEvents({ first: 100, actorId: manager.member.id }, developer.context)
    expect(rows.length).toBeGreaterThan(0)
    expect(new Set(rows.map((row) => row.actor.id))).toEqual(new Set([manager.member.id]))
    expect(rows.map((row) => row.id)).toEqual(
      rows
        .map((row) => row.id)
        .toSorted()
        .toReversed(),
    )
    expect((await listAuditEvents({ until: new Date(0) }, developer.context)).rows).toEqual([])
    expect((await listAuditEvents({ resourceType: 'role' }, developer.context)).rows.every((row) => row.resourceType === 'role')).toBe(true)
    expect((await listAuditEvents({}, foreigner.context)).rows.every((row) => row.organisationId === foreigner.organisation.id)).toBe(true)
  })

  it('TOK-27 a deed whose audit row cannot be written does not happen', async () => {
    await people.database.pool.query(`alter table audit_events add constraint broken check (action <> 'organisation.update') not valid`)
    await expect(renameOrganisation({ name: 'Unseen' }, people.owner.context)).rejects.toThrow()
    expect((await readOrganisation(people.owner.context)).name).toBe('People')
    await people.database.pool.query('alter table audit_events drop constraint broken')
  })

  it('forgets rows older than its retention, a bounded number at a time', async () => {
    const { audit } = people.services.stores
    await people.database.pool.query(`update audit_events set at = now() - interval '401 days' where action = 'role.create'`)
    const [total] = [(await people.audit('role.create')).length]
    expect(await audit.purge(400, 1)).toBe(1)
    expect(await audit.purge(400, 1_000)).toBe(total - 1)
    expect(await people.audit('role.create')).toEqual([])
  })
})

it('the second of two people who remove one another at once is too late', async () => {
  const [one, two] = [await people.join('admin'), await people.join('admin')]
  const outcomes = await Promise.allSettled([
    removeMember({ id: two.member.id }, one.context),
    removeMember({ id: two.member.id }, people.owner.context),
  ])
  expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await refusal(signInAgain(two.email, people.stranger))).toBe('login_denied')
})
