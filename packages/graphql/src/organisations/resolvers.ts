import {
  cancelInvite,
  changeMemberRole,
  createRole,
  deleteRole,
  inviteMember,
  listInvites,
  listMemberAccess,
  listMembers,
  listPersonalAccessTokens,
  listRoles,
  permissionsOf,
  readMember,
  readOrganisation,
  readRole,
  removeMember,
  renameOrganisation,
  updateRole,
} from '@bonafide/core'
import { connection, connectionOfArray, pageOf } from '../base/connection.ts'
import { given } from '../base/input.ts'
import { ofApp } from '../base/of-app.ts'
import { payload } from '../base/payload.ts'
import type { Resolvers } from '../generated/resolvers.ts'
import { permissionLists, permissionMaps, permissionMatrix } from './permission-lists.ts'

export const resolvers: Resolvers = {
  Query: {
    organisation: (_, __, { domain }) => readOrganisation(domain),
    members: async (_, { filter, ...page }, { domain }) =>
      connection('members', await listMembers({ ...given(filter ?? {}), ...pageOf('members', page) }, domain)),
    member: (_, { id }, { domain }) => readMember({ id }, domain),
    invites: async (_, page, { domain }) => connection('invites', await listInvites(pageOf('invites', page), domain)),
    roles: async (_, page, { domain }) => connectionOfArray(await listRoles(domain), page, { list: 'roles', keyOf: ({ id }) => id }),
    role: (_, { id }, { domain }) => readRole({ id }, domain),
    permissionMatrix: () => permissionMatrix,
  },
  Role: {
    managed: ({ key }) => key,
    permissions: (role) => permissionsOf(role),
  },
  RolePermissions: {
    organisation: (permissions) => permissionLists(permissions).organisation,
    app: (permissions) => permissionLists(permissions).app,
  },
  Member: {
    access: async ({ id }, { appId, ...page }, { domain }) =>
      connectionOfArray(ofApp(await listMemberAccess({ memberId: id }, domain), appId), page, {
        list: 'access',
        keyOf: ({ environmentId }) => environmentId,
      }),
    personalAccessTokens: async ({ id }, page, { domain }) =>
      connection(
        'personal_access_tokens',
        await listPersonalAccessTokens({ memberId: id, ...pageOf('personal_access_tokens', page) }, domain),
      ),
  },
  Invite: {
    role: ({ roleId }, _, { load }) => load.role(roleId),
    invitedBy: ({ invitedByMemberId }, _, { load }) => (invitedByMemberId === null ? null : load.member(invitedByMemberId)),
  },
  Mutation: {
    renameOrganisation: (_, { input }, { domain }) => payload(async () => ({ organisation: await renameOrganisation(input, domain) })),
    changeMemberRole: (_, { input }, { domain }) => payload(async () => ({ member: await changeMemberRole(input, domain) })),
    removeMember: (_, { input }, { domain }) =>
      payload(async () => {
        await removeMember(input, domain)
        return { removedId: input.id }
      }),
    inviteMember: (_, { input }, { domain }) => payload(() => inviteMember(input, domain)),
    cancelInvite: (_, { input }, { domain }) =>
      payload(async () => {
        await cancelInvite(input, domain)
        return { cancelledId: input.id }
      }),
    createRole: (_, { input }, { domain }) =>
      payload(async () => ({ role: await createRole({ ...given(input), permissions: permissionMaps(input.permissions) }, domain) })),
    updateRole: (_, { input: { permissions, ...input } }, { domain }) =>
      payload(async () => ({
        role: await updateRole({ ...given(input), ...(permissions ? { permissions: permissionMaps(permissions) } : {}) }, domain),
      })),
    deleteRole: (_, { input }, { domain }) =>
      payload(async () => {
        await deleteRole(input, domain)
        return { deletedId: input.id }
      }),
  },
  PermissionAction: { CREATE: 'create', READ: 'read', UPDATE: 'update', DELETE: 'delete', BIND: 'bind' },
  MemberOrderField: { NAME: 'name', CREATED_AT: 'createdAt' },
  ManagedRole: { OWNER: 'owner', ADMIN: 'admin', MANAGER: 'manager', DEVELOPER: 'developer', SERVICE: 'service' },
}
