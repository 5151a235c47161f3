'use client'

import { useQuery } from '@apollo/client/react'
import { Lock } from 'lucide-react'
import { useState } from 'react'
import { problemOf } from '../../../../../../apollo/problem.ts'
import { Badge } from '../../../../../../components/badge.tsx'
import { CheckField } from '../../../../../../components/check-field.tsx'
import { SearchField } from '../../../../../../components/filters.tsx'
import { Skeleton } from '../../../../../../components/skeleton.tsx'
import { ErrorState } from '../../../../../../components/states.tsx'
import { useCanInApps } from '../../../../../../frame/viewer.tsx'
import { useAccount } from '../account-context.tsx'
import { AppsToGrantDocument } from './operations.generated.ts'
import type { WantedAccess } from './use-save-access.ts'

interface AppsToGrantProps {
  wanted: readonly WantedAccess[]
  onChange: (wanted: WantedAccess[]) => void
}

export function AppsToGrant({ wanted, onChange }: AppsToGrantProps) {
  const account = useAccount()
  const canInApps = useCanInApps()
  const [search, setSearch] = useState('')
  const {
    data: fresh,
    previousData,
    error,
    refetch,
  } = useQuery(AppsToGrantDocument, {
    variables: { id: account.id, search: search || null },
    fetchPolicy: 'cache-and-network',
  })
  const data = fresh ?? previousData
  if (error) return <ErrorState problem={problemOf(error)} onRetry={() => void refetch()} />
  if (!data?.apps) return <Skeleton className="h-40" />
  const had = new Set(data.serviceAccount?.access?.edges.map(({ node }) => node.environmentId))
  // What is simulated never meets what is not.
  const apps = data.apps.edges.map(({ node }) => node).filter(({ simulated }) => simulated === account.simulated)
  const toggle = (change: WantedAccess) => {
    const others = wanted.filter(({ environmentId }) => environmentId !== change.environmentId)
    onChange(change.granted === had.has(change.environmentId) ? others : [...others, change])
  }
  return (
    <div className="flex flex-col gap-3">
      <SearchField label="Search apps" placeholder="Search apps" value={search} onChange={setSearch} />
      {apps.length === 0 && (
        <p role="status" className="py-6 text-center text-muted">
          {search ? `No results for “${search}”.` : 'There is no app whose environments you could give.'}
        </p>
      )}
      {apps.map(({ id, name, serverEncryption, environments }) => (
        <fieldset key={id} className="rounded-lg border border-line px-3 py-2">
          <legend className="flex items-center gap-2 px-1 font-medium">
            {name}
            {!serverEncryption && (
              <Badge tone="accent" icon={<Lock size={12} aria-hidden />}>
                End-to-end
              </Badge>
            )}
          </legend>
          <div className="flex flex-wrap gap-x-6">
            {environments?.edges.map(({ node }) => (
              <CheckField
                key={node.id}
                label={node.name}
                checked={wanted.find(({ environmentId }) => environmentId === node.id)?.granted ?? had.has(node.id)}
                disabled={had.has(node.id) && !canInApps('ServiceAccounts', 'delete')}
                onChange={(granted) => toggle({ environmentId: node.id, label: `${name} ${node.name}`, serverEncryption, granted })}
              />
            ))}
          </div>
        </fieldset>
      ))}
      {data.apps.pageInfo.hasNextPage && <p className="text-sm text-muted">Only the first apps are shown. Search to find the others.</p>}
    </div>
  )
}
