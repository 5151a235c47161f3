import type { Permissions } from '@bonafide/core'

export type PermissionAction = 'CREATE' | 'READ' | 'UPDATE' | 'DELETE' | 'BIND'

export interface ResourceRights {
  resource: string
  actions: readonly PermissionAction[]
}

/** `RolePermissions` and `PermissionMatrix` of the API. */
export interface Rights {
  organisation: readonly ResourceRights[]
  app: readonly ResourceRights[]
}

export const sides = ['organisation', 'app'] as const
export type Side = (typeof sides)[number]

/** "create", as the viewer's own permissions spell it. */
export const wordOf = (action: PermissionAction) => action.toLowerCase() as Lowercase<PermissionAction>

export function holds(held: Permissions, side: Side, resource: string, action: PermissionAction): boolean {
  const lists: Partial<Record<string, readonly string[]>> = held[side]
  return lists[resource]?.includes(wordOf(action)) ?? false
}

/** The rights of `wanted` that are not held, as people read them; nobody can give what he lacks. */
export const lacking = (held: Permissions, wanted: Rights): string[] =>
  sides.flatMap((side) =>
    wanted[side].flatMap(({ resource, actions }) =>
      actions.filter((action) => !holds(held, side, resource, action)).map((action) => rightName(side, resource, action)),
    ),
  )

const rightName = (side: Side, resource: string, action: PermissionAction): string =>
  `${resource}: ${wordOf(action)}${side === 'app' ? ' (in apps)' : ''}`

/** What there is to know of a role before it is given to somebody. */
export interface GivenRole {
  name: string
  managed: string | null
  permissions: Rights
}

/** Why the viewer cannot give somebody this role; undefined when he can. The server decides again. */
export function whyNotGiven(role: GivenRole, held: Permissions): string | undefined {
  if (role.managed === 'OWNER') return 'given once, when the server is set up'
  const missing = lacking(held, role.permissions)
  return missing.length > 0 ? `holds rights that yours lacks, such as ${missing[0]}` : undefined
}

/** The same for an invite, whose code travels by mail or chat: what it opens must not be the whole organisation. */
export function whyNotInvited(role: GivenRole, held: Permissions): string | undefined {
  const mintsTokens = role.permissions.organisation.some(
    ({ resource, actions }) => resource === 'ServiceAccountTokens' && actions.includes('CREATE'),
  )
  const tooMuch = role.managed === 'ADMIN' || mintsTokens
  return whyNotGiven(role, held) ?? (tooMuch ? 'too much for a link: invite with a lesser role, and change it afterwards' : undefined)
}
