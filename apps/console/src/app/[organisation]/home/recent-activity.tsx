'use client'

import { Link } from '../../../components/link.tsx'
import { Section } from '../../../components/page-header.tsx'
import { Time } from '../../../components/time.tsx'
import { useOrganisationPath } from '../../../frame/viewer.tsx'
import { namesObject, phraseOf } from '../logs/action-words.ts'
import type { HomeEventFragment } from './operations.generated.ts'

/** What people and accounts did last. */
export function RecentActivity({ events }: { events: readonly HomeEventFragment[] }) {
  const path = useOrganisationPath()
  return (
    <Section
      title="Recent activity"
      actions={
        <Link className="link text-sm" href={path('/logs')}>
          Audit Logs
        </Link>
      }
    >
      {events.length === 0 ? (
        <p className="text-muted">Nothing has been changed yet. Each change is recorded with who made it.</p>
      ) : (
        <ul className="flex flex-col">
          {events.map(({ id, at, action, actor, resourceName, resourceType }) => (
            <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-line py-1.5 last:border-0">
              <span className="min-w-0 break-words">
                <bdi className="font-medium">{actor.name}</bdi> <span className="text-muted">{phraseOf({ action, resourceType })}</span>{' '}
                {resourceName !== null && namesObject(action) && <bdi>{resourceName}</bdi>}
              </span>
              <span className="text-sm text-muted">
                <Time at={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
