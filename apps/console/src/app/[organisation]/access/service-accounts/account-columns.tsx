import { FlaskConical, KeyRound, Server, TriangleAlert } from 'lucide-react'
import { Badge } from '../../../../components/badge.tsx'
import { buttonLook } from '../../../../components/button.tsx'
import { IdText } from '../../../../components/copy.tsx'
import type { Column } from '../../../../components/data-table.tsx'
import { Link } from '../../../../components/link.tsx'
import { Time } from '../../../../components/time.tsx'
import type { ServiceAccountOrderField, ServiceAccountRowFragment } from './operations.generated.ts'

export type AccountSort = ServiceAccountOrderField

/** The columns of the list; `hrefOf` is where an account is managed. */
export const accountColumns = (hrefOf: (id: string) => string): Column<ServiceAccountRowFragment, AccountSort>[] => [
  {
    id: 'account',
    header: 'Account',
    sortField: 'NAME',
    cell: ({ id, name, enabled, simulated }) => (
      <span className="flex flex-col max-sm:items-end">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1 max-sm:justify-end">
          <Link className="font-medium break-words hover:underline" href={hrefOf(id)}>
            {name}
          </Link>
          {!enabled && <Badge tone="warning">Disabled</Badge>}
          {simulated && <SimulatedBadge />}
        </span>
        <IdText id={id} what={`id of ${name}`} />
      </span>
    ),
  },
  { id: 'role', header: 'Role', cell: ({ role }) => role?.name ?? <Unknown /> },
  { id: 'keys', header: 'Keys', cell: ({ keyManagement }) => <KeysBadge keyManagement={keyManagement} /> },
  {
    id: 'identities',
    header: 'Identities',
    align: 'right',
    cell: ({ externalIdentityCount }) => externalIdentityCount ?? <Unknown />,
  },
  {
    id: 'tokens',
    header: 'Active tokens',
    align: 'right',
    cell: ({ activeTokenCount, neverExpiringTokenCount }) => (
      <span className="inline-flex flex-wrap items-center justify-end gap-2">
        {activeTokenCount ?? <Unknown />}
        {(neverExpiringTokenCount ?? 0) > 0 && (
          <Badge tone="warning" icon={<TriangleAlert size={12} aria-hidden />}>
            {neverExpiringTokenCount} never {neverExpiringTokenCount === 1 ? 'expires' : 'expire'}
          </Badge>
        )}
      </span>
    ),
  },
  { id: 'apps', header: 'Apps', align: 'right', cell: ({ appCount }) => appCount ?? <Unknown /> },
  {
    id: 'used',
    header: 'Last used',
    sortField: 'LAST_USED_AT',
    cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} /> : <span className="text-muted">Never</span>),
  },
  {
    id: 'manage',
    header: 'Actions',
    hideHeader: true,
    align: 'right',
    cell: ({ id, name }) => (
      <Link href={hrefOf(id)} className={buttonLook('secondary')}>
        Manage<span className="sr-only"> {name}</span>
      </Link>
    ),
  },
]

/** What may not be seen, or is not there any more. */
const Unknown = () => (
  <>
    <span aria-hidden className="text-muted">
      –
    </span>
    <span className="sr-only">Not known to you</span>
  </>
)

export const SimulatedBadge = () => (
  <Badge tone="info" icon={<FlaskConical size={12} aria-hidden />}>
    Simulated
  </Badge>
)

export const KeysBadge = ({ keyManagement }: { keyManagement: 'SERVER' | 'CLIENT' }) =>
  keyManagement === 'SERVER' ? (
    <Badge icon={<Server size={12} aria-hidden />}>Server-side</Badge>
  ) : (
    <Badge tone="accent" icon={<KeyRound size={12} aria-hidden />}>
      Client-side
    </Badge>
  )
