import type { Context } from '../context.ts'
import { newId } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import type { Organisation } from './organisation.ts'
import { type ManagedRoleKey, managedRolePermissions } from './permissions.ts'
import type { Role } from './role.ts'

const managedRoles: readonly { key: ManagedRoleKey; name: string; description: string }[] = [
  { key: 'owner', name: 'Owner', description: 'May do everything, and cannot be removed.' },
  { key: 'admin', name: 'Admin', description: 'Manages people, apps, service accounts and trust; reaches every environment.' },
  { key: 'manager', name: 'Manager', description: 'Manages people, apps and service accounts; reaches the environments given to it.' },
  { key: 'developer', name: 'Developer', description: 'Reads and writes secrets in the environments given to it.' },
  { key: 'service', name: 'Service', description: 'For service accounts: reads and writes secrets in the environments given to it.' },
]

/** Makes an organisation with its managed roles; answers it and the role of its owner. */
export async function foundOrganisation(
  { id, name }: { id: string; name: string },
  stores: Stores,
  { runtime }: Pick<Context, 'runtime'>,
): Promise<{ organisation: Organisation; ownerRole: Role }> {
  const organisation = await stores.organisations.insertOrganisation({ id, name })
  const roles = await stores.organisations.insertRoles(
    managedRoles.map((role) => ({
      ...role,
      id: newId(runtime),
      organisationId: id,
      color: '',
      permissions: managedRolePermissions[role.key],
    })),
  )
  const ownerRole = roles.find((role) => role.key === 'owner')
  if (!ownerRole) throw new Error('the managed roles lack the owner')
  return { organisation, ownerRole }
}
