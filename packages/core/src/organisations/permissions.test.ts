import { describe, expect, it } from 'vitest'
import { permissionsSchema } from './grantable.ts'
import {
  actions,
  appResources,
  covers,
  hasGlobalAccess,
  type ManagedRoleKey,
  managedRolePermissions,
  organisationResources,
} from './permissions.ts'
import { permissionsOf } from './role.ts'

const keys: ManagedRoleKey[] = ['owner', 'admin', 'manager', 'developer', 'service']

// Copied from the published contract of existing clients, letter by letter; D18 adds the B of ExternalIdentities.
const organisation: Record<string, string[]> = {
  Organisation: ['CRUD', 'RU', 'R', '', ''],
  Billing: ['CRUD', 'CRUD', 'CRUD', '', ''],
  Apps: ['CRUD', 'CRUD', 'CRUD', 'R', 'CRU'],
  Members: ['CRUD', 'CRUD', 'CRUD', 'R', 'R'],
  MemberPersonalAccessTokens: ['CRUD', 'CRUD', '', '', ''],
  ServiceAccounts: ['CRUD', 'CRUD', 'CRUD', '', 'R'],
  ServiceAccountTokens: ['CRUD', 'CRUD', 'CRUD', '', 'R'],
  ExternalIdentities: ['CRUDB', 'CRUDB', 'CRUD', '', 'R'],
  Roles: ['CRUD', 'CRUD', 'CRUD', 'R', 'R'],
  IntegrationCredentials: ['CRUD', 'CRUD', 'CRUD', 'CRU', 'R'],
  NetworkAccessPolicies: ['CRUD', 'CRUD', 'CRUD', 'R', 'R'],
  Logs: ['R', 'R', 'R', 'R', ''],
  SSO: ['CRUD', 'CRUD', '', '', ''],
  Teams: ['CRUD', 'CRUD', 'CRUD', 'R', ''],
  SCIM: ['CRUD', 'CRUD', '', '', ''],
  LogStreams: ['CRUD', 'CRUD', '', '', ''],
}
const app: Record<string, string[]> = {
  Environments: ['CRUD', 'CRUD', 'CRU', 'CRU', 'CRUD'],
  Secrets: ['CRUD', 'CRUD', 'CRUD', 'CRUD', 'CRUD'],
  DynamicSecretLeases: ['CRUD', 'CRUD', 'CRUD', 'CR', 'CR'],
  RotatingSecrets: ['CRUD', 'CRUD', 'CRUD', 'R', 'R'],
  Lockbox: ['CRUD', 'CRUD', 'CRUD', 'CRUD', ''],
  Logs: ['CRUD', 'CRUD', 'CRUD', 'R', ''],
  Tokens: ['CRUD', 'CRUD', 'CRUD', 'CR', ''],
  Members: ['CRUD', 'CRUD', 'CRUD', 'R', 'R'],
  ServiceAccounts: ['CRUD', 'CRUD', 'CRUD', 'C', 'R'],
  Integrations: ['CRUD', 'CRUD', 'CRUD', 'CRUD', 'R'],
  EncryptionMode: ['RU', 'RU', 'RU', 'RU', 'R'],
  Teams: ['CRUD', 'CRUD', 'CRUD', 'R', 'R'],
}

const lettersOf = (list: readonly string[] | undefined) => (list ?? []).map((action) => action.charAt(0).toUpperCase()).join('')

describe('R-140 R-141 the managed roles', () => {
  it('know every resource, and no other', () => {
    expect([...organisationResources].toSorted()).toEqual(Object.keys(organisation).toSorted())
    expect([...appResources].toSorted()).toEqual(Object.keys(app).toSorted())
  })

  it.each(keys.map((key, index) => [key, index] as const))('%s may do what the matrix says', (key, index) => {
    const { organisation: inOrganisation, app: inApps } = managedRolePermissions[key]
    for (const resource of organisationResources)
      expect([resource, lettersOf(inOrganisation[resource])]).toEqual([resource, organisation[resource]?.[index]])
    for (const resource of appResources) expect([resource, lettersOf(inApps[resource])]).toEqual([resource, app[resource]?.[index]])
    expect(hasGlobalAccess(key)).toBe(key === 'owner' || key === 'admin')
    expect(permissionsSchema.parse(managedRolePermissions[key])).toEqual(managedRolePermissions[key])
  })

  it('take their rights from code, whatever their row says', () => {
    expect(permissionsOf({ key: 'developer', permissions: managedRolePermissions.owner })).toEqual(managedRolePermissions.developer)
    expect(permissionsOf({ key: null, permissions: managedRolePermissions.service })).toEqual(managedRolePermissions.service)
  })
})

describe('the rights of one role', () => {
  it('cover those of another exactly when none is missing', () => {
    const { owner, manager, developer } = managedRolePermissions
    expect(covers(owner, manager)).toBe(true)
    expect(covers(manager, developer)).toBe(true)
    expect(covers(manager, owner)).toBe(false)
    expect(covers(manager, { organisation: { ExternalIdentities: ['bind'] }, app: {} })).toBe(false)
    expect(covers({ organisation: {}, app: {} }, { organisation: {}, app: { Secrets: [] } })).toBe(true)
  })

  it.each([
    ['an unknown resource', { organisation: { Everything: ['read'] }, app: {} }],
    ['an unknown action', { organisation: { Apps: ['own'] }, app: {} }],
    ['binding of anything but identities', { organisation: { Apps: ['bind'] }, app: {} }],
    ['binding inside apps', { organisation: {}, app: { Secrets: ['bind'] } }],
    ['access to everything', { organisation: {}, app: {}, global_access: true }],
    ['half of the maps', { organisation: {} }],
  ])('never hold %s', (_, permissions) => {
    expect(permissionsSchema.safeParse(permissions).success).toBe(false)
  })

  it('hold each action once, in one order', () => {
    const twice = { organisation: { Apps: ['delete', 'read', 'read'] }, app: {} }
    expect(permissionsSchema.parse(twice)).toEqual({
      organisation: { Apps: actions.filter((action) => action === 'read' || action === 'delete') },
      app: {},
    })
  })
})
