import { CirclePause, FlaskConical } from 'lucide-react'
import { Badge } from '../../../../../components/badge.tsx'
import type { Column } from '../../../../../components/data-table.tsx'
import { Link } from '../../../../../components/link.tsx'
import { Time } from '../../../../../components/time.tsx'
import { ExchangeCounts } from '../exchange-counts.tsx'
import { clockText, keysText } from './facts.ts'
import { FindingList, HealthBadge } from './health-badge.tsx'
import type { IssuerHealthRowFragment } from './operations.generated.ts'

const none = <span className="text-muted">–</span>

export const columnsOf = (path: (path: string) => string): Column<IssuerHealthRowFragment>[] => [
  { id: 'issuer', header: 'Issuer', cell: (row) => <IssuerCell row={row} href={path(`/access/external-identities/${row.id}`)} /> },
  {
    id: 'state',
    header: 'State',
    cell: ({ level, findings }) => (
      <div className="flex max-w-96 flex-col items-start gap-1.5 max-sm:items-end sm:min-w-64">
        <HealthBadge level={level} />
        <FindingList findings={findings} />
      </div>
    ),
  },
  { id: 'asked', header: 'Last asked', cell: (row) => <AskedCell row={row} /> },
  { id: 'keys', header: 'Keys', cell: (row) => (row.keyCount === null ? none : <KeysCell row={row} />) },
  { id: 'clock', header: 'Clock', cell: ({ clockOffsetMs }) => (clockOffsetMs === null ? none : clockText(clockOffsetMs)) },
  {
    id: 'ends',
    header: 'Ends',
    cell: ({ certificateEndsAt, remindAt }) => {
      const at = certificateEndsAt ?? remindAt
      return at ? <Time at={at} /> : none
    },
  },
  { id: 'logins', header: 'Last 7 days', cell: ({ identity }) => <LoginsCell identity={identity} /> },
]

function IssuerCell({ row: { identity, issuer }, href }: { row: IssuerHealthRowFragment; href: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-1 max-sm:items-end sm:min-w-44">
      <span className="flex flex-wrap items-center gap-2">
        <Link className="inline-block min-h-6 font-medium break-words hover:underline" href={href}>
          {identity?.name ?? 'deleted'}
        </Link>
        {identity?.simulated && (
          <Badge tone="info" icon={<FlaskConical size={12} aria-hidden />}>
            Simulated
          </Badge>
        )}
        {identity?.enabled === false && <Badge icon={<CirclePause size={12} aria-hidden />}>Disabled</Badge>}
      </span>
      <span className="max-w-64 font-mono text-xs break-all text-muted">{issuer}</span>
    </div>
  )
}

function AskedCell({ row: { askedAt, milliseconds, failingSince } }: { row: IssuerHealthRowFragment }) {
  if (!askedAt) return <span className="text-muted">never</span>
  return (
    <span className="flex flex-col max-sm:items-end">
      <Time at={askedAt} />
      <span className="text-muted">
        {failingSince ? (
          <>
            failing since <Time at={failingSince} show="moment" />
          </>
        ) : (
          `answered in ${milliseconds ?? 0} ms`
        )}
      </span>
    </span>
  )
}

const KeysCell = ({ row }: { row: IssuerHealthRowFragment }) => (
  <span className="flex flex-col max-sm:items-end">
    <span>{keysText(row)}</span>
    {row.keysSince && (
      <span className="text-muted">
        first seen <Time at={row.keysSince} />
      </span>
    )}
  </span>
)

function LoginsCell({ identity }: Pick<IssuerHealthRowFragment, 'identity'>) {
  return (
    <span className="flex flex-col max-sm:items-end">
      <ExchangeCounts stats={identity?.stats ?? null} />
      <span className="text-muted">
        {identity?.lastAcceptedAt ? (
          <>
            last <Time at={identity.lastAcceptedAt} />
          </>
        ) : (
          'no login yet'
        )}
      </span>
    </span>
  )
}
