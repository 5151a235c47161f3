import type { PermissionAction, ResourceRights, Rights, Side } from '../rights.ts'

/** A role while it is edited. */
export interface RoleDraft {
  name: string
  description: string
  /** `#rrggbb`, or empty. */
  color: string
  permissions: Rights
}

export const emptyDraft: RoleDraft = { name: '', description: '', color: '', permissions: { organisation: [], app: [] } }

export const given = ({ permissions }: RoleDraft, side: Side, resource: string, action: PermissionAction): boolean =>
  permissions[side].some((entry) => entry.resource === resource && entry.actions.includes(action))

/** The same draft with these actions of a resource given or taken. */
export function withRights(draft: RoleDraft, side: Side, resource: string, actions: readonly PermissionAction[], on: boolean): RoleDraft {
  const before = draft.permissions[side].find((entry) => entry.resource === resource)?.actions ?? []
  const after = on ? [...new Set([...before, ...actions])] : before.filter((action) => !actions.includes(action))
  const others = draft.permissions[side].filter((entry) => entry.resource !== resource)
  const list: ResourceRights[] = after.length === 0 ? others : [...others, { resource, actions: after }]
  return { ...draft, permissions: { ...draft.permissions, [side]: list } }
}

interface PermissionsInput {
  organisation: { resource: string; actions: PermissionAction[] }[]
  app: { resource: string; actions: PermissionAction[] }[]
}

const listOf = (list: readonly ResourceRights[]) => list.map(({ resource, actions }) => ({ resource, actions: [...actions] }))

export const permissionsInput = ({ permissions: { organisation, app } }: RoleDraft): PermissionsInput => ({
  organisation: listOf(organisation),
  app: listOf(app),
})
