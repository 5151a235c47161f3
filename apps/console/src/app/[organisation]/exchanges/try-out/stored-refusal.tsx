'use client'

import { useQuery } from '@apollo/client/react'
import { problemOf } from '../../../../apollo/problem.ts'
import { Button, ButtonLink } from '../../../../components/button.tsx'
import { Section } from '../../../../components/page-header.tsx'
import { Skeleton } from '../../../../components/skeleton.tsx'
import { ErrorState } from '../../../../components/states.tsx'
import { Time } from '../../../../components/time.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { Trace } from '../detail/trace.tsx'
import { titleOf } from '../reason-titles.ts'
import { TryOutRefusalDocument } from './operations.generated.ts'

/** What a refusal left: the trace of the identity that came nearest. Its proof was never kept, so nobody can be asked again. */
export function StoredRefusal({ id, onLeave }: { id: string; onLeave: () => void }) {
  const path = useOrganisationPath()
  const { data, error, refetch } = useQuery(TryOutRefusalDocument, { variables: { id }, errorPolicy: 'all' })
  const exchange = data?.exchange
  if (!exchange)
    return error ? <ErrorState problem={problemOf(error)} onRetry={() => void refetch()} /> : <Skeleton className="h-80 w-full" />
  const { principal, code, identity, serviceAccount, at, steps } = exchange
  return (
    <div className="flex flex-col gap-6">
      <p className="rounded-lg border border-line bg-surface px-4 py-3">
        Proofs are never kept, so this is what was found at that time, by the identity that came nearest. All identities that were bound to
        the account were heard then; none of them accepted it. To hear those of the whole organisation, or as they are now, paste a new
        proof of the same workload.
      </p>
      <Section title="What was found">
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1">
          <dt className="text-muted">Principal</dt>
          <dd className="font-mono break-all">{principal === null ? 'nobody that a platform vouched for' : <bdi>{principal}</bdi>}</dd>
          <dt className="text-muted">Account</dt>
          <dd>{serviceAccount?.name ?? 'none, or deleted'}</dd>
          <dt className="text-muted">Nearest identity</dt>
          <dd>{identity?.name ?? 'none, or deleted'}</dd>
          <dt className="text-muted">Outcome</dt>
          <dd>
            {code === null ? 'accepted' : titleOf(code)}, <Time at={at} />
          </dd>
        </dl>
        <Trace steps={steps} />
      </Section>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={onLeave}>
          Paste a new proof
        </Button>
        <ButtonLink href={path(`/exchanges/${id}`)}>Open the exchange</ButtonLink>
      </div>
    </div>
  )
}
