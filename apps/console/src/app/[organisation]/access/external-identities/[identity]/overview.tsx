'use client'

import { CircleAlert, TriangleAlert } from 'lucide-react'
import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import { usePageQuery } from '../../../../../apollo/use-page-query.ts'
import { Link } from '../../../../../components/link.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { Skeleton } from '../../../../../components/skeleton.tsx'
import { ErrorState } from '../../../../../components/states.tsx'
import { Time } from '../../../../../components/time.tsx'
import { useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { ExchangeCounts } from '../exchange-counts.tsx'
import { BoundAccounts } from './bound-accounts.tsx'
import { IdentityOverviewDocument, type OverviewIdentityFragment } from './operations.generated.ts'

const Trust = dynamic(async () => (await import('./trust.tsx')).Trust, {
  ssr: false,
  loading: () => <Skeleton className="h-56 w-full rounded-lg" />,
})

const UseIt = dynamic(async () => (await import('./use-it.tsx')).UseIt, {
  ssr: false,
  loading: () => <Skeleton className="h-96 w-full rounded-lg" />,
})

const IssuerPanel = dynamic(async () => (await import('../health/issuer-panel.tsx')).IssuerPanel, {
  ssr: false,
  loading: () => <Skeleton className="h-40 w-full rounded-lg" />,
})

const ReportOnly = dynamic(async () => (await import('../report-only/report-only.tsx')).ReportOnly, {
  ssr: false,
  loading: () => <Skeleton className="h-28 w-full rounded-lg" />,
})

/** What an identity trusts, for whom, and how its workloads log in. */
export function Overview({ id }: { id: string }) {
  const { data, problem, refetch } = usePageQuery(IdentityOverviewDocument, { id })
  const identity = data?.externalIdentity
  if (!identity) return problem ? <ErrorState problem={problem} onRetry={refetch} /> : null
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-6">
        <Findings identity={identity} />
        <BoundAccounts identity={identity} />
        <UseIt identity={identity} />
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <Trust identity={identity} />
        <ReportOnly identity={identity} />
        {identity.provider !== 'AWS_IAM' && <IssuerPanel id={identity.id} />}
        <Facts identity={identity} />
      </div>
    </div>
  )
}

const looks = {
  WARNING: { Icon: TriangleAlert, colour: 'text-warning', word: 'Careful' },
  DANGER: { Icon: CircleAlert, colour: 'text-danger', word: 'Dangerous' },
}

/** What is allowed and might not be meant; what the rules mean at all is told beside it, in words. */
function Findings({ identity: { lint } }: { identity: OverviewIdentityFragment }) {
  const serious = lint.flatMap(({ severity, ...finding }) => (severity === 'INFO' ? [] : [{ ...finding, ...looks[severity] }]))
  if (serious.length === 0) return null
  return (
    <Section title="Worth a second look">
      <ul className="flex flex-col gap-2">
        {serious.map(({ code, message, field, Icon, colour, word }) => (
          <li key={`${code}-${field?.join('.')}`} className="flex items-start gap-2">
            <Icon size={16} aria-hidden className={`mt-0.5 shrink-0 ${colour}`} />
            <span className="min-w-0 break-words">
              <span className={`font-medium ${colour}`}>{word}:</span> {message}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Facts({ identity }: { identity: OverviewIdentityFragment }) {
  const { description, stats, lastAcceptedAt, lastExchangeAt, liveTokenCount, tokenName, createdAt, createdBy, updatedAt } = identity
  return (
    <Section title="At a glance">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2">
        {description !== '' && <Fact title="Description">{description}</Fact>}
        <Fact title="Last 7 days">
          <ExchangeCounts stats={stats} />
        </Fact>
        <Fact title="Last login">{lastAcceptedAt ? <Time at={lastAcceptedAt} /> : 'never'}</Fact>
        <Fact title="Last attempt">{lastExchangeAt ? <Time at={lastExchangeAt} /> : 'never'}</Fact>
        {liveTokenCount !== null && <Fact title="Live tokens">{liveTokenCount}</Fact>}
        <Fact title="Token name">{tokenName}</Fact>
        <Fact title="Created">
          <Time at={createdAt} /> {createdBy && `by ${createdBy.fullName}`}
        </Fact>
        <Fact title="Changed">
          <Time at={updatedAt} />
        </Fact>
      </dl>
      <ExchangesLink id={identity.id} />
    </Section>
  )
}

const Fact = ({ title, children }: { title: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{title}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </>
)

function ExchangesLink({ id }: { id: string }) {
  const path = useOrganisationPath()
  return (
    <p className="mt-3">
      <Link className="link" href={path(`/access/external-identities/${id}/exchanges`)}>
        Every attempt, and why it ended as it did
      </Link>
    </p>
  )
}
