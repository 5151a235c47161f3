import {
  deleteExtIdentity,
  listAccountAccess,
  listAttention,
  listEnvironments,
  readLab,
  readSecrets,
  removeLab,
  sendPersonaLogin,
  startLab,
  updateExtIdentity,
} from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLab } from '../src/server/lab/lab.ts'
import { createLabWorld, type LabWorld, loadDemo } from './lab-world.ts'
import { random } from './world.ts'

let world: LabWorld
beforeAll(async () => {
  world = await createLabWorld()
})
afterAll(() => world.close())

const { personas } = createLab({ secretKey: '0'.repeat(64), runtime: { now: Date.now, randomBytes: random } })
const demoIdentities = ['demo-aws', 'demo-azure', 'demo-github', 'demo-github-production', 'demo-gitlab', 'demo-kubernetes', 'demo-spiffe']
const each = personas.map((persona) => [persona.id, persona] as const)

describe('personas', () => {
  it('there is somebody who gets in and somebody who does not on every platform', () => {
    const platforms = [...new Set(personas.map(({ platform }) => platform))]
    expect(platforms).toEqual(['AWS', 'Azure', 'GitHub Actions', 'GitLab CI/CD', 'Kubernetes', 'SPIFFE'])
    for (const platform of platforms)
      expect(new Set(personas.filter((one) => one.platform === platform).map(({ expects }) => expects.outcome)).size, platform).toBe(2)
    expect(new Set(personas.map(({ id }) => id)).size).toBe(personas.length)
  })

  it.each(each)('%s sent from the Lab ends as it says, in an exchange like any other, and nothing goes out', async (_, persona) => {
    const outbound = world.outbound.length
    const { exchange, tokenPreview } = await sendPersonaLogin({ personaId: persona.id }, world.owner.context)
    expect({ outcome: exchange.outcome, code: exchange.code }).toEqual(persona.expects)
    expect(exchange).toMatchObject({ provider: persona.provider, userAgent: 'bonafide lab', ip: '192.0.2.1' })
    expect(exchange.steps).toHaveLength(11)
    expect(exchange.steps.find(({ status }) => status === 'failed')?.code ?? null).toBe(persona.expects.code)
    expect(exchange.ttlSeconds).toBe(persona.expects.outcome === 'accepted' ? 900 : null)
    expect(exchange.tokenId === null).toBe(persona.expects.outcome === 'refused')
    if (exchange.tokenId) expect(tokenPreview).toMatch(/^pss_service:v2:[0-9a-f]{4}…$/)
    else expect(tokenPreview).toBeNull()
    expect(world.outbound).toHaveLength(outbound)
  })

  it.each(each)('%s over HTTP: its proof works at the public door, and there alone decides', async (id, persona) => {
    const outbound = world.outbound.length
    const answers = []
    for (const body of await world.bodies(id)) answers.push(await world.send(id, body))
    const last = answers.at(-1)
    const vouched = ['principal_not_trusted', 'audience_mismatch', 'subject_not_trusted', 'claim_mismatch'].includes(
      persona.expects.code ?? '',
    )
    expect(last?.status).toBe(persona.expects.outcome === 'accepted' ? 200 : vouched ? 403 : 401)
    const { rows } = await world.database.pool.query('select outcome, code from exchanges order by id desc limit 1')
    expect(rows[0]).toEqual(persona.expects)
    expect(world.outbound).toHaveLength(outbound)
  })

  it('a persona may log in again within the same second', async () => {
    const sent = await Promise.all([1, 2, 3].map(() => sendPersonaLogin({ personaId: 'aws-role' }, world.owner.context)))
    expect(sent.map(({ exchange }) => exchange.outcome)).toEqual(['accepted', 'accepted', 'accepted'])
  })

  it('its refusals are one hint together, and none that somebody has to act on', async () => {
    const hints = async () => {
      const items = await listAttention({}, world.owner.context)
      expect(items.filter(({ kind }) => kind === 'refusals')).toEqual([])
      return items.filter(({ kind }) => kind === 'lab_refusals')
    }
    const before = await hints()
    await sendPersonaLogin({ personaId: 'aws-other-account' }, world.owner.context)
    expect(await hints()).toMatchObject([{ severity: 'info', count: (before[0]?.count ?? 0) + 1 }])
  })

  it('an unknown persona is not found, and sends nothing', async () => {
    const before = await world.count('exchanges')
    await expect(sendPersonaLogin({ personaId: 'nobody' }, world.owner.context)).rejects.toMatchObject({ code: 'not_found' })
    expect(await world.count('exchanges')).toBe(before)
  })

  it('counts against the rate limit of the address like any exchange', async () => {
    const limits = { take: async (bucket: string) => (bucket.startsWith('exchange:') ? 7 : 0) }
    const before = await world.count('exchanges')
    const sent = sendPersonaLogin({ personaId: 'aws-role' }, { ...world.owner.context, limits })
    await expect(sent).rejects.toMatchObject({ code: 'rate_limited' })
    expect(await world.count('exchanges')).toBe(before)
  })

  it("another organisation's persona is nobody here", async () => {
    const { organisationId } = (await world.foreigner()).actor
    const target = { organisationId, serviceAccountId: world.demo.serviceAccountId, publicUrl: world.services.settings.publicUrl }
    for (const [id, status] of [
      ['aws-role', 401],
      ['azure-managed-identity', 403],
      ['github-main', 401],
    ] as const) {
      const { bodies } = await world.lab.login(id, target)
      expect((await world.send(id, bodies[0])).status, id).toBe(status)
    }
  })
})

