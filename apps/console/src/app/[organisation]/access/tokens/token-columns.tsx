import { Ban, Check, Clock, Infinity as Endless, Trash2 } from 'lucide-react'
import { Badge } from '../../../../components/badge.tsx'
import { IdText } from '../../../../components/copy.tsx'
import type { Column } from '../../../../components/data-table.tsx'
import { Link } from '../../../../components/link.tsx'
import { Menu } from '../../../../components/menu.tsx'
import { Time } from '../../../../components/time.tsx'
import type { ServiceAccountTokenOrderField, TokenRowFragment } from './operations.generated.ts'
import { providerNames } from './providers.ts'
import { TokenNarrowing } from './token-narrowing.tsx'

interface TokenColumnsOptions {
  path: (path: string) => string
  /** The list is of several accounts. */
  withAccount: boolean
  mayRevoke: boolean
  onRevoke: (id: string) => void
}

export type TokenColumn = Column<TokenRowFragment, ServiceAccountTokenOrderField>

export const tokenColumns = ({ path, withAccount, mayRevoke, onRevoke }: TokenColumnsOptions): TokenColumn[] => [
  {
    id: 'token',
    header: 'Token',
    sortField: 'NAME',
    cell: ({ id, name }) => (
      <span className="flex flex-col max-sm:items-end">
        <span className="font-medium break-words">{name}</span>
        <IdText id={id} what={`id of ${name}`} />
      </span>
    ),
  },
  {
    id: 'account',
    header: 'Account',
    hidden: !withAccount,
    cell: ({ serviceAccount }) =>
      serviceAccount && (
        <Link className="break-words hover:underline" href={path(`/access/service-accounts/${serviceAccount.id}/tokens`)}>
          {serviceAccount.name}
        </Link>
      ),
  },
  { id: 'source', header: 'Source', cell: (token) => <Source {...token} path={path} /> },
  { id: 'narrowing', header: 'May', cell: ({ narrowing }) => <TokenNarrowing narrowing={narrowing} /> },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  { id: 'created', header: 'Created', sortField: 'CREATED_AT', cell: ({ createdAt }) => <Time at={createdAt} /> },
  {
    id: 'expires',
    header: 'Expires',
    sortField: 'EXPIRES_AT',
    cell: ({ expiresAt }) =>
      expiresAt ? (
        <Time at={expiresAt} />
      ) : (
        <Badge tone="warning" icon={<Endless size={12} aria-hidden />}>
          Never expires
        </Badge>
      ),
  },
  {
    id: 'used',
    header: 'Last used',
    sortField: 'LAST_USED_AT',
    cell: ({ lastUsedAt, lastUsedIp }) =>
      lastUsedAt ? (
        <span className="flex flex-col max-sm:items-end">
          <Time at={lastUsedAt} />
          {lastUsedIp && <code className="font-mono text-xs break-all text-muted">{lastUsedIp}</code>}
        </span>
      ) : (
        <span className="text-muted">Never</span>
      ),
  },
  {
    id: 'actions',
    header: 'Actions',
    hideHeader: true,
    hidden: !mayRevoke,
    align: 'right',
    cell: ({ id, name, status }) =>
      status === 'ACTIVE' && (
        <Menu
          label={`Actions for token ${name}`}
          items={[{ label: 'Revoke', icon: <Trash2 size={16} aria-hidden />, danger: true, onSelect: () => onRevoke(id) }]}
        />
      ),
  },
]

type SourceProps = Pick<TokenRowFragment, 'externalIdentity' | 'createdBy' | 'principal' | 'isDerived'> & { path: (path: string) => string }

/** Who made it: an identity for a principal, a workload of another token, or somebody by hand. */
const Source = ({ externalIdentity, createdBy, principal, isDerived, path }: SourceProps) => (
  <span className="flex min-w-0 flex-col gap-0.5 max-sm:items-end">
    {externalIdentity ? (
      <span className="flex flex-wrap items-center gap-2">
        <Badge>{providerNames[externalIdentity.provider]}</Badge>
        <Link className="break-words hover:underline" href={path(`/access/external-identities/${externalIdentity.id}`)}>
          {externalIdentity.name}
        </Link>
      </span>
    ) : principal ? (
      <span className="text-muted">An identity</span>
    ) : isDerived ? (
      <span>Another token of the account</span>
    ) : (
      <span>{createdBy ? `${createdBy.fullName}, by hand` : 'By hand'}</span>
    )}
    {principal && <code className="font-mono text-xs break-all text-muted">{principal}</code>}
  </span>
)

const statuses = {
  ACTIVE: { tone: 'success', label: 'Active', Icon: Check },
  EXPIRED: { tone: 'neutral', label: 'Expired', Icon: Clock },
  REVOKED: { tone: 'danger', label: 'Revoked', Icon: Ban },
} as const

function StatusBadge({ status }: { status: keyof typeof statuses }) {
  const { tone, label, Icon } = statuses[status]
  return (
    <Badge tone={tone} icon={<Icon size={12} aria-hidden />}>
      {label}
    </Badge>
  )
}
