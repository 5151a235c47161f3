'use client'

import { useQuery } from '@apollo/client/react'
import { useCan } from '../../../../frame/viewer.tsx'
import { ServiceAccountChoicesDocument } from './operations.generated.ts'

/** What accounts are filtered by, and given: roles and external identities, as far as they are for the viewer to see. */
export function useAccountChoices() {
  const can = useCan()
  const withRoles = can('Roles', 'read')
  const withIdentities = can('ExternalIdentities', 'read')
  const { data } = useQuery(ServiceAccountChoicesDocument, { variables: { withRoles, withIdentities } })
  const roles = data?.roles?.edges.map(({ node }) => node) ?? []
  return {
    roles: roles.filter(mayBeAccount),
    identities: data?.externalIdentities?.edges.map(({ node }) => node) ?? [],
  }
}

/** Owner and Admin hold every key, and so no service account may be either. */
const mayBeAccount = ({ managed }: { managed: string | null }): boolean => managed !== 'OWNER' && managed !== 'ADMIN'
