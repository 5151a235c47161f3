import type { FieldOf, OrderFields, Page, PageRequest } from '../page.ts'
import type { Invite } from './invite.ts'
import type { Member, NewMember } from './member.ts'
import type { Organisation } from './organisation.ts'
import type { ManagedRoleKey, Permissions } from './permissions.ts'
import type { Role } from './role.ts'

export interface NewRole {
  id: string
  organisationId: string
  name: string
  description: string
  color: string
  key: ManagedRoleKey | null
  permissions: Permissions
}

export type RoleChange = Partial<Pick<NewRole, 'name' | 'description' | 'color' | 'permissions'>>

export const memberOrder = { createdAt: 'id', name: 'text' } as const satisfies OrderFields

export interface MemberFilter {
  /** Part of the name or of the e-mail address. */
  search?: string
  roleId?: string
  /** Holds one of these. */
  environmentIds?: readonly string[]
}

export interface NewInvite {
  id: string
  organisationId: string
  roleId: string
  email: string
  tokenHash: Uint8Array
  invitedByMemberId: string | null
  /** Counted from the clock of the database. */
  lifetimeSeconds: number
}

/** An open invite with the names that its page shows. */
export interface OpenInvite {
  invite: Invite
  organisation: { id: string; name: string }
  role: Role
}

/** Names that are taken fail with `conflict`. */
export interface OrganisationStore {
  /** True as soon as the installation has an owner. */
  hasOrganisation(): Promise<boolean>
  insertOrganisation(organisation: Pick<Organisation, 'id' | 'name'>): Promise<Organisation>
  findOrganisation(id: string): Promise<Organisation | null>
  renameOrganisation(id: string, name: string): Promise<Organisation>

  insertRoles(roles: readonly NewRole[]): Promise<Role[]>
  /** Managed roles first, then by name. */
  listRoles(organisationId: string): Promise<Role[]>
  findRole(organisationId: string, id: string): Promise<Role | null>
  updateRole(id: string, change: RoleChange): Promise<Role>
  /** False when a member, an account or an open invite holds it. */
  deleteRole(organisationId: string, id: string): Promise<boolean>

  insertMember(member: NewMember): Promise<void>
  listMembers(organisationId: string, filter: MemberFilter, page: PageRequest<FieldOf<typeof memberOrder>>): Promise<Page<Member>>
  /** Null for members who left. */
  findMember(organisationId: string, id: string): Promise<Member | null>
  findMembers(organisationId: string, ids: readonly string[]): Promise<Member[]>
  /** The same as for one, and nobody else changes the member until the transaction ends. */
  lockMember(organisationId: string, id: string): Promise<Member | null>
  setMemberRole(id: string, roleId: string): Promise<void>
  /** Ends the membership and, with it, sessions, personal access tokens, environment keys and account keyrings. */
  removeMember(id: string): Promise<void>
  /** Takes away every environment key and account keyring that the member holds. */
  deleteMemberKeys(memberId: string): Promise<void>

  /** An expired invite for the same address makes room; an open one is a `conflict`. */
  insertInvite(invite: NewInvite): Promise<Invite>
  /** Those not accepted, expired ones included. */
  listInvites(organisationId: string, page: PageRequest): Promise<Page<Invite>>
  deleteInvite(organisationId: string, id: string): Promise<Invite | null>
  findOpenInvite(tokenHash: Uint8Array): Promise<OpenInvite | null>
  /** Marks it as accepted, so that of two transactions only one goes on; null when it is unknown, accepted or expired. */
  takeInvite(tokenHash: Uint8Array): Promise<OpenInvite | null>
}
