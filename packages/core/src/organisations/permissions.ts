/** What one may do to a resource. `bind` exists for external identities alone. */
export const actions = ['create', 'read', 'update', 'delete', 'bind'] as const
export type Action = (typeof actions)[number]

export const organisationResources = [
  'Organisation',
  'Billing',
  'Apps',
  'Members',
  'MemberPersonalAccessTokens',
  'ServiceAccounts',
  'ServiceAccountTokens',
  'ExternalIdentities',
  'Roles',
  'IntegrationCredentials',
  'NetworkAccessPolicies',
  'Logs',
  'SSO',
  'Teams',
  'SCIM',
  'LogStreams',
] as const
export type OrganisationResource = (typeof organisationResources)[number]

export const appResources = [
  'Environments',
  'Secrets',
  'DynamicSecretLeases',
  'RotatingSecrets',
  'Lockbox',
  'Logs',
  'Tokens',
  'Members',
  'ServiceAccounts',
  'Integrations',
  'EncryptionMode',
  'Teams',
] as const
export type AppResource = (typeof appResources)[number]

/** Two maps per role: what it may do in the organisation, and what inside an app. A missing resource means nothing. */
export interface Permissions {
  organisation: Partial<Record<OrganisationResource, Action[]>>
  app: Partial<Record<AppResource, Action[]>>
}

export type ManagedRoleKey = 'owner' | 'admin' | 'manager' | 'developer' | 'service'

const letters: Record<string, Action> = { C: 'create', R: 'read', U: 'update', D: 'delete', B: 'bind' }
const actionsOf = (cell: string): Action[] => [...cell].flatMap((letter) => letters[letter] ?? [])

type Row = readonly [owner: string, admin: string, manager: string, developer: string, service: string]

/** The permission matrix of the managed roles; C R U D as usual, B = bind an external identity, - = nothing. */
const organisationMatrix: Record<OrganisationResource, Row> = {
  Organisation: ['CRUD', 'RU', 'R', '-', '-'],
  Billing: ['CRUD', 'CRUD', 'CRUD', '-', '-'],
  Apps: ['CRUD', 'CRUD', 'CRUD', 'R', 'CRU'],
  Members: ['CRUD', 'CRUD', 'CRUD', 'R', 'R'],
  MemberPersonalAccessTokens: ['CRUD', 'CRUD', '-', '-', '-'],
  ServiceAccounts: ['CRUD', 'CRUD', 'CRUD', '-', 'R'],
  ServiceAccountTokens: ['CRUD', 'CRUD', 'CRUD', '-', 'R'],
  ExternalIdentities: ['CRUDB', 'CRUDB', 'CRUD', '-', 'R'],
  Roles: ['CRUD', 'CRUD', 'CRUD', 'R', 'R'],
  IntegrationCredentials: ['CRUD', 'CRUD', 'CRUD', 'CRU', 'R'],
  NetworkAccessPolicies: ['CRUD', 'CRUD', 'CRUD', 'R', 'R'],
  Logs: ['R', 'R', 'R', 'R', '-'],
  SSO: ['CRUD', 'CRUD', '-', '-', '-'],
  Teams: ['CRUD', 'CRUD', 'CRUD', 'R', '-'],
  SCIM: ['CRUD', 'CRUD', '-', '-', '-'],
  LogStreams: ['CRUD', 'CRUD', '-', '-', '-'],
}

const appMatrix: Record<AppResource, Row> = {
  Environments: ['CRUD', 'CRUD', 'CRU', 'CRU', 'CRUD'],
  Secrets: ['CRUD', 'CRUD', 'CRUD', 'CRUD', 'CRUD'],
  DynamicSecretLeases: ['CRUD', 'CRUD', 'CRUD', 'CR', 'CR'],
  RotatingSecrets: ['CRUD', 'CRUD', 'CRUD', 'R', 'R'],
  Lockbox: ['CRUD', 'CRUD', 'CRUD', 'CRUD', '-'],
  Logs: ['CRUD', 'CRUD', 'CRUD', 'R', '-'],
  Tokens: ['CRUD', 'CRUD', 'CRUD', 'CR', '-'],
  Members: ['CRUD', 'CRUD', 'CRUD', 'R', 'R'],
  ServiceAccounts: ['CRUD', 'CRUD', 'CRUD', 'C', 'R'],
  Integrations: ['CRUD', 'CRUD', 'CRUD', 'CRUD', 'R'],
  EncryptionMode: ['RU', 'RU', 'RU', 'RU', 'R'],
  Teams: ['CRUD', 'CRUD', 'CRUD', 'R', 'R'],
}

const columns: readonly ManagedRoleKey[] = ['owner', 'admin', 'manager', 'developer', 'service']

function column<Resource extends string>(matrix: Record<Resource, Row>, index: number): Partial<Record<Resource, Action[]>> {
  const entries = Object.entries<Row>(matrix).map(([resource, row]) => [resource, actionsOf(row[index] ?? '')])
  return Object.fromEntries(entries) as Partial<Record<Resource, Action[]>>
}

/** Managed roles are resolved from here by key, never from the database row, so that nobody can rename or edit himself into more. */
export const managedRolePermissions: Record<ManagedRoleKey, Permissions> = Object.fromEntries(
  columns.map((key, index) => [key, { organisation: column(organisationMatrix, index), app: column(appMatrix, index) }]),
) as Record<ManagedRoleKey, Permissions>

/** Owner and Admin hold keys for every environment; nobody else does by role. */
export const hasGlobalAccess = (key: ManagedRoleKey | null): boolean => key === 'owner' || key === 'admin'

/** True when every right in `wanted` is also in `held`: nobody may grant what he lacks. */
export function covers(held: Permissions, wanted: Permissions): boolean {
  const within = (has: Partial<Record<string, Action[]>>, wants: Partial<Record<string, Action[]>>) =>
    Object.entries(wants).every(([resource, list]) => (list ?? []).every((action) => has[resource]?.includes(action)))
  return within(held.organisation, wanted.organisation) && within(held.app, wanted.app)
}
