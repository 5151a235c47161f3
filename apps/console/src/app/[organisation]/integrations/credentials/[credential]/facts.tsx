import type { ReactNode } from 'react'
import { CopyButton } from '../../../../../components/copy.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { Time } from '../../../../../components/time.tsx'
import type { NewCredentialQuery, ShownCredentialFragment } from '../form/operations.generated.ts'
import { Protection } from '../protection.tsx'

interface FactsProps {
  credential: ShownCredentialFragment
  regions: NewCredentialQuery['awsRegions']
}

/** All that is ever told of it. */
export function Facts({ credential, regions }: FactsProps) {
  const { region, roleArn, accessKeyIdLastFour, secretFingerprint, externalId, externalIdIssued } = credential
  const { account, principal, checkedAt, tokenSubject, kind, createdAt, updatedAt } = credential
  const regionName = regions.find(({ code }) => code === region)?.name
  return (
    <Section title="At a glance">
      <dl className="flex flex-col gap-3">
        <Fact title="Last check passed">{checkedAt ? <Time at={checkedAt} /> : 'never'}</Fact>
        <Fact title="Account">{account ? <span className="font-mono">{account}</span> : 'told by the first test that passes'}</Fact>
        {principal && (
          <Fact title="Signed in as">
            <Code text={principal} what="principal" />
          </Fact>
        )}
        <Fact title="Region">
          {regionName ? `${regionName}, ` : ''}
          <span className="font-mono">{region}</span>
        </Fact>
        {roleArn && (
          <Fact title="Role">
            <Code text={roleArn} what="ARN of the role" />
          </Fact>
        )}
        {kind === 'AWS_ASSUME_ROLE' && externalId && (
          <Fact title={externalIdIssued ? 'External id' : 'External id, of the role’s own'}>
            <Code text={externalId} what="external id" />
          </Fact>
        )}
        {kind === 'AWS_ASSUME_ROLE' && (
          <Fact title="Protected">
            <Protection credential={credential} />
          </Fact>
        )}
        {accessKeyIdLastFour && (
          <Fact title="Access key id">
            <span className="font-mono">
              <span aria-hidden>••••</span>
              <span className="sr-only">ends in </span>
              {accessKeyIdLastFour}
            </span>
          </Fact>
        )}
        {secretFingerprint && (
          <Fact title="Fingerprint of the secret">
            <Code text={secretFingerprint} what="fingerprint" />
          </Fact>
        )}
        {kind === 'AWS_WEB_IDENTITY' && (
          <Fact title="Subject of its tokens">
            <Code text={tokenSubject} what="subject" />
            <span className="text-sm text-muted">When it is tested; each sync has a subject of its own.</span>
          </Fact>
        )}
        <Fact title="Created">
          <Time at={createdAt} />
        </Fact>
        <Fact title="Changed">
          <Time at={updatedAt} />
        </Fact>
      </dl>
    </Section>
  )
}

const Fact = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-sm text-muted">{title}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </div>
)

const Code = ({ text, what }: { text: string; what: string }) => (
  <span className="flex items-start justify-between gap-1">
    <code className="min-w-0 pt-1 font-mono text-[13px] break-all">{text}</code>
    <CopyButton text={text} what={what} />
  </span>
)
