'use client'

import { useQuery } from '@apollo/client/react'
import { problemOf } from '../../../../../apollo/problem.ts'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Button } from '../../../../../components/button.tsx'
import { ConfirmDialog } from '../../../../../components/confirm-dialog.tsx'
import { Link } from '../../../../../components/link.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { Skeleton } from '../../../../../components/skeleton.tsx'
import { Time } from '../../../../../components/time.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { useDialog } from '../../../../../components/url-state.ts'
import { useCan, useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { titleOf } from '../../../exchanges/reason-titles.ts'
import { ChangePreview } from '../replay/change-preview.tsx'
import { ReportedLoginsDocument, type ReportedLoginsQuery, SwitchReportOnlyDocument } from './operations.generated.ts'

interface ReportOnlyProps {
  identity: { id: string; name: string; version: number; reportOnlySince: string | null }
}

/** Whether the inner rules refuse, or only report; what they would have refused; and the way from one to the other. */
export function ReportOnly({ identity }: ReportOnlyProps) {
  const can = useCan()
  const dialog = useDialog('report-only')
  const isOn = identity.reportOnlySince !== null
  const mayRead = can('Logs', 'read')
  return (
    <Section
      title="Report-only"
      actions={
        can('ExternalIdentities', 'update') && (
          <Button variant={isOn ? 'primary' : 'secondary'} onClick={() => dialog.show()}>
            {isOn ? 'Enforce' : 'Switch on'}
          </Button>
        )
      }
    >
      {!isOn && (
        <p className="text-muted">
          Off: whom the rules do not trust is refused. Before you tighten them, switch it on: whom the inner rules refuse is then let in and
          counted.
        </p>
      )}
      {isOn && !mayRead && <p className="text-muted">What it lets through is for those who may read logs.</p>}
      {isOn && mayRead && <Reported id={identity.id} />}
      <SwitchDialog identity={identity} open={dialog.open} onClose={dialog.close} />
    </Section>
  )
}

function Reported({ id }: { id: string }) {
  const { data, error } = useQuery(ReportedLoginsDocument, { variables: { id }, fetchPolicy: 'cache-and-network', errorPolicy: 'all' })
  const counts = data?.reportOnlyCounts
  if (!counts) return error ? <p className="text-muted">{problemOf(error).message}</p> : <Skeleton className="h-16 w-full" />
  const examples = data.exchanges?.edges ?? []
  return (
    <div className="flex flex-col gap-4">
      <p>
        <span className="font-medium">{wouldBeRefused(counts)}</span> since <Time at={counts.since} />
      </p>
      {counts.groups.length > 0 && (
        <ul aria-label="Would-be refusals" className="flex flex-col gap-2">
          {counts.groups.map(({ step, code, expected, count }) => (
            <li key={`${step} ${code} ${expected}`} className="flex items-baseline justify-between gap-4">
              <span className="min-w-0">
                {titleOf(code)}
                {expected !== null && <bdi className="block font-mono text-[13px] break-all text-muted">{expected}</bdi>}
              </span>
              <span className="tabular-nums">{count}</span>
            </li>
          ))}
        </ul>
      )}
      {examples.length > 0 && <Examples edges={examples} />}
    </div>
  )
}

const wouldBeRefused = ({ total, isMore }: { total: number; isMore: boolean }): string =>
  `${isMore ? 'More than ' : ''}${total === 1 ? '1 login' : `${total === 0 ? 'No' : total} logins`} would have been refused`

type Edges = NonNullable<ReportedLoginsQuery['exchanges']>['edges']

function Examples({ edges }: { edges: Edges }) {
  const path = useOrganisationPath()
  return (
    <div className="border-t border-line pt-3">
      <h3 className="text-sm text-muted">Latest</h3>
      <ul aria-label="Latest would-be refusals" className="flex flex-col gap-1">
        {edges.map(({ node: { id, at, principal } }) => (
          <li key={id} className="flex flex-wrap justify-between gap-x-4">
            <Link className="link min-w-0 break-all" href={path(`/exchanges/${id}`)}>
              <bdi>{principal ?? 'a caller without a name'}</bdi>
            </Link>
            <span className="text-muted">
              <Time at={at} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function SwitchDialog({ identity, open, onClose }: ReportOnlyProps & { open: boolean; onClose: () => void }) {
  const { id, name, version } = identity
  const isOn = identity.reportOnlySince !== null
  const { send, busy } = useChange(SwitchReportOnlyDocument)
  const toast = useToast()
  const mayRead = useCan()('Logs', 'read')
  const turn = async () => {
    const outcome = await send({ input: { id, reportOnly: !isOn, expectedVersion: version } })
    if (!outcome.ok) return
    const detail = isOn
      ? 'Its rules refuse again, and tokens that report-only alone had let through have stopped working.'
      : 'Whom its inner rules refuse is let in and counted.'
    toast.success(isOn ? `${name} is enforced` : `${name} only reports`, { detail })
    onClose()
  }
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={isOn ? `Enforce ${name}?` : `Let ${name} only report?`}
      confirmLabel={isOn ? 'Enforce' : 'Switch on'}
      busyLabel={isOn ? 'Enforcing …' : 'Switching …'}
      busy={busy}
      onConfirm={() => void turn()}
      impact={open && mayRead && <Impact id={id} isOn={isOn} />}
    >
      <p>
        {isOn
          ? 'Its rules refuse from now on. Tokens that were given by report-only alone are revoked at once; whoever is trusted keeps theirs.'
          : 'Whom its inner rules refuse gets a token, and is counted. What the platform vouches for is enforced in any case: signature, times, issuer, audience, single use, and the account, tenant or subject that ties a caller to its owner.'}
      </p>
    </ConfirmDialog>
  )
}

function Impact({ id, isOn }: { id: string; isOn: boolean }) {
  const { data } = useQuery(ReportedLoginsDocument, { variables: { id }, skip: !isOn })
  const counts = data?.reportOnlyCounts
  return (
    <div className="flex flex-col gap-3">
      {counts && (
        <p className="font-medium">
          {wouldBeRefused(counts)} since <Time at={counts.since} />.
        </p>
      )}
      <ChangePreview input={{ identityId: id, reportOnly: !isOn }} />
    </div>
  )
}
