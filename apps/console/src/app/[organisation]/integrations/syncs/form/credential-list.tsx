'use client'

import { useQuery } from '@apollo/client/react'
import { KeyRound } from 'lucide-react'
import { useId, useState } from 'react'
import { problemOf } from '../../../../../apollo/problem.ts'
import { Badge } from '../../../../../components/badge.tsx'
import { ButtonLink } from '../../../../../components/button.tsx'
import { SearchField } from '../../../../../components/filters.tsx'
import { Link } from '../../../../../components/link.tsx'
import { Skeleton } from '../../../../../components/skeleton.tsx'
import { EmptyState, ErrorState, NoPermission } from '../../../../../components/states.tsx'
import { useCan, useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { SyncCredentialsDocument } from './operations.generated.ts'

interface CredentialListProps {
  value: string | null
  onChange: (id: string) => void
}

const shownAtMost = 50
const searchedFrom = 8

/** Chooses one of the stored credentials. */
export function CredentialList({ value, onChange }: CredentialListProps) {
  const group = useId()
  const [search, setSearch] = useState('')
  const path = useOrganisationPath()
  const mayCreate = useCan()('IntegrationCredentials', 'create')
  const { data, previousData, error, refetch } = useQuery(SyncCredentialsDocument, {
    variables: { search: search === '' ? null : search, first: shownAtMost },
    fetchPolicy: 'cache-and-network',
  })
  const connection = (data ?? previousData)?.credentials
  const problem = error && problemOf(error)
  if (problem?.code === 'forbidden') return <NoPermission what="credentials" permission="IntegrationCredentials: read" />
  if (problem && !connection) return <ErrorState problem={problem} onRetry={() => void refetch()} />
  if (!connection) return <Skeleton className="h-32 w-full" />
  const credentials = connection.edges.map(({ node }) => node)
  if (credentials.length === 0 && search === '')
    return (
      <EmptyState icon={<KeyRound size={28} />} title="There are no credentials for AWS yet">
        <p>A sync signs in to AWS with credentials that the organisation keeps once, for as many syncs as it likes.</p>
        {mayCreate ? (
          <ButtonLink href={path('/integrations/credentials/new')} variant="primary">
            Add credentials
          </ButtonLink>
        ) : (
          <p>Adding them takes the permission IntegrationCredentials: create.</p>
        )}
      </EmptyState>
    )
  return (
    <div className="flex flex-col gap-3">
      {(search !== '' || credentials.length >= searchedFrom) && (
        <SearchField label="Search credentials" value={search} onChange={setSearch} />
      )}
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 font-medium">Credentials</legend>
        {credentials.length === 0 && <p className="text-muted">None is called like this.</p>}
        {credentials.map(({ id, name, summary, account, isUnprotected, simulated }) => (
          <div
            key={id}
            className="relative flex items-start gap-3 rounded-lg border border-control p-3 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name={group}
              id={`${group}-${id}`}
              aria-describedby={`${group}-${id}-more`}
              checked={value === id}
              onChange={() => onChange(id)}
              className="relative z-10 mt-1 size-4 shrink-0 accent-accent"
            />
            <div className="min-w-0">
              <label htmlFor={`${group}-${id}`} className="font-medium break-words after:absolute after:inset-0">
                {name}
              </label>
              <p id={`${group}-${id}-more`} className="text-sm break-words text-muted">
                {summary}
                {account && ` · account ${account}`}
              </p>
              {simulated && <Badge tone="info">Simulated</Badge>}
              {isUnprotected && <Badge tone="warning">Role is unprotected</Badge>}
            </div>
          </div>
        ))}
        {connection.totalCount !== null && connection.totalCount > credentials.length && (
          <p className="text-sm text-muted">
            {credentials.length} of {connection.totalCount} are shown; search for the others.
          </p>
        )}
      </fieldset>
      {mayCreate && (
        <p className="text-sm text-muted">
          <Link href={path('/integrations/credentials/new')} className="link">
            Add credentials
          </Link>{' '}
          under Integrations, Third-party credentials.
        </p>
      )}
    </div>
  )
}
