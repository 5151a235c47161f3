import { type ManagedRoleKey, managedRolePermissions, type Permissions } from './permissions.ts'

/** What its holder may do. A managed role is known by its key and takes its permissions from code; a custom role carries its own. */
export interface Role {
  id: string
  organisationId: string
  name: string
  description: string
  /** `#rrggbb`, or empty. */
  color: string
  key: ManagedRoleKey | null
  permissions: Permissions
  createdAt: Date
  updatedAt: Date
}

/** The permissions that count: from code for managed roles, from the row for custom ones. */
export const permissionsOf = (role: Pick<Role, 'key' | 'permissions'>): Permissions =>
  role.key ? managedRolePermissions[role.key] : role.permissions
