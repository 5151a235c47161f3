import { Time } from '../../../../components/time.tsx'
import type { SyncStandingFragment } from './operations.generated.ts'

type Standing = Pick<SyncStandingFragment, 'state' | 'lastSyncedAt' | 'failingSince' | 'nextRunAt' | 'pausedAt' | 'pausedBy'>

/** When it last worked, and what is next: the words beside a state. */
export function SyncMoment({ sync: { state, lastSyncedAt, failingSince, nextRunAt, pausedAt, pausedBy } }: { sync: Standing }) {
  const synced = lastSyncedAt ? (
    <>
      Last synced <Time at={lastSyncedAt} />
    </>
  ) : (
    'Not synced yet'
  )
  if (state === 'PAUSED')
    return (
      <>
        Paused {pausedAt && <Time at={pausedAt} />}{' '}
        {pausedBy && (
          <>
            by <bdi>{pausedBy}</bdi>
          </>
        )}{' '}
        · {synced}
      </>
    )
  if (state === 'RETRYING' || state === 'NEEDS_ATTENTION')
    return (
      <>
        {failingSince && (
          <>
            Failing since <Time at={failingSince} />
          </>
        )}
        {nextRunAt && (
          <>
            {failingSince && ' · '}next attempt <Time at={nextRunAt} />
          </>
        )}{' '}
        · {synced}
      </>
    )
  return <>{synced}</>
}
