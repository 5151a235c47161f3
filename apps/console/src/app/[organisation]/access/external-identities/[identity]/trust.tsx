'use client'

import { ButtonLink } from '../../../../../components/button.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { useCan, useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { draftOf, fieldsOf } from '../form/draft.ts'
import { readDraft } from '../form/read-draft.ts'
import { namesOf } from '../providers.ts'
import type { OverviewIdentityFragment } from './operations.generated.ts'

/** The configuration in words, by the provider's own rules. */
export function Trust({ identity }: { identity: OverviewIdentityFragment }) {
  const path = useOrganisationPath()
  const can = useCan()
  const { id: provider } = namesOf(identity.provider)
  const draft = draftOf(provider, identity)
  const { config } = readDraft(provider, draft)
  const lines = config === undefined || identity.config === null ? [] : fieldsOf(provider).inWords(config)
  return (
    <Section
      title="What this trusts"
      actions={
        can('ExternalIdentities', 'update') && (
          <ButtonLink href={path(`/access/external-identities/${identity.id}/settings`)}>Edit</ButtonLink>
        )
      }
    >
      {lines.length === 0 ? (
        <p className="text-danger">
          The stored configuration is not valid, so nobody can log in with it. Open the settings and save it again.
        </p>
      ) : (
        <ul className="flex list-disc flex-col gap-1.5 pl-4 marker:text-muted">
          {[...lines, `Tokens live ${draft.defaultTtl}, at most ${draft.maxTtl}`].map((line) => (
            <li key={line} className="break-words">
              {line}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
