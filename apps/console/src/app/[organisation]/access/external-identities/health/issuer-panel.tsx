'use client'

import { useQuery } from '@apollo/client/react'
import { RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Button } from '../../../../../components/button.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { Skeleton } from '../../../../../components/skeleton.tsx'
import { Time } from '../../../../../components/time.tsx'
import { useCan } from '../../../../../frame/viewer.tsx'
import { clockText, keysText } from './facts.ts'
import { FindingList, HealthBadge } from './health-badge.tsx'
import { CheckIssuerDocument, type IssuerHealthFactsFragment, IssuerHealthOfIdentityDocument } from './operations.generated.ts'

/** How the issuer of one identity is, and the way to ask it now. */
export function IssuerPanel({ id }: { id: string }) {
  const { data, error } = useQuery(IssuerHealthOfIdentityDocument, { variables: { id }, errorPolicy: 'all' })
  const { send, busy } = useChange(CheckIssuerDocument, { refresh: false })
  const can = useCan()
  const health = data?.externalIdentity?.issuerHealth
  if (!data && !error) return <Skeleton className="h-40 w-full rounded-lg" />
  return (
    <Section
      title="Health of the issuer"
      actions={
        can('ExternalIdentities', 'update') && (
          <Button busy={busy} busyLabel="Asking …" onClick={() => void send({ input: { identityId: id } })}>
            <RefreshCw size={16} aria-hidden /> Ask now
          </Button>
        )
      }
    >
      <div role="status" className="flex flex-col gap-3">
        {health ? <Facts health={health} /> : <p className="text-muted">It cannot be told now.</p>}
      </div>
    </Section>
  )
}

function Facts({ health }: { health: IssuerHealthFactsFragment }) {
  const { level, findings, place, askedAt, milliseconds, failingSince, keyCount, keysSince, algorithms } = health
  return (
    <>
      <div>
        <HealthBadge level={level} />
      </div>
      <FindingList findings={findings} />
      {askedAt === null ? (
        <p className="text-muted">A login asks it for its keys, and so does this server every few hours.</p>
      ) : (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2">
          <Fact title="Asked">
            <Time at={askedAt} />
            {place !== 'uploaded' && failingSince === null && `, answered in ${milliseconds ?? 0} ms`}
          </Fact>
          {failingSince && (
            <Fact title="Failing since">
              <Time at={failingSince} />
            </Fact>
          )}
          {place && (
            <Fact title="Where">
              {place === 'uploaded' ? 'nowhere: its keys are uploaded' : <code className="font-mono text-xs break-all">{place}</code>}
            </Fact>
          )}
          {keyCount !== null && <Fact title="Keys">{keysText(health)}</Fact>}
          {algorithms !== null && algorithms.length > 0 && <Fact title="Sign with">{algorithms.join(', ')}</Fact>}
          {keyCount !== null && keysSince && (
            <Fact title="First seen">
              <Time at={keysSince} />
            </Fact>
          )}
          <Ends health={health} />
        </dl>
      )}
    </>
  )
}

const Ends = ({ health: { clockOffsetMs, certificateEndsAt, remindAt } }: { health: IssuerHealthFactsFragment }) => (
  <>
    {clockOffsetMs !== null && <Fact title="Clock">{clockText(clockOffsetMs)}</Fact>}
    {certificateEndsAt && (
      <Fact title="Certificate ends">
        <Time at={certificateEndsAt} />
      </Fact>
    )}
    {remindAt && (
      <Fact title="Look at the keys">
        <Time at={remindAt} />
      </Fact>
    )}
  </>
)

const Fact = ({ title, children }: { title: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{title}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </>
)
