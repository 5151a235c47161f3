import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  type Organisation {
    id: ID!
    name: String!
  }

  enum PermissionAction {
    CREATE
    READ
    UPDATE
    DELETE
    "Of external identities alone."
    BIND
  }

  type ResourcePermission {
    resource: String!
    actions: [PermissionAction!]!
  }

  "What a role may do in the organisation, and inside apps. A resource that is missing means nothing."
  type RolePermissions {
    organisation: [ResourcePermission!]!
    app: [ResourcePermission!]!
  }

  type PermissionMatrix {
    organisation: [ResourcePermission!]!
    app: [ResourcePermission!]!
  }

  enum ManagedRole {
    OWNER
    ADMIN
    MANAGER
    DEVELOPER
    SERVICE
  }

  type Role {
    id: ID!
    name: String!
    description: String!
    color: String!
    "Null for roles of the organisation's own making."
    managed: ManagedRole
    permissions: RolePermissions!
    createdAt: DateTime!
    updatedAt: DateTime!
  }

  type Member {
    id: ID!
    email: String!
    fullName: String!
    role: Role!
    "Ed25519 public key, 64 hex digits: what environment keys are wrapped for."
    identityKey: String!
    "The environments that both this member and whoever asks hold."
    access(
      first: Int
      after: String
      "Of this app alone."
      appId: ID
    ): EnvironmentAccessConnection
    personalAccessTokens(first: Int, after: String): PersonalAccessTokenConnection
    createdAt: DateTime!
    updatedAt: DateTime!
  }

  type Invite {
    id: ID!
    email: String!
    role: Role
    invitedBy: Member
    expiresAt: DateTime!
    createdAt: DateTime!
  }

  ${connectionTypes('Role', 'Member', 'Invite')}

  input MemberFilter {
    "Part of the name or of the e-mail address."
    search: String
    roleId: ID
    "Holds an environment of this app that you hold too."
    appId: ID
  }

  enum MemberOrderField {
    NAME
    CREATED_AT
  }
  input MemberOrder {
    field: MemberOrderField!
    direction: OrderDirection!
  }

  type Query {
    organisation: Organisation!
    members(first: Int, after: String, last: Int, before: String, filter: MemberFilter, orderBy: MemberOrder): MemberConnection
    member(id: ID!): Member
    invites(first: Int, after: String): InviteConnection
    roles(first: Int, after: String): RoleConnection
    role(id: ID!): Role
    "Every resource with the actions that exist for it: the rows and columns of the role editor."
    permissionMatrix: PermissionMatrix!
  }

  input RenameOrganisationInput {
    name: String!
  }
  type RenameOrganisationPayload {
    organisation: Organisation
    userErrors: [UserError!]!
  }

  input ChangeMemberRoleInput {
    memberId: ID!
    roleId: ID!
  }
  type ChangeMemberRolePayload {
    member: Member
    userErrors: [UserError!]!
  }

  input RemoveMemberInput {
    id: ID!
  }
  type RemoveMemberPayload {
    removedId: ID
    userErrors: [UserError!]!
  }

  input InviteMemberInput {
    email: String!
    roleId: ID!
  }
  type InviteMemberPayload {
    invite: Invite
    "What the invited opens the invite with; told once, to be passed on."
    code: String
    userErrors: [UserError!]!
  }

  input CancelInviteInput {
    id: ID!
  }
  type CancelInvitePayload {
    cancelledId: ID
    userErrors: [UserError!]!
  }

  input ResourcePermissionInput {
    resource: String!
    actions: [PermissionAction!]!
  }
  input RolePermissionsInput {
    organisation: [ResourcePermissionInput!]! = []
    app: [ResourcePermissionInput!]! = []
  }

  input CreateRoleInput {
    name: String!
    description: String
    "#rrggbb in lower case."
    color: String
    permissions: RolePermissionsInput!
  }
  type CreateRolePayload {
    role: Role
    userErrors: [UserError!]!
  }

  input UpdateRoleInput {
    id: ID!
    name: String
    description: String
    color: String
    permissions: RolePermissionsInput
  }
  type UpdateRolePayload {
    role: Role
    userErrors: [UserError!]!
  }

  input DeleteRoleInput {
    id: ID!
  }
  type DeleteRolePayload {
    deletedId: ID
    userErrors: [UserError!]!
  }

  type Mutation {
    renameOrganisation(input: RenameOrganisationInput!): RenameOrganisationPayload!
    changeMemberRole(input: ChangeMemberRoleInput!): ChangeMemberRolePayload!
    removeMember(input: RemoveMemberInput!): RemoveMemberPayload!
    inviteMember(input: InviteMemberInput!): InviteMemberPayload!
    cancelInvite(input: CancelInviteInput!): CancelInvitePayload!
    createRole(input: CreateRoleInput!): CreateRolePayload!
    updateRole(input: UpdateRoleInput!): UpdateRolePayload!
    deleteRole(input: DeleteRoleInput!): DeleteRolePayload!
  }
`
