'use client'

import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { PageHeader, Section } from '../../../../components/page-header.tsx'
import { ErrorState, NoPermission } from '../../../../components/states.tsx'
import { useCan } from '../../../../frame/viewer.tsx'
import { TrustPolicySettingsDocument } from './operations.generated.ts'
import { levels, type Policy } from './policy.ts'
import { PolicyForm } from './policy-form.tsx'

/** What the identities of the organisation may trust at all. */
export function TrustSettings() {
  const { data, problem, refetch } = usePageQuery(TrustPolicySettingsDocument, {})
  const can = useCan()
  const policy = data?.trustPolicy
  return (
    <>
      <PageHeader
        title="Trust policy"
        description="What external identities of this organisation may trust, whoever makes them. Identities of the Lab are not concerned: nobody outside vouches for them."
      />
      {!can('ExternalIdentities', 'read') ? (
        <NoPermission what="the trust policy" permission="ExternalIdentities: read" />
      ) : (
        problem && <ErrorState problem={problem} onRetry={refetch} />
      )}
      {policy && (can('Organisation', 'update') ? <PolicyForm policy={policy} refetch={refetch} /> : <PolicyFacts policy={policy} />)}
    </>
  )
}

function PolicyFacts({ policy: { blockedSeverity, allowedIssuers } }: { policy: Policy }) {
  return (
    <Section title="As it stands">
      <dl className="flex flex-col gap-4">
        <div>
          <dt className="font-medium">Findings that block saving</dt>
          <dd>{levels[blockedSeverity ?? 'OFF'].label}</dd>
        </div>
        <div>
          <dt className="font-medium">Allowed issuers</dt>
          {allowedIssuers.length === 0 ? (
            <dd>Any</dd>
          ) : (
            allowedIssuers.map((issuer) => (
              <dd key={issuer} className="font-mono text-[13px] break-all">
                {issuer}
              </dd>
            ))
          )}
        </div>
      </dl>
      <p className="mt-4 text-muted">To change it you need the permission Organisation: update.</p>
    </Section>
  )
}
