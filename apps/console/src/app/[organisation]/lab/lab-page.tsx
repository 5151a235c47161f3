'use client'

import { FlaskConical } from 'lucide-react'
import { usePageQuery } from '../../../apollo/use-page-query.ts'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { ErrorState, NoPermission } from '../../../components/states.tsx'
import { useDialog } from '../../../components/url-state.ts'
import { useCan } from '../../../frame/viewer.tsx'
import { CompleteDemo } from './complete-demo.tsx'
import { LabOff } from './lab-off.tsx'
import { LoadDemo } from './load-demo.tsx'
import { LabDocument, type LabWholeFragment } from './operations.generated.ts'
import { RemoveDemo } from './remove-demo.tsx'
import { Stage } from './stage.tsx'
import { SyncDemo } from './sync-demo.tsx'

/** The simulator: who logs in, what the server makes of it, and how to do the same outside. */
export function LabPage() {
  const { data, problem, refetch } = usePageQuery(LabDocument, {})
  const removal = useDialog('remove-demo')
  const can = useCan()
  const lab = data?.lab
  const mayRemove =
    can('ServiceAccounts', 'delete') &&
    can('ExternalIdentities', 'delete') &&
    can('Apps', 'delete') &&
    can('IntegrationCredentials', 'delete')
  return (
    <>
      <PageHeader
        title={
          <span className="inline-flex flex-wrap items-center gap-3">
            Lab{' '}
            <Badge tone="info" icon={<FlaskConical size={12} aria-hidden />}>
              simulated
            </Badge>
          </span>
        }
        description="Watch workloads log in, be refused and be let in, without an account at any cloud."
        actions={
          lab && mayRemove && hasParts(lab) ? (
            <Button variant="danger" onClick={() => removal.show()}>
              Remove demo data
            </Button>
          ) : undefined
        }
      />
      {problem?.code === 'forbidden' && <NoPermission what="the Lab" permission="ServiceAccounts: read and ExternalIdentities: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {lab === null && !problem && <LabOff />}
      {lab && (
        <>
          <p className="flex items-start gap-2 rounded-lg bg-info-soft px-4 py-3 text-info">
            <FlaskConical size={18} aria-hidden className="mt-0.5 shrink-0" />
            Simulated: nothing leaves this machine. What belongs to the Lab never reaches anything that is real, and its tokens live for 15
            minutes.
          </p>
          {lab.serviceAccount && lab.missing.length > 0 && <CompleteDemo missing={lab.missing} />}
          {lab.credential && <SyncDemo />}
          {lab.serviceAccount ? <Stage lab={lab} accountId={lab.serviceAccount.id} /> : <LoadDemo />}
          <RemoveDemo open={removal.open && hasParts(lab)} onClose={removal.close} lab={lab} />
        </>
      )}
    </>
  )
}

const hasParts = ({ serviceAccount, app, identities, credential }: LabWholeFragment): boolean =>
  serviceAccount !== null || app !== null || identities.length > 0 || credential !== null
