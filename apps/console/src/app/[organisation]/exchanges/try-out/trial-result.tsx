'use client'

import { CircleCheck, CircleX, Clock } from 'lucide-react'
import { Badge } from '../../../../components/badge.tsx'
import { Link } from '../../../../components/link.tsx'
import { Section } from '../../../../components/page-header.tsx'
import { Time } from '../../../../components/time.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { stepTitles } from '../detail/steps.ts'
import { Trace } from '../detail/trace.tsx'
import { titleOf } from '../reason-titles.ts'
import type { TrialAttemptFragment, TrialWholeFragment } from './operations.generated.ts'

/** Who the platform says the caller is, and how each identity judged, those that accept it first, then the nearest miss. */
export function TrialResult({ trial }: { trial: TrialWholeFragment }) {
  const { principal, expiredAt, attempts, accountProblem } = trial
  return (
    <div className="flex flex-col gap-6">
      {expiredAt !== null && (
        <p className="flex items-start gap-2 rounded-lg border border-warning bg-warning-soft px-4 py-3">
          <Clock size={18} aria-hidden className="mt-0.5 shrink-0 text-warning" />
          <span>
            This token ended <Time at={expiredAt} />. Only its shape was judged, as when it was made: no login takes it any more.
          </span>
        </p>
      )}
      <Section title="Who it is">
        {principal ? (
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1">
            <dt className="text-muted">Principal</dt>
            <dd className="font-mono break-all">
              <bdi>{principal.name}</bdi>
            </dd>
            {principal.claims
              .filter(({ value }) => value !== principal.name)
              .map(({ name, value }) => (
                <div key={name} className="contents">
                  <dt className="text-muted">{name}</dt>
                  <dd className="font-mono break-all">
                    <bdi>{value}</bdi>
                  </dd>
                </div>
              ))}
          </dl>
        ) : (
          <p>The platform vouched for nobody, for none of the identities.</p>
        )}
      </Section>
      <Section title="What the identities say">
        <Summary trial={trial} />
        {accountProblem !== null && (
          <p className="text-warning">Nobody can become this account just now, whatever the proof: {titleOf(accountProblem)}.</p>
        )}
        {attempts.length > 0 && (
          <ol className="flex flex-col">
            {attempts.map((attempt) => (
              <Attempt key={attempt.identityId} attempt={attempt} expired={expiredAt !== null} />
            ))}
          </ol>
        )}
      </Section>
    </div>
  )
}

function Summary({ trial: { judgedCount, acceptedCount, more, otherPlatformCount, attempts } }: { trial: TrialWholeFragment }) {
  const path = useOrganisationPath()
  if (judgedCount === 0)
    return (
      <p>
        No identity of this platform was there to ask.{' '}
        <Link className="link" href={path('/access/external-identities')}>
          External identities
        </Link>
      </p>
    )
  return (
    <p>
      {acceptedCount} of {judgedCount} {judgedCount === 1 ? 'identity' : 'identities'} would accept it.
      {attempts.length < judgedCount && ` The ${attempts.length} that come nearest are shown.`}
      {more && ' There are more identities of this platform than a dry run judges: choose an account to ask those that matter.'}
      {otherPlatformCount > 0 &&
        ` ${otherPlatformCount} of other platforms ${otherPlatformCount === 1 ? 'was' : 'were'} not asked: this proof is never theirs.`}
    </p>
  )
}

/** One line for each identity, which opens to its trace. */
function Attempt({ attempt: { identityName, accepted, steps }, expired }: { attempt: TrialAttemptFragment; expired: boolean }) {
  const miss = steps.find(({ status }) => status === 'FAILED')
  return (
    <li className="border-b border-line last:border-0">
      <details className="group">
        <summary className="flex min-h-10 list-none flex-wrap items-center gap-x-3 gap-y-1 rounded py-1.5 hover:bg-surface">
          {accepted ? (
            <Badge tone={expired ? 'warning' : 'success'} icon={<CircleCheck size={12} aria-hidden />}>
              {expired ? 'Would be accepted, had it not ended' : 'Would be accepted'}
            </Badge>
          ) : (
            <Badge tone="danger" icon={<CircleX size={12} aria-hidden />}>
              Would be refused
            </Badge>
          )}
          <bdi className="font-medium">{identityName}</bdi>
          {miss && (
            <span className="min-w-0 text-sm text-muted">
              {stepTitles[miss.name]}
              {miss.code !== null && `: ${titleOf(miss.code)}`}
            </span>
          )}
          <span aria-hidden className="ml-auto text-muted transition-transform group-open:rotate-90">
            ›
          </span>
        </summary>
        <div className="pb-3 pl-4">
          <Trace steps={steps} />
        </div>
      </details>
    </li>
  )
}
