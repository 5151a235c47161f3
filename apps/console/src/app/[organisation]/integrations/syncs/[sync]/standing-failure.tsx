'use client'

import dynamic from 'next/dynamic'
import { Button, ButtonLink } from '../../../../../components/button.tsx'
import { useDialog } from '../../../../../components/url-state.ts'
import { useCanInApps, useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { FailureNote } from '../failure-note.tsx'
import { statementFor } from '../policy-statement.ts'
import { useSync } from './sync-context.tsx'

const DecideDrift = dynamic(() => import('./change/decide-drift.tsx').then((file) => file.DecideDrift), { ssr: false })
const ApproveReferences = dynamic(() => import('./change/approve-references.tsx').then((file) => file.ApproveReferences), { ssr: false })

/** Stops that end when somebody says which side is right. */
const undecided = ['drifted', 'not_empty', 'not_a_document']

/** Why the last run failed, and the way out of it. */
export function StandingFailure() {
  const { failure, state, awsSecretsManager: aws, account, region, credential } = useSync()
  const path = useOrganisationPath()
  const mayUpdate = useCanInApps()('Integrations', 'update')
  const decision = useDialog('decide')
  const approval = useDialog('approve')
  if (!failure || state === 'PAUSED') return null
  const place = { account, region, secretName: aws?.secretName, kmsKeyArn: aws?.kmsKeyArn }
  const fix = failure.missingAction ? statementFor(failure.missingAction, place) : null
  return (
    <>
      <FailureNote failure={failure} fix={fix}>
        {mayUpdate && undecided.includes(failure.code) && (
          <Button variant="primary" onClick={() => decision.show()}>
            Compare and decide
          </Button>
        )}
        {mayUpdate && failure.code === 'reference_not_approved' && (
          <Button variant="primary" onClick={() => approval.show()}>
            Look at the references
          </Button>
        )}
        {failure.code === 'server_encryption_required' && <SettingsLink />}
        {credential && ofCredential.includes(failure.code) && (
          <ButtonLink href={path(`/integrations/credentials/${credential.id}`)}>Open the credentials</ButtonLink>
        )}
      </FailureNote>
      {decision.open && mayUpdate && <DecideDrift onClose={decision.close} />}
      {approval.open && mayUpdate && <ApproveReferences onClose={approval.close} />}
    </>
  )
}

const ofCredential = ['credential_unknown', 'credential_refused', 'role_not_assumable', 'region_disabled']

function SettingsLink() {
  const { app } = useSync()
  const path = useOrganisationPath()
  return app && <ButtonLink href={path(`/apps/${app.id}/settings`)}>Open the settings of the app</ButtonLink>
}
