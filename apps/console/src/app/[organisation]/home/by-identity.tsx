'use client'

import { useClock } from '../../../components/clock.tsx'
import { Link } from '../../../components/link.tsx'
import { useOrganisationPath } from '../../../frame/viewer.tsx'
import type { HomeStatsFragment } from './operations.generated.ts'

const shown = 5

/** The identities with the most exchanges; each leads to its own. */
export function ByIdentity({ identities }: { identities: HomeStatsFragment['byIdentity'] }) {
  const { locale } = useClock()
  const path = useOrganisationPath()
  if (identities.length === 0) return null
  const number = (value: number) => value.toLocaleString(locale)
  return (
    <section aria-label="By identity" className="flex flex-col gap-1">
      <h3 className="text-sm text-muted">By identity</h3>
      <ul className="flex flex-col">
        {identities.slice(0, shown).map(({ identityId, identity, accepted, refused }) => (
          <li
            key={identityId ?? 'none'}
            className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 border-b border-line last:border-0"
          >
            {identityId === null ? (
              <span className="text-muted">No identity came near</span>
            ) : (
              <Link className="min-w-0 truncate hover:underline" prefetch={false} href={path(`/exchanges?identity=${identityId}`)}>
                {identity?.name ?? 'Deleted identity'}
              </Link>
            )}
            <span className="text-sm text-muted">
              {number(accepted)} accepted, <span className={refused > 0 ? 'text-danger' : ''}>{number(refused)} refused</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
