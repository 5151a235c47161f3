import type { AppAccountsQuery, AppMembersQuery } from './operations.generated.ts'

export interface HeldPlace {
  environmentId: string
  environmentName: string
}

const placesOf = (access: { edges: { node: HeldPlace }[] } | null): HeldPlace[] => access?.edges.map(({ node }) => node) ?? []

/** The members of a page that hold any environment of the app. */
export const membersOfApp = (data: AppMembersQuery | undefined) =>
  (data?.members?.edges ?? []).map(({ node }) => ({ ...node, access: placesOf(node.access) })).filter(({ access }) => access.length > 0)

/** All accounts of a page, with what they hold of the app. */
export const accountsWithAccess = (data: AppAccountsQuery | undefined) =>
  (data?.serviceAccounts?.edges ?? []).map(({ node }) => ({ ...node, access: placesOf(node.access) }))

export type AccountWithAccess = ReturnType<typeof accountsWithAccess>[number]

export const accountsOfApp = (data: AppAccountsQuery | undefined) => accountsWithAccess(data).filter(({ access }) => access.length > 0)
