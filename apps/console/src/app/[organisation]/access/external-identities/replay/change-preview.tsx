'use client'

import { useQuery } from '@apollo/client/react'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { problemOf } from '../../../../../apollo/problem.ts'
import { Link } from '../../../../../components/link.tsx'
import { Skeleton } from '../../../../../components/skeleton.tsx'
import { Time } from '../../../../../components/time.tsx'
import { useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { titleOf } from '../../../exchanges/reason-titles.ts'
import {
  PreviewIdentityChangeDocument,
  type PreviewIdentityChangeQuery,
  type PreviewIdentityChangeQueryVariables,
} from './operations.generated.ts'
import { lookOf, sentenceOf } from './sentences.ts'

type Preview = NonNullable<PreviewIdentityChangeQuery['previewIdentityChange']>
type Caller = Preview['callers'][number]

/** What a change would have meant for the logins of the last days. Asked for whenever the change is another. */
export function ChangePreview({ input }: { input: PreviewIdentityChangeQueryVariables['input'] }) {
  const { data, error } = useQuery(PreviewIdentityChangeDocument, { variables: { input }, fetchPolicy: 'no-cache' })
  const preview = data?.previewIdentityChange
  return (
    <div role="status" className="flex flex-col gap-3">
      {error && (
        <p className="flex gap-2">
          <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-danger" />
          <span className="min-w-0 wrap-anywhere">{problemOf(error).message}</span>
        </p>
      )}
      {!error && !preview && (
        <>
          <span className="sr-only">Replaying the last days …</span>
          <Skeleton className="h-16 w-full" />
        </>
      )}
      {preview && <Shown preview={preview} />}
    </div>
  )
}

function Shown({ preview: { since, reachedBackTo, attempts, replayed, notReplayable, totals, callers } }: { preview: Preview }) {
  return (
    <>
      <p className="text-sm text-muted">
        {attempts === 0 ? 'Nobody tried to log in' : `${replayed} of ${attempts} ${attempts === 1 ? 'login' : 'logins'} replayed`} since{' '}
        <Time at={reachedBackTo ?? since} />.{reachedBackTo !== null && ' There were more before, which were not looked at.'}
        {notReplayable > 0 && ` Of ${notReplayable} nothing was kept that could be judged again.`}
      </p>
      {replayed > 0 && totals.length === 0 && (
        <p className="flex gap-2">
          <CircleCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-success" />
          For none of them anything would change.
        </p>
      )}
      {totals.map(({ kind, callers: count }) => {
        const { Icon, colour } = lookOf(kind)
        const ofKind = callers.filter((caller) => caller.kind === kind)
        return (
          <section key={kind} aria-label={sentenceOf(kind, count)} className="flex flex-col gap-1">
            <p className="flex gap-2 font-medium">
              <Icon size={16} aria-hidden className={`mt-0.5 shrink-0 ${colour}`} />
              {sentenceOf(kind, count)}
            </p>
            <ul className="flex flex-col gap-2 pl-6 text-sm">
              {ofKind.slice(0, shownCallers).map((caller) => (
                <li key={caller.principal}>
                  <CallerLines caller={caller} />
                </li>
              ))}
            </ul>
            {count > shownCallers && <p className="pl-6 text-sm text-muted">and {count - shownCallers} more.</p>}
          </section>
        )
      })}
    </>
  )
}

const shownCallers = 5

function CallerLines({ caller: { principal, attempts, serviceAccounts, step, lastExchangeId, lastAt } }: { caller: Caller }) {
  const path = useOrganisationPath()
  return (
    <>
      <Link className="link break-all" href={path(`/exchanges/${lastExchangeId}`)} prefetch={false}>
        <bdi>{principal ?? 'a caller without a name'}</bdi>
      </Link>
      <p className="text-muted">
        {attempts === 1 ? 'once' : `${attempts} times`} as {serviceAccounts.map(({ name }) => name).join(', ')}, last <Time at={lastAt} />
      </p>
      {step?.code && (
        <p className="break-words text-muted">
          {titleOf(step.code)}
          {step.expected !== null && (
            <>
              : <bdi className="font-mono text-[13px] break-all">{step.expected}</bdi>
            </>
          )}
        </p>
      )}
    </>
  )
}
