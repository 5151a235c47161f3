'use client'

import { FlaskConical } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { EmptyState } from '../../../components/states.tsx'
import { useLoadDemo } from './load.ts'

/** Nothing is loaded yet: what there would be, and the one button that loads it. */
export function LoadDemo() {
  const { load, busy, mayLoad } = useLoadDemo('The demo workspace is loaded')
  return (
    <EmptyState icon={<FlaskConical size={28} />} title="Nobody is here yet">
      <p>A demo workspace holds all that a login needs. You can look at each part and change it; one button removes everything again.</p>
      <ul className="list-disc pl-5 text-left">
        <li>
          a service account, <b className="font-medium text-text">who the workload becomes</b>
        </li>
        <li>
          external identities bound to it, <b className="font-medium text-text">whom it trusts</b> in AWS, Azure, GitHub Actions, GitLab,
          Kubernetes and SPIFFE
        </li>
        <li>
          an app with made-up secrets, <b className="font-medium text-text">what the workload gets</b>
        </li>
        <li>
          credentials for a simulated account of AWS, <b className="font-medium text-text">where the app can be synced to</b>
        </li>
        <li>workloads that log in, some with good reason and some without</li>
      </ul>
      {mayLoad ? (
        <Button variant="primary" busy={busy} busyLabel="Loading …" onClick={() => void load()}>
          Load a demo workspace
        </Button>
      ) : (
        <p>
          Loading it takes the permissions to create service accounts, external identities, apps and credentials, and to bind. An Owner or
          Admin of your organisation can load it for you.
        </p>
      )}
    </EmptyState>
  )
}
