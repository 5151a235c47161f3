'use client'

import { useClock } from '../../../components/clock.tsx'
import { Link } from '../../../components/link.tsx'
import { Time } from '../../../components/time.tsx'
import { useOrganisationPath } from '../../../frame/viewer.tsx'
import { AppBadges } from './app-badges.tsx'
import type { AppRowFragment } from './operations.generated.ts'

/** An app at a glance. Secrets are counted by the server, which reads no values for it. */
export function AppCard({ app }: { app: AppRowFragment }) {
  const path = useOrganisationPath()
  const { locale } = useClock()
  const environments = app.environments?.edges.map(({ node }) => node) ?? []
  const more = (app.environments?.totalCount ?? 0) - environments.length
  const lastChange = [app.updatedAt, ...environments.map(({ updatedAt }) => updatedAt)].sort().at(-1) ?? app.updatedAt
  return (
    <li className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-raised p-4">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <h2 className="min-w-0 text-base break-words">
          <Link className="hover:underline" href={path(`/apps/${app.id}`)}>
            {app.name}
          </Link>
        </h2>
        <AppBadges app={app} />
      </div>
      {app.description && <p className="line-clamp-2 break-words text-muted">{app.description}</p>}
      <ul aria-label={`Environments of ${app.name}`} className="flex flex-wrap gap-2">
        {environments.map(({ id, name, secretCount }) => (
          <li key={id} className="max-w-full">
            <Link
              href={path(`/apps/${app.id}/environments/${id}`)}
              className="inline-flex min-h-7 max-w-full items-center gap-2 rounded-md border border-line px-2 py-1 text-sm hover:bg-hover"
            >
              <span className="min-w-0 truncate">{name}</span>
              {secretCount !== null && (
                <span className="shrink-0 text-muted">
                  {secretCount.toLocaleString(locale)}
                  <span className="sr-only"> secrets</span>
                </span>
              )}
            </Link>
          </li>
        ))}
        {more > 0 && <li className="px-1 py-1 text-sm text-muted">and {more} more</li>}
      </ul>
      <p className="mt-auto text-sm text-muted">
        Changed <Time at={lastChange} />
      </p>
    </li>
  )
}
