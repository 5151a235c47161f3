'use client'

import { useQuery } from '@apollo/client/react'
import { RoleChoicesDocument, type RoleRightsFragment } from './operations.generated.ts'

/** The roles there are, for filters and dialogs; empty until they are known, or when they are not for the viewer to see. */
export function useRoleChoices(): readonly RoleRightsFragment[] {
  const { data } = useQuery(RoleChoicesDocument, { errorPolicy: 'all' })
  return data?.roles?.edges.map(({ node }) => node) ?? []
}
