'use client'

import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { pageOf } from '../../../../../apollo/page-of.ts'
import { problemOf } from '../../../../../apollo/problem.ts'
import { DataTable } from '../../../../../components/data-table.tsx'
import { Link } from '../../../../../components/link.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { Pager } from '../../../../../components/pager.tsx'
import { Skeleton } from '../../../../../components/skeleton.tsx'
import { ErrorState } from '../../../../../components/states.tsx'
import { useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { SyncsDocument } from '../../syncs/operations.generated.ts'
import { columnsOf } from '../../syncs/sync-columns.tsx'

const start = { after: null, before: null }

/** What would stop without it. */
export function SyncsOfCredential({ id }: { id: string }) {
  const [place, setPlace] = useState<{ after: string | null; before: string | null }>(start)
  const { data, previousData, error, loading, refetch } = useQuery(SyncsDocument, {
    variables: { filter: { credentialId: id }, ...pageOf(place, 10) },
    fetchPolicy: 'cache-and-network',
  })
  const path = useOrganisationPath()
  const connection = (data ?? previousData)?.syncs
  const rows = connection?.edges.map(({ node }) => node) ?? []
  return (
    <Section title="Syncs that use it">
      {error && !connection && <ErrorState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {!connection && loading && <Skeleton className="h-16 w-full" />}
      {connection && rows.length === 0 && (
        <p className="text-muted">
          None that you may see. A sync is made on the Syncing tab of an{' '}
          <Link className="link" href={path('/apps')}>
            app
          </Link>
          .
        </p>
      )}
      {connection && rows.length > 0 && (
        <div className="flex flex-col gap-3">
          <DataTable caption="Syncs that use it" columns={columnsOf(path)} rows={rows} stale={loading} />
          <Pager
            what="syncs"
            shown={rows.length}
            totalCount={connection.totalCount}
            hasNext={connection.pageInfo.hasNextPage}
            hasPrevious={connection.pageInfo.hasPreviousPage}
            onNext={() => setPlace({ ...start, after: connection.pageInfo.endCursor })}
            onPrevious={() => setPlace({ ...start, before: connection.pageInfo.startCursor })}
          />
        </div>
      )}
    </Section>
  )
}
