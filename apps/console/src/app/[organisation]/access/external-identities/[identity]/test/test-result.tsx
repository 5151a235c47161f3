'use client'

import { CircleCheck, CircleX, Megaphone, Plus } from 'lucide-react'
import { Badge } from '../../../../../../components/badge.tsx'
import { ButtonLink } from '../../../../../../components/button.tsx'
import { Section } from '../../../../../../components/page-header.tsx'
import { useCan, useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { Trace } from '../../../../exchanges/detail/trace.tsx'
import type { FullIdentityFragment } from '../../form/operations.generated.ts'
import type { TestExtIdentityMutation } from '../operations.generated.ts'

type Result = TestExtIdentityMutation['testExtIdentity']
type Attempt = NonNullable<Result['attempts']>[number]

/** Who the platform says the caller is, and how each identity judged. */
export function TestResult({ identity, result: { principal, attempts } }: { identity: FullIdentityFragment; result: Result }) {
  return (
    <div className="flex flex-col gap-6">
      <Section title="Who it is">
        {principal ? (
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1">
            <dt className="text-muted">Principal</dt>
            <dd className="font-mono break-all">{principal.name}</dd>
            {principal.claims
              .filter(({ value }) => value !== principal.name)
              .map(({ name, value }) => (
                <div key={name} className="contents">
                  <dt className="text-muted">{name}</dt>
                  <dd className="font-mono break-all">{value}</dd>
                </div>
              ))}
          </dl>
        ) : (
          <p>The platform vouched for nobody.</p>
        )}
      </Section>
      {attempts?.length === 0 && <p className="text-muted">There is no identity of this platform to try.</p>}
      {attempts?.map((attempt) => (
        <AttemptSection key={attempt.identityId} attempt={attempt}>
          {!attempt.accepted && attempt.identityId === identity.id && principal && (
            <TrustButtons identity={identity} claims={principal.claims} />
          )}
        </AttemptSection>
      ))}
    </div>
  )
}

const AttemptSection = ({ attempt, children }: { attempt: Attempt; children: React.ReactNode }) => (
  <Section
    title={attempt.identityName}
    actions={
      attempt.reported ? (
        <Badge tone="warning" icon={<Megaphone size={12} aria-hidden />}>
          Would be let through by report-only
        </Badge>
      ) : attempt.accepted ? (
        <Badge tone="success" icon={<CircleCheck size={12} aria-hidden />}>
          Would be accepted
        </Badge>
      ) : (
        <Badge tone="danger" icon={<CircleX size={12} aria-hidden />}>
          Would be refused
        </Badge>
      )
    }
  >
    <div className="flex flex-col gap-4">
      <Trace steps={attempt.steps} />
      {children}
    </div>
  </Section>
)

/** Claims of a principal that a rule can be made of, and what the button says. */
const rules: Record<string, { field: string; label: string }> = {
  roleArn: { field: 'principals', label: 'Add its role' },
  arn: { field: 'principals', label: 'Add this ARN' },
  sub: { field: 'subjects', label: 'Add this subject' },
  oid: { field: 'allowedServicePrincipalIds', label: 'Add this id' },
}

function TrustButtons({ identity, claims }: { identity: FullIdentityFragment; claims: readonly { name: string; value: string }[] }) {
  const can = useCan()
  const path = useOrganisationPath()
  if (!can('ExternalIdentities', 'update')) return null
  const settings = path(`/access/external-identities/${identity.id}/settings`)
  const offers = claims.flatMap(({ name, value }) => {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    return rule ? [{ ...rule, value }] : []
  })
  return (
    <div className="flex flex-wrap gap-2">
      {offers.map(({ field, label, value }) => (
        <ButtonLink key={label} href={`${settings}?${new URLSearchParams({ [field]: value })}`}>
          <Plus size={16} aria-hidden /> {label}
        </ButtonLink>
      ))}
    </div>
  )
}
