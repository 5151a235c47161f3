'use client'

import { useId } from 'react'
import { Link } from '../../../../components/link.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { type Platform, type PlatformGroup, platformGroups } from './platforms.ts'
import { ProviderIcon } from './provider-icon.tsx'

const generic: Platform = {
  id: 'generic',
  name: 'OIDC',
  description: 'Any other platform that signs JWTs and publishes its keys.',
  icon: 'oidc',
}

/** Platforms that sign tokens for their workloads: each card goes to questions about it. */
export const PlatformCards = () => (
  <>
    {platformGroups.map(({ title, platforms }, index) => (
      <Group key={title} title={title} platforms={index === platformGroups.length - 1 ? [...platforms, generic] : platforms} />
    ))}
  </>
)

function Group({ title, platforms }: PlatformGroup) {
  const path = useOrganisationPath()
  const heading = useId()
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-2">
      <h3 id={heading} className="text-sm font-medium text-muted">
        {title}
      </h3>
      <ul className="grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
        {platforms.map(({ id, name, description, icon }) => (
          <li key={id}>
            <Link
              href={path(`/access/external-identities/new/oidc${id === 'generic' ? '' : `?preset=${id}`}`)}
              className="flex h-full items-start gap-3 rounded-md border border-line bg-canvas px-3 py-2.5 text-left hover:border-accent hover:bg-hover"
            >
              <ProviderIcon name={icon} size={22} />
              <span className="min-w-0">
                <span className="block font-medium">{name}</span>
                <span className="block text-sm text-muted">{description}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
