import { type Action, actions, appResources, DomainError, organisationResources, type Permissions } from '@bonafide/core'

/** One resource and what may be done to it: GraphQL has no maps. */
export interface ResourcePermission {
  resource: string
  actions: Action[]
}

export interface PermissionLists {
  organisation: ResourcePermission[]
  app: ResourcePermission[]
}

const listOf = (map: Partial<Record<string, Action[]>>): ResourcePermission[] =>
  Object.entries(map).flatMap(([resource, list]) => (list && list.length > 0 ? [{ resource, actions: list }] : []))

/** The maps of a role as lists, without the resources in which nothing is allowed. */
export const permissionLists = ({ organisation, app }: Permissions): PermissionLists => ({
  organisation: listOf(organisation),
  app: listOf(app),
})

const usual = actions.filter((action) => action !== 'bind')

/** Every resource with every action that exists for it. */
export const permissionMatrix: PermissionLists = {
  organisation: organisationResources.map((resource) => ({ resource, actions: resource === 'ExternalIdentities' ? [...actions] : usual })),
  app: appResources.map((resource) => ({ resource, actions: usual })),
}

/** The other way round, for the use cases, which check names and actions themselves. A resource may be named once. */
export function permissionMaps({ organisation = [], app = [] }: Partial<PermissionLists>) {
  return { organisation: mapOf(organisation, 'organisation'), app: mapOf(app, 'app') }
}

function mapOf(list: readonly ResourcePermission[], half: string): Record<string, Action[]> {
  const map = new Map<string, Action[]>()
  for (const [index, { resource, actions: allowed }] of list.entries()) {
    if (map.has(resource)) throw twice(half, index)
    map.set(resource, [...allowed])
  }
  return Object.fromEntries(map)
}

function twice(half: string, index: number): DomainError {
  const pointer = `/permissions/${half}/${index}/resource`
  return new DomainError('malformed_request', `${pointer}: is named twice`, { fields: [{ pointer, message: 'is named twice' }] })
}
