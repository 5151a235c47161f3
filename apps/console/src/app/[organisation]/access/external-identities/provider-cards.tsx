'use client'

import { ArrowRight } from 'lucide-react'
import { Link } from '../../../../components/link.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import type { ProviderCardFragment } from './operations.generated.ts'
import { PlatformCards } from './platform-cards.tsx'
import { ProviderIcon } from './provider-icon.tsx'
import { namesOf } from './providers.ts'

/** The platforms that can be trusted: each card goes to the form. */
export function ProviderCards({ providers }: { providers: readonly ProviderCardFragment[] }) {
  const path = useOrganisationPath()
  return (
    <div className="flex w-full flex-col gap-6">
      <ul aria-label="Identity providers" className="grid w-full gap-4 sm:grid-cols-2">
        {providers
          .filter(({ id }) => id !== 'OIDC')
          .map(({ id, name, description, icon }) => (
            <li key={id}>
              <Link
                href={path(`/access/external-identities/new/${namesOf(id).slug}`)}
                className="group flex h-full flex-col gap-2 rounded-lg border border-control bg-canvas p-4 text-left hover:border-accent hover:bg-hover"
              >
                <span className="flex items-center gap-3 text-base font-medium">
                  <ProviderIcon name={icon} size={24} />
                  {name}
                </span>
                <span className="flex-1 text-sm text-muted">{description}</span>
                <span className="inline-flex items-center gap-1 font-medium text-accent">
                  Create <ArrowRight size={16} aria-hidden />
                </span>
              </Link>
            </li>
          ))}
      </ul>
      {providers.some(({ id }) => id === 'OIDC') && <PlatformCards />}
    </div>
  )
}
