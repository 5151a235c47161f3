import { FlaskConical, TriangleAlert, Unlink } from 'lucide-react'
import { Badge } from '../../../../components/badge.tsx'
import type { Column } from '../../../../components/data-table.tsx'
import { Link } from '../../../../components/link.tsx'
import { Time } from '../../../../components/time.tsx'
import { ExchangeCounts } from './exchange-counts.tsx'
import { IdentityActions } from './identity-actions.tsx'
import { IdentityStatus } from './identity-status.tsx'
import type { ExternalIdentityOrderField, IdentityRowFragment } from './operations.generated.ts'
import { ProviderIcon } from './provider-icon.tsx'
import { namesOf } from './providers.ts'

interface Surroundings {
  path: (path: string) => string
  onDelete: (id: string) => void
}

export const columnsOf = ({ path, onDelete }: Surroundings): Column<IdentityRowFragment, ExternalIdentityOrderField>[] => [
  {
    id: 'name',
    header: 'Name',
    sortField: 'NAME',
    cell: (identity) => <NameCell identity={identity} href={path(`/access/external-identities/${identity.id}`)} />,
  },
  { id: 'trusts', header: 'Trusts', cell: (identity) => <TrustsCell identity={identity} /> },
  { id: 'bound', header: 'Bound to', cell: ({ boundAccountCount }) => <BoundCell count={boundAccountCount} /> },
  { id: 'week', header: 'Last 7 days', sortField: 'LAST_EXCHANGE_AT', cell: ({ stats }) => <ExchangeCounts stats={stats} /> },
  {
    id: 'last',
    header: 'Last login',
    cell: ({ lastAcceptedAt }) => (lastAcceptedAt ? <Time at={lastAcceptedAt} /> : <span className="text-muted">never</span>),
  },
  { id: 'status', header: 'Status', cell: (identity) => <IdentityStatus {...identity} /> },
  {
    id: 'actions',
    header: 'Actions',
    hideHeader: true,
    align: 'right',
    cell: (identity) => <IdentityActions identity={identity} onDelete={() => onDelete(identity.id)} />,
  },
]

const NameCell = ({ identity, href }: { identity: IdentityRowFragment; href: string }) => (
  <div className="flex items-start gap-2 max-sm:justify-end">
    <ProviderIcon name={namesOf(identity.provider).icon} />
    <div className="min-w-0">
      <span className="flex flex-wrap items-center gap-2 max-sm:justify-end">
        <Link className="inline-block min-h-6 font-medium break-words hover:underline" href={href}>
          {identity.name}
        </Link>
        {identity.simulated && (
          <Badge tone="info" icon={<FlaskConical size={12} aria-hidden />}>
            Simulated
          </Badge>
        )}
      </span>
      {identity.description && <span className="line-clamp-2 max-w-72 break-words text-muted">{identity.description}</span>}
    </div>
  </div>
)

function TrustsCell({ identity: { summary, lint } }: { identity: IdentityRowFragment }) {
  const serious = lint.filter(({ severity }) => severity !== 'INFO')
  const [first] = serious
  return (
    <div className="flex flex-col gap-1 max-sm:items-end">
      <span className="max-w-80 break-words">{summary}</span>
      {first && (
        <span title={serious.map(({ message }) => message).join('\n')}>
          <Badge
            tone={serious.some(({ severity }) => severity === 'DANGER') ? 'danger' : 'warning'}
            icon={<TriangleAlert size={12} aria-hidden />}
          >
            {serious.length === 1 ? '1 warning' : `${serious.length} warnings`}
          </Badge>
          <span className="sr-only">{serious.map(({ message }) => message).join(' ')}</span>
        </span>
      )}
    </div>
  )
}

function BoundCell({ count }: { count: number | null }) {
  if (count === null) return <span className="text-muted">–</span>
  if (count > 0) return <span>{count === 1 ? '1 account' : `${count} accounts`}</span>
  return (
    <Badge tone="warning" icon={<Unlink size={12} aria-hidden />}>
      not bound
    </Badge>
  )
}
