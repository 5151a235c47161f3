'use client'

import { useClock } from '../../../components/clock.tsx'
import { EventRow } from './event-row.tsx'
import { byDay, collapsed } from './groups.ts'
import type { LoggedEventFragment } from './operations.generated.ts'

interface TimelineProps {
  events: readonly LoggedEventFragment[]
  stale: boolean
  openId: string | null
  onActor: (id: string) => void
  onResource: (id: string) => void
}

/** Events under the day on which they happened; the day stays in sight while its events scroll by. */
export function Timeline({ events, stale, openId, onActor, onResource }: TimelineProps) {
  const { timeZone = 'UTC', locale } = useClock()
  const title = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  return (
    <div aria-busy={stale} className={`flex flex-col gap-4 ${stale ? 'opacity-60' : ''}`}>
      {byDay(collapsed(events), timeZone).map(([day, groups]) => (
        <section key={day} aria-label={title.format(new Date(`${day}T00:00:00Z`))}>
          <h2 className="sticky top-14 z-10 border-b border-line bg-canvas py-2 text-sm text-muted">
            {title.format(new Date(`${day}T00:00:00Z`))}
          </h2>
          <ol className="divide-y divide-line">
            {groups.map(({ first, rest }) => (
              <EventRow key={first.id} event={first} repeated={rest} openId={openId} onActor={onActor} onResource={onResource} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  )
}
