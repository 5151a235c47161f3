'use client'

import { FlaskConical } from 'lucide-react'
import { useChange } from '../../../apollo/use-change.ts'
import { Button } from '../../../components/button.tsx'
import { EmptyState } from '../../../components/states.tsx'
import { useToast } from '../../../components/toast.tsx'
import { useCan } from '../../../frame/viewer.tsx'
import { StartLabDocument } from './operations.generated.ts'

/** Nothing is loaded yet: what there would be, and the one button that loads it. */
export function LoadDemo() {
  const { send, busy } = useChange(StartLabDocument)
  const toast = useToast()
  const can = useCan()
  const mayLoad =
    can('ServiceAccounts', 'create') && can('ExternalIdentities', 'create') && can('ExternalIdentities', 'bind') && can('Apps', 'create')
  const load = async () => {
    const outcome = await send({})
    if (outcome.ok) toast.success('The demo workspace is loaded')
  }
  return (
    <EmptyState icon={<FlaskConical size={28} />} title="Nobody is here yet">
      <p>A demo workspace holds all that a login needs. You can look at each part and change it; one button removes everything again.</p>
      <ul className="list-disc pl-5 text-left">
        <li>
          a service account, <b className="font-medium text-text">who the workload becomes</b>
        </li>
        <li>
          three external identities bound to it, <b className="font-medium text-text">whom it trusts</b> in AWS, Azure and GitHub Actions
        </li>
        <li>
          an app with made-up secrets, <b className="font-medium text-text">what the workload gets</b>
        </li>
        <li>workloads that log in, some with good reason and some without</li>
      </ul>
      {mayLoad ? (
        <Button variant="primary" busy={busy} busyLabel="Loading …" onClick={() => void load()}>
          Load a demo workspace
        </Button>
      ) : (
        <p>
          Loading it takes the permissions to create service accounts, external identities and apps, and to bind. An Owner or Admin of your
          organisation can load it for you.
        </p>
      )}
    </EmptyState>
  )
}
