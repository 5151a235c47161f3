'use client'

import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react'
import { Badge } from '../../../../components/badge.tsx'
import { type Column, DataTable } from '../../../../components/data-table.tsx'
import { Link } from '../../../../components/link.tsx'
import { Section } from '../../../../components/page-header.tsx'
import { Pager } from '../../../../components/pager.tsx'
import { Skeleton } from '../../../../components/skeleton.tsx'
import { ErrorState } from '../../../../components/states.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { problemOfEntry } from './policy.ts'
import type { Impact, ImpactRow } from './use-impact.ts'

type Row = ImpactRow & { id: string }

/** Which identities the policy would refuse, and which could not be saved as they are. */
export function PolicyImpact({ impact, unsaved }: { impact: Impact; unsaved: boolean }) {
  const path = useOrganisationPath()
  const columns: Column<Row>[] = [
    {
      id: 'name',
      header: 'Identity',
      cell: ({ identity }) => (
        <Link
          href={path(`/access/external-identities/${identity.id}`)}
          className="font-medium break-words underline-offset-2 hover:underline"
        >
          {identity.name}
        </Link>
      ),
    },
    { id: 'impact', header: 'What happens', cell: (row) => <What row={row} /> },
    { id: 'why', header: 'Why', cell: (row) => <Why row={row} /> },
  ]
  return (
    <Section title={unsaved ? 'What this would change' : 'What this means'}>
      <div className="flex flex-col gap-4">
        <div role="status">
          <Summary impact={impact} unsaved={unsaved} />
        </div>
        {impact.problem && !problemOfEntry(impact.problem.message) && <ErrorState problem={impact.problem} onRetry={impact.again} />}
        {impact.rows.length > 0 && (
          <>
            <DataTable
              caption="Identities that the policy concerns"
              columns={columns}
              rows={impact.rows.map((row) => ({ ...row, id: row.identity.id }))}
              stale={impact.loading}
            />
            <Pager
              what="identities"
              shown={impact.rows.length}
              totalCount={impact.totalCount}
              hasNext={impact.hasNext}
              hasPrevious={impact.hasPrevious}
              onNext={impact.next}
              onPrevious={impact.previous}
            />
          </>
        )}
      </div>
    </Section>
  )
}

function Summary({ impact: { open, loading, problem, refusedCount, blockedCount, rows }, unsaved }: { impact: Impact; unsaved: boolean }) {
  if (open) return <p className="text-muted">Nothing is limited: identities may trust whom they like.</p>
  if (problem) return problemOfEntry(problem.message) ? <p className="text-muted">Mend the issuers to see what they would do.</p> : null
  if (loading && rows.length === 0) return <Skeleton className="h-6 w-full max-w-md" />
  if (refusedCount + blockedCount === 0) {
    return (
      <p className="flex items-center gap-2">
        <CircleCheck size={16} aria-hidden className="shrink-0 text-success" /> No identity {unsaved ? 'would be' : 'is'} concerned.
      </p>
    )
  }
  return (
    <p>
      <span className={refusedCount > 0 ? 'font-medium text-danger' : ''}>
        {counted(refusedCount, true)} {unsaved ? 'would be refused' : refusedCount === 1 ? 'is refused' : 'are refused'}
      </span>
      , {counted(blockedCount)} {unsaved ? 'could not' : 'cannot'} be saved {blockedCount === 1 ? 'as it is' : 'as they are'}.
    </p>
  )
}

function counted(count: number, atBeginning = false): string {
  const [none, one] = atBeginning ? ['No', 'One'] : ['no', 'one']
  return count > 1 ? `${count} identities` : `${count === 1 ? one : none} identity`
}

const What = ({ row: { refusedIssuers, blockingFindings, identity } }: { row: Row }) => (
  <span className="flex flex-wrap gap-1">
    {refusedIssuers.length > 0 && (
      <Badge tone="danger" icon={<CircleX size={12} aria-hidden />}>
        logins refused
      </Badge>
    )}
    {blockingFindings.length > 0 && (
      <Badge tone="warning" icon={<TriangleAlert size={12} aria-hidden />}>
        saving blocked
      </Badge>
    )}
    {!identity.enabled && <Badge>disabled</Badge>}
  </span>
)

const Why = ({ row: { refusedIssuers, blockingFindings } }: { row: Row }) => (
  <ul className="flex flex-col gap-1">
    {refusedIssuers.map((issuer) => (
      <li key={issuer} className="break-all">
        <code className="font-mono text-[13px]">{issuer}</code> is not allowed
      </li>
    ))}
    {blockingFindings.map(({ code, message, field }) => (
      <li key={`${code} ${field?.join('.')}`} className="break-words">
        {message}
      </li>
    ))}
  </ul>
)