describe('the demo workspace', () => {
  it('is an account with an identity of every platform and an app of three environments that it reads', async () => {
    const { context } = world.owner
    expect(world.demo).toMatchObject({ started: true, serviceAccount: { name: 'ci-demo' }, app: { name: 'demo' } })
    expect(world.demo.identities.map(({ name }) => name)).toEqual(demoIdentities)
    expect(world.demo.missing).toEqual([])
    const environments = await listEnvironments({ appId: world.demo.appId }, context)
    expect(environments.map(({ name }) => name)).toEqual(['Development', 'Staging', 'Production'])
    expect(await listAccountAccess({ serviceAccountId: world.demo.serviceAccountId }, context)).toHaveLength(3)
    const secrets = await readSecrets({ environmentId: environments[2]?.id }, context)
    expect(secrets.find(({ key }) => key === 'DATABASE_URL')?.value).toBe(
      'postgres://demo:demo-password-production@database.production.example/demo',
    )
    const flags = `select bool_and(simulated) as all from (
      select simulated from apps union all select simulated from service_accounts union all select simulated from external_identities) parts`
    expect((await world.database.pool.query(flags)).rows[0].all).toBe(true)
  })

  it('leaves an audit row for each of its parts', async () => {
    const { rows } = await world.database.pool.query('select distinct action from audit_events')
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['service_account.create', 'external_identity.create', 'service_account.bind_identities', 'app.create']),
    )
  })

  it('loading it again, also twice at once, gives what is there and writes nothing', async () => {
    const counts = () => Promise.all(['audit_events', 'apps', 'service_accounts', 'external_identities', 'secrets'].map(world.count))
    const before = await counts()
    const views = await Promise.all([startLab(world.owner.context), startLab(world.owner.context)])
    for (const view of views) expect(view?.serviceAccount?.id).toBe(world.demo.serviceAccountId)
    expect(await counts()).toEqual(before)
  })

  it('one that was loaded before the Lab knew a platform is completed, and what is there stays as it is', async () => {
    const { context } = world.owner
    const kept = world.demo.identities.find(({ name }) => name === 'demo-github')?.id
    await updateExtIdentity({ id: kept, description: 'Changed by hand.', enabled: false }, context)
    const lost = ['demo-github-production', 'demo-gitlab']
    for (const { id, name } of world.demo.identities) if (lost.includes(name)) await deleteExtIdentity({ id }, context)
    expect(await readLab(context)).toMatchObject({ started: false, missing: lost })

    const events = await world.count(`audit_events where action = 'external_identity.create'`)
    const completed = await Promise.all([startLab(context), startLab(context)])
    for (const view of completed) {
      expect(view).toMatchObject({ started: true, missing: [], serviceAccount: world.demo.serviceAccount, app: world.demo.app })
      expect(view?.identities.map(({ name }) => name).sort()).toEqual(demoIdentities)
    }
    expect(await world.count(`audit_events where action = 'external_identity.create'`)).toBe(events + lost.length)
    const { rows } = await world.database.pool.query('select description, enabled from external_identities where id = $1', [kept])
    expect(rows).toEqual([{ description: 'Changed by hand.', enabled: false }])
    const { exchange } = await sendPersonaLogin({ personaId: 'gitlab-protected-branch' }, context)
    expect(exchange.outcome).toBe('accepted')
    await updateExtIdentity({ id: kept, enabled: true }, context)
  })

  it('a name that is taken is a conflict, and then nothing is made', async () => {
    const other = await world.foreigner()
    await world.database.pool.query(
      `insert into apps (id, organisation_id, name, server_encryption) values (gen_random_uuid(), $1, 'Demo', true)`,
      [other.actor.organisationId],
    )
    const before = [await world.count('service_accounts'), await world.count('audit_events')]
    await expect(startLab(other)).rejects.toMatchObject({ code: 'conflict', message: 'There is already an app called demo.' })
    expect([await world.count('service_accounts'), await world.count('audit_events')]).toEqual(before)
  })

  it.each(['Manager', 'Developer'])('a %s may neither load nor remove it, nor send anybody', async (role) => {
    const { context } = await world.member(role)
    for (const deed of [startLab(context), sendPersonaLogin({ personaId: 'aws-role' }, context)])
      await expect(deed).rejects.toMatchObject({ code: 'forbidden' })
    if (role === 'Developer') await expect(removeLab(context)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await readLab(world.owner.context))?.started).toBe(true)
  })
})

