'use client'

import { useQuery } from '@apollo/client/react'
import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { problemOf } from '../../../../../../apollo/problem.ts'
import { Badge } from '../../../../../../components/badge.tsx'
import { ButtonLink } from '../../../../../../components/button.tsx'
import { SearchField } from '../../../../../../components/filters.tsx'
import { Link } from '../../../../../../components/link.tsx'
import { Skeleton } from '../../../../../../components/skeleton.tsx'
import { ErrorState } from '../../../../../../components/states.tsx'
import { Switch } from '../../../../../../components/switch.tsx'
import { useCan, useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { providerNames } from '../../../tokens/providers.ts'
import { useAccount } from '../account-context.tsx'
import { BoundIdentityIdsDocument, IdentitiesToTrustDocument, type IdentityProviderId } from './operations.generated.ts'

/** A change that is not saved yet. */
export interface WantedTrust {
  id: string
  name: string
  trusted: boolean
}

interface TrustListProps {
  wanted: readonly WantedTrust[]
  onChange: (wanted: WantedTrust[]) => void
}

export function TrustList({ wanted, onChange }: TrustListProps) {
  const account = useAccount()
  const path = useOrganisationPath()
  const can = useCan()
  const [search, setSearch] = useState('')
  // What is simulated never meets what is not, so the others are not even offered.
  const variables = { search: search || null, simulated: account.simulated, after: null }
  const listed = useQuery(IdentitiesToTrustDocument, { variables, fetchPolicy: 'cache-and-network' })
  const bound = useQuery(BoundIdentityIdsDocument, { variables: { id: account.id }, fetchPolicy: 'network-only' })
  const data = listed.data ?? listed.previousData
  const boundIds = bound.data?.serviceAccount?.externalIdentities?.edges.map(({ node }) => node.id)
  const error = listed.error ?? bound.error
  if (error) return <ErrorState problem={problemOf(error)} onRetry={() => void Promise.all([listed.refetch(), bound.refetch()])} />
  const connection = data?.externalIdentities
  if (!connection || !boundIds) return <Loading />
  const rows = connection.edges.map(({ node }) => node)
  if (rows.length === 0 && search === '') return <NoneYet mayCreate={can('ExternalIdentities', 'create')} simulated={account.simulated} />

  const toggle = (id: string, name: string, trusted: boolean) => {
    const others = wanted.filter((trust) => trust.id !== id)
    onChange(trusted === boundIds.includes(id) ? others : [...others, { id, name, trusted }])
  }
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <SearchField label="Search external identities" placeholder="Search external identities" value={search} onChange={setSearch} />
        {can('ExternalIdentities', 'create') && (
          <Link href={path('/access/external-identities')} target="_blank" className="link inline-flex min-h-8 items-center gap-1">
            New identity <ExternalLink size={14} aria-hidden />
            <span className="sr-only">(opens in a new tab)</span>
          </Link>
        )}
      </div>
      {rows.length === 0 ? (
        <p role="status" className="py-6 text-center text-muted">
          No results for “{search}”. Names, descriptions and ids are searched.
        </p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line">
          {rows.map((identity) => (
            <li key={identity.id} className="flex items-center justify-between gap-4 px-3 py-2">
              <About {...identity} />
              <Switch
                hideLabel
                label={`Trust ${identity.name} for ${account.name}`}
                checked={wanted.find(({ id }) => id === identity.id)?.trusted ?? boundIds.includes(identity.id)}
                onChange={(trusted) => toggle(identity.id, identity.name, trusted)}
              />
            </li>
          ))}
        </ul>
      )}
      {connection.pageInfo.hasNextPage && (
        <p className="text-sm text-muted">
          The first {rows.length} of {connection.totalCount ?? 'more than 10 000'} are shown. Search to find the others.
        </p>
      )}
    </div>
  )
}

interface AboutProps {
  name: string
  description: string
  provider: IdentityProviderId
  summary: string
  enabled: boolean
}

const About = ({ name, description, provider, summary, enabled }: AboutProps) => (
  <div className="min-w-0">
    <p className="flex flex-wrap items-center gap-2">
      <Badge>{providerNames[provider]}</Badge>
      <span className="font-medium break-words">{name}</span>
      {!enabled && <Badge tone="warning">Disabled</Badge>}
    </p>
    <p className="text-sm break-words text-muted">{summary}</p>
    {description && <p className="text-sm break-words text-muted">{description}</p>}
  </div>
)

const Loading = () => (
  <div role="status" aria-label="Loading" className="flex flex-col gap-3">
    <Skeleton className="h-9 w-64" />
    <Skeleton className="h-12" />
    <Skeleton className="h-12" />
    <Skeleton className="h-12" />
  </div>
)

function NoneYet({ mayCreate, simulated }: { mayCreate: boolean; simulated: boolean }) {
  const path = useOrganisationPath()
  if (simulated)
    return <p className="py-6 text-center text-muted">A simulated account trusts simulated identities only, and the Lab has none now.</p>
  return (
    <div className="flex flex-col items-center gap-3 py-6 text-center">
      <p className="max-w-prose text-muted">
        Your organisation has no external identities yet. One says which workloads of a platform you trust, such as an AWS role, an Azure
        managed identity or a GitHub workflow.
      </p>
      {mayCreate ? (
        <ButtonLink href={path('/access/external-identities')} variant="primary">
          Create an external identity
        </ButtonLink>
      ) : (
        <p className="text-muted">Creating one takes the permission ExternalIdentities: create.</p>
      )}
    </div>
  )
}
