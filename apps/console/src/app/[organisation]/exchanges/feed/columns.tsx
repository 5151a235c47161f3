import { useMemo } from 'react'
import type { Column } from '../../../../components/data-table.tsx'
import { Link } from '../../../../components/link.tsx'
import { Time } from '../../../../components/time.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import type { ExchangeRowFragment } from '../operations.generated.ts'
import { titleOf } from '../reason-titles.ts'
import { lifetime } from './lifetime.ts'
import { Outcome } from './outcome.tsx'
import { Principal } from './principal.tsx'

export type FeedRow = ExchangeRowFragment & { cursor: string }

interface FeedColumns {
  /** The one whose trace is open. */
  openId: string | null
  onOpen: (id: string) => void
  hideIdentity: boolean
  hideAccount: boolean
  hideAddress: boolean
}

const gone = <span className="text-muted">deleted</span>
const none = <span className="text-muted">none</span>

export function useFeedColumns({ openId, onOpen, hideIdentity, hideAccount, hideAddress }: FeedColumns): Column<FeedRow>[] {
  const path = useOrganisationPath()
  return useMemo(
    () => [
      { id: 'time', header: 'Time', cell: ({ at }) => <Time at={at} show="moment" /> },
      {
        id: 'outcome',
        header: 'Outcome',
        cell: ({ outcome, reportedCode }) => <Outcome outcome={outcome} reported={reportedCode !== null} />,
      },
      {
        id: 'principal',
        header: 'Principal',
        cell: ({ id, principal }) => (
          <Link
            href={path(`/exchanges/${id}`)}
            prefetch={false}
            data-feed-row={id}
            aria-current={openId === id ? 'true' : undefined}
            className="inline-block max-w-full rounded py-1 hover:underline aria-[current=true]:font-medium aria-[current=true]:text-accent"
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
              event.preventDefault()
              onOpen(id)
            }}
          >
            <Principal principal={principal} />
          </Link>
        ),
      },
      {
        id: 'account',
        header: 'Account',
        hidden: hideAccount,
        cell: ({ serviceAccount, serviceAccountId }) => (serviceAccountId === null ? none : (serviceAccount?.name ?? gone)),
      },
      {
        id: 'identity',
        header: 'Identity',
        hidden: hideIdentity,
        cell: ({ identity, identityId }) => (identityId === null ? none : (identity?.name ?? gone)),
      },
      { id: 'ip', header: 'Address', hidden: hideAddress, cell: ({ ip }) => <bdi className="font-mono break-all">{ip}</bdi> },
      {
        id: 'result',
        header: 'Result',
        cell: ({ code, ttlSeconds }) => (code === null ? <span title="Lifetime of the token">{lifetime(ttlSeconds)}</span> : titleOf(code)),
      },
      { id: 'duration', header: 'Took', align: 'right', cell: ({ durationMs }) => `${Math.round(durationMs)} ms` },
    ],
    [path, openId, onOpen, hideIdentity, hideAccount, hideAddress],
  )
}