describe('removing it', () => {
  it('takes everything simulated away, deleted parts and exchanges included, and nothing else', async () => {
    const real = await world.account()
    await world.awsIdentity(real.id)
    const token = await world.bearer()
    const own = await world.send('aws-role', world.awsBody(world.role(), real.id))
    expect(own.status).toBe(200)
    const simulated = ['service_accounts', 'external_identities', 'apps', 'credentials'].map((table) => `${table} where simulated`)
    // Two of them were deleted above, and are rows yet.
    const identities = demoIdentities.length + 2
    expect(await Promise.all(simulated.map(world.count))).toEqual([1, identities, 1, 1])

    const removed = await removeLab(world.owner.context)
    expect(removed).toMatchObject({ serviceAccounts: 1, identities, apps: 1, credentials: 1 })
    expect(removed.tokens).toBeGreaterThan(0)
    expect(removed.exchanges).toBeGreaterThan(0)
    expect(await Promise.all(simulated.map(world.count))).toEqual([0, 0, 0, 0])
    expect(await world.count('lab_aws')).toBe(0)
    for (const table of ['environments', 'environment_keys', 'secrets', 'secret_versions']) expect(await world.count(table), table).toBe(0)
    expect(await world.count('exchanges')).toBe(1)
    expect(await world.count('service_account_tokens')).toBe(1)
    expect(await world.count('identity_bindings')).toBe(1)
    const dead = await fetch(`${world.node.url}/secrets/tokens/`, { headers: { authorization: token } })
    expect(dead.status).toBe(403)
    const { rows } = await world.database.pool.query(`select action from audit_events order by id desc limit ${demoIdentities.length + 4}`)
    expect(rows.map(({ action }) => action).sort()).toEqual(
      [
        'app.delete',
        'credential.delete',
        ...demoIdentities.map(() => 'external_identity.delete'),
        'lab.remove',
        'service_account.delete',
      ].sort(),
    )

    await expect(sendPersonaLogin({ personaId: 'aws-role' }, world.owner.context)).rejects.toMatchObject({ code: 'conflict' })
    const audits = await world.count('audit_events')
    expect(await removeLab(world.owner.context)).toEqual({
      serviceAccounts: 0,
      tokens: 0,
      identities: 0,
      apps: 0,
      credentials: 0,
      exchanges: 0,
    })
    expect(await world.count('audit_events')).toBe(audits)
  })

  it('and it can be loaded anew', async () => {
    const again = await loadDemo(world)
    expect(again.serviceAccountId).not.toBe(world.demo.serviceAccountId)
    const { exchange } = await sendPersonaLogin({ personaId: 'azure-managed-identity' }, world.owner.context)
    expect(exchange.outcome).toBe('accepted')
  })
})
