'use client'

import { useQuery } from '@apollo/client/react'
import { useId, useState } from 'react'
import { problemOf } from '../../../../../../apollo/problem.ts'
import { Badge } from '../../../../../../components/badge.tsx'
import { ButtonLink } from '../../../../../../components/button.tsx'
import { SearchField } from '../../../../../../components/filters.tsx'
import { Skeleton } from '../../../../../../components/skeleton.tsx'
import { ErrorState } from '../../../../../../components/states.tsx'
import { useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { useApp } from '../../app-gate.tsx'
import { AccountsToGiveDocument } from './operations.generated.ts'

interface ChooseAccountProps {
  chosen: string | null
  onChoose: (id: string) => void
}

export function ChooseAccount({ chosen, onChoose }: ChooseAccountProps) {
  const { simulated } = useApp()
  const path = useOrganisationPath()
  const name = useId()
  const [search, setSearch] = useState('')
  const { data, previousData, error, refetch } = useQuery(AccountsToGiveDocument, {
    variables: { search: search || null },
    fetchPolicy: 'cache-and-network',
  })
  const connection = (data ?? previousData)?.serviceAccounts
  if (error) return <ErrorState problem={problemOf(error)} onRetry={() => void refetch()} />
  if (!connection) return <Skeleton className="h-40" />
  // What is simulated never meets what is not, so the others are not even offered.
  const accounts = connection.edges.map(({ node }) => node).filter((account) => account.simulated === simulated)
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 font-medium">Service account</legend>
      <SearchField label="Search service accounts" placeholder="Search service accounts" value={search} onChange={setSearch} />
      {accounts.length === 0 && search !== '' && <p role="status">No results for “{search}”. Names and ids are searched.</p>}
      {accounts.length === 0 && search === '' && (
        <div className="flex flex-col items-start gap-3 text-muted">
          <p>There is no service account to give access to. One is who your workloads become when they have proven who they are.</p>
          <ButtonLink href={path('/access/service-accounts')}>Service accounts</ButtonLink>
        </div>
      )}
      {accounts.length > 0 && (
        <ul className="max-h-60 divide-y divide-line overflow-y-auto rounded-lg border border-line">
          {accounts.map((account) => (
            <li key={account.id}>
              <label className="flex min-h-10 items-center gap-3 px-3 py-1.5 has-checked:bg-accent-soft">
                <input
                  type="radio"
                  name={name}
                  checked={chosen === account.id}
                  onChange={() => onChoose(account.id)}
                  className="size-4 shrink-0 accent-accent"
                />
                <span className="min-w-0 break-words">{account.name}</span>
                {!account.enabled && <Badge>Disabled</Badge>}
              </label>
            </li>
          ))}
        </ul>
      )}
      {connection.pageInfo.hasNextPage && <p className="text-sm text-muted">Only the first are shown. Search to find the others.</p>}
    </fieldset>
  )
}
