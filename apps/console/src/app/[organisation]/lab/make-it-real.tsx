'use client'

import { ButtonLink } from '../../../components/button.tsx'
import { Section } from '../../../components/page-header.tsx'
import { useCan, useOrganisationPath } from '../../../frame/viewer.tsx'
import { platforms } from './platforms.ts'

/** From here to the same trust with a real platform. */
export function MakeItReal() {
  const path = useOrganisationPath()
  if (!useCan()('ExternalIdentities', 'create')) return null
  return (
    <Section title="Make it real">
      <div className="flex flex-col gap-3">
        <p className="text-muted">
          Trust a workload of yours. The form opens filled in as far as the Lab can know; what is simulated stays here.
        </p>
        <div className="flex flex-wrap gap-2">
          {platforms.map(({ name, newIdentityPath }) => (
            <ButtonLink key={name} href={path(newIdentityPath)}>
              Trust a workload in {name}
            </ButtonLink>
          ))}
        </div>
      </div>
    </Section>
  )
}
