'use client'

import { ShieldCheck } from 'lucide-react'
import { ButtonLink } from '../../../../components/button.tsx'
import { EmptyState } from '../../../../components/states.tsx'
import { useOrganisationPath, useViewer } from '../../../../frame/viewer.tsx'
import type { FeedOf } from './feed-state.ts'

/** Nobody has tried to log in yet. */
export function NoExchanges({ of }: { of: FeedOf }) {
  const { server } = useViewer()
  const path = useOrganisationPath()
  const ofOne = of.identityId !== undefined || of.serviceAccountId !== undefined
  return (
    <EmptyState icon={<ShieldCheck size={28} />} title="No exchanges yet">
      <p>
        An exchange is one attempt of a workload to trade what its platform vouches for against a token. Each attempt appears here at once,
        accepted or refused, with every check that was made and the reason.
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        {!ofOne && <ButtonLink href={path('/access/external-identities')}>Trust a workload</ButtonLink>}
        {server.labEnabled && <ButtonLink href={path('/lab')}>Try it in the Lab, no cloud needed</ButtonLink>}
      </div>
    </EmptyState>
  )
}
