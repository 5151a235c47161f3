import type { Column } from '../../../../components/data-table.tsx'
import { Link } from '../../../../components/link.tsx'
import { Time } from '../../../../components/time.tsx'
import { ReasonLink } from '../../../../frame/reason-link.tsx'
import { DestinationName } from './destinations.tsx'
import type { SyncRowFragment } from './operations.generated.ts'
import { SyncStatus } from './sync-status.tsx'

export const columnsOf = (path: (path: string) => string): Column<SyncRowFragment>[] => [
  {
    id: 'destination',
    header: 'Destination',
    cell: ({ id, summary, destination, account, region }) => (
      <div className="flex min-w-0 flex-col">
        <Link className="inline-block min-h-6 font-medium break-all hover:underline" href={path(`/integrations/syncs/${id}`)}>
          {summary}
        </Link>
        <span className="flex flex-wrap items-center gap-x-2 text-muted max-sm:justify-end">
          <DestinationName id={destination} /> {region} · {account}
        </span>
      </div>
    ),
  },
  {
    id: 'source',
    header: 'Source',
    cell: ({ app, environment, path: folder }) => (
      <span className="break-words">
        {app ? (
          <Link className="hover:underline" href={path(`/apps/${app.id}/syncing`)}>
            {app.name}
          </Link>
        ) : (
          'An app'
        )}{' '}
        » {environment?.name ?? 'an environment'}
        {folder !== '/' && <code className="font-mono"> {folder}</code>}
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ state, failure }) => (
      <span className="flex flex-wrap items-center gap-2 max-sm:justify-end">
        <SyncStatus state={state} />
        {failure && state !== 'PAUSED' && <ReasonLink code={failure.code} />}
      </span>
    ),
  },
  {
    id: 'synced',
    header: 'Last synced',
    cell: ({ lastSyncedAt }) => (lastSyncedAt ? <Time at={lastSyncedAt} /> : <span className="text-muted">never</span>),
  },
]
