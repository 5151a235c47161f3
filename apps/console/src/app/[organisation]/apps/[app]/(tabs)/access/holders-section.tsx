import type { ReactNode } from 'react'
import { type Column, DataTable } from '../../../../../../components/data-table.tsx'
import { Section } from '../../../../../../components/page-header.tsx'
import { Pager } from '../../../../../../components/pager.tsx'
import { TableSkeleton } from '../../../../../../components/skeleton.tsx'
import { ErrorState, NoPermission } from '../../../../../../components/states.tsx'
import type { Holders } from './holders.ts'

interface HoldersSectionProps<Holder extends { id: string }> {
  title: string
  /** What is listed, in the plural. */
  what: string
  permission: string
  columns: readonly Column<Holder>[]
  holders: Holders<Holder>
  actions?: ReactNode
  empty: ReactNode
  children?: ReactNode
}

export function HoldersSection<Holder extends { id: string }>(props: HoldersSectionProps<Holder>) {
  const { title, actions, children } = props
  return (
    <Section title={title} actions={actions}>
      <HolderList {...props} />
      {children}
    </Section>
  )
}

function HolderList<Holder extends { id: string }>({ title, what, permission, columns, holders, empty }: HoldersSectionProps<Holder>) {
  const { connection, problem, loading, refetch, next, previous } = holders
  if (!connection && problem?.code === 'forbidden') return <NoPermission what={what} permission={permission} />
  if (!connection) return problem ? <ErrorState problem={problem} onRetry={refetch} /> : <TableSkeleton />
  const rows = connection.edges.map(({ node }) => node)
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = connection.pageInfo
  if (rows.length === 0 && !hasPreviousPage) return <p className="max-w-prose text-muted">{empty}</p>
  return (
    <div className="flex flex-col gap-3">
      <DataTable caption={`${title} with access`} columns={columns} rows={rows} stale={loading} />
      <Pager
        what={what}
        shown={rows.length}
        totalCount={connection.totalCount}
        hasNext={hasNextPage}
        hasPrevious={hasPreviousPage}
        onNext={() => next(endCursor)}
        onPrevious={() => previous(startCursor)}
      />
    </div>
  )
}
