import { createServiceAccountToken, newId, revokeServiceAccountTokens, type SignedInContext } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

let world: World
let owner: SignedInContext

beforeAll(async () => {
  world = await createWorld()
  owner = world.owner.context
})
afterAll(() => world.close())

const tokens = async (count: number): Promise<string[]> => {
  const { id } = await world.account()
  const ids: string[] = []
  for (let index = 0; index < count; index++) {
    const made = await createServiceAccountToken({ serviceAccountId: id, name: `token ${index}`, expiresInSeconds: 3600 }, owner)
    ids.push(made.serviceAccountToken.id)
  }
  return ids
}
const state = async () => {
  const { rows } = await world.database.pool.query(
    'select count(*) filter (where revoked_at is not null)::int as revoked from service_account_tokens',
  )
  return { revoked: rows[0].revoked, audits: await world.count('audit_events') }
}

describe('revoking many tokens', () => {
  it('ends all of them, with one audit row each, and counts what was open', async () => {
    const ids = await tokens(3)
    const before = await state()
    expect(await revokeServiceAccountTokens({ ids: [...ids, ids[0]] }, owner)).toEqual({ revoked: 3 })
    expect(await state()).toEqual({ revoked: before.revoked + 3, audits: before.audits + 3 })
    expect(await revokeServiceAccountTokens({ ids }, owner)).toEqual({ revoked: 0 })
    expect((await state()).audits).toBe(before.audits + 3)
  })

  it('GQL-22 one that is unknown, or of another organisation, leaves all of them alone', async () => {
    const ids = await tokens(2)
    const stranger = await world.foreigner()
    const before = await state()
    await expect(revokeServiceAccountTokens({ ids: [...ids, newId(world.services.runtime)] }, owner)).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(revokeServiceAccountTokens({ ids }, stranger)).rejects.toMatchObject({ code: 'not_found' })
    expect(await state()).toEqual(before)
  })

  it('takes from one to a hundred, and the right to do so', async () => {
    const ids = await tokens(1)
    const developer = (await world.member('Developer')).context
    await expect(revokeServiceAccountTokens({ ids }, developer)).rejects.toMatchObject({ code: 'forbidden' })
    const many = Array.from({ length: 101 }, () => newId(world.services.runtime))
    for (const list of [[], many, ['x']]) {
      await expect(revokeServiceAccountTokens({ ids: list }, owner)).rejects.toMatchObject({ code: 'malformed_request' })
    }
  })
})
