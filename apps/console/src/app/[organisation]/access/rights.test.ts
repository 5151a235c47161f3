import { describe, expect, it } from 'vitest'
import { type GivenRole, lacking, whyNotGiven, whyNotInvited } from './rights.ts'

type Held = Parameters<typeof lacking>[0]
const everything: Held = {
  organisation: { Logs: ['read'], ServiceAccountTokens: ['create', 'read'], ExternalIdentities: ['read', 'bind'] },
  app: { Secrets: ['read'] },
}
const role = (name: string, organisation: GivenRole['permissions']['organisation'], managed: string | null = null): GivenRole => ({
  name,
  managed,
  permissions: { organisation, app: [] },
})

describe('what somebody lacks of a role', () => {
  it('is named right by right, and nothing when all is held', () => {
    const wanted = {
      organisation: [{ resource: 'Logs', actions: ['READ', 'DELETE'] as const }],
      app: [{ resource: 'Logs', actions: ['READ'] as const }],
    }
    expect(lacking(everything, wanted)).toEqual(['Logs: delete', 'Logs: read (in apps)'])
    expect(lacking(everything, { organisation: [], app: [{ resource: 'Secrets', actions: ['READ'] }] })).toEqual([])
  })
})

describe('the roles that are offered', () => {
  it('never hold what the giver lacks', () => {
    expect(whyNotGiven(role('Logs', [{ resource: 'Logs', actions: ['READ'] }]), everything)).toBeUndefined()
    expect(whyNotGiven(role('Apps', [{ resource: 'Apps', actions: ['CREATE'] }]), everything)).toContain('Apps: create')
  })

  it('are never the owner’s', () => {
    expect(whyNotGiven(role('Owner', [], 'OWNER'), everything)).toBeDefined()
  })

  it('to invite with make no tokens and no admins', () => {
    const minting = role('Minter', [{ resource: 'ServiceAccountTokens', actions: ['CREATE'] }])
    expect(whyNotGiven(minting, everything)).toBeUndefined()
    expect(whyNotInvited(minting, everything)).toContain('too much for a link')
    expect(whyNotInvited(role('Admin', [], 'ADMIN'), everything)).toContain('too much for a link')
    expect(whyNotInvited(role('Reader', [{ resource: 'Logs', actions: ['READ'] }]), everything)).toBeUndefined()
  })
})
