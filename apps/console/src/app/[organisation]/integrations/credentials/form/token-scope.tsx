'use client'

import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { problemOf } from '../../../../../apollo/problem.ts'
import { Field } from '../../../../../components/field.tsx'
import { SearchField } from '../../../../../components/filters.tsx'
import { Select } from '../../../../../components/inputs.tsx'
import { Skeleton } from '../../../../../components/skeleton.tsx'
import { ErrorState } from '../../../../../components/states.tsx'
import { AppsToTrustDocument } from './operations.generated.ts'

export interface Scope {
  appId: string | null
  environmentId: string | null
}

interface TokenScopeProps {
  value: Scope
  onChange: (scope: Scope) => void
}

/** Whose syncs the role is to trust: the subject of each token names app and environment, so that a trust policy can ask for them. */
export function TokenScope({ value: { appId, environmentId }, onChange }: TokenScopeProps) {
  const [search, setSearch] = useState('')
  const { data, previousData, error, refetch } = useQuery(AppsToTrustDocument, { variables: { search: search || null } })
  const connection = (data ?? previousData)?.apps
  if (error && !connection) return <ErrorState problem={problemOf(error)} onRetry={() => void refetch()} />
  if (!connection) return <Skeleton className="h-16 w-full" />
  const apps = connection.edges.map(({ node }) => node)
  const environments = apps.find(({ id }) => id === appId)?.environments?.edges.map(({ node }) => node) ?? []
  const choices = (any: string, items: readonly { id: string; name: string }[]) => [
    { value: '', label: any },
    ...items.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <>
      {(connection.pageInfo.hasNextPage || search !== '') && (
        <div className="sm:col-span-2">
          <SearchField label="Search apps" placeholder="Search apps" value={search} onChange={setSearch} />
        </div>
      )}
      <Field label="App" help="The role trusts syncs of this app alone.">
        {(control) => (
          <Select
            {...control}
            value={appId ?? ''}
            choices={choices('Any app', apps)}
            onChange={(event) => onChange({ appId: event.target.value || null, environmentId: null })}
          />
        )}
      </Field>
      <Field label="Environment" help="And of this environment alone.">
        {(control) => (
          <Select
            {...control}
            value={environmentId ?? ''}
            disabled={appId === null}
            choices={choices('Any environment', environments)}
            onChange={(event) => onChange({ appId, environmentId: event.target.value || null })}
          />
        )}
      </Field>
    </>
  )
}
