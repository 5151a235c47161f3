'use client'

import { useQuery } from '@apollo/client/react'
import { FlaskConical } from 'lucide-react'
import { ButtonLink } from '../../../../components/button.tsx'
import { EmptyState } from '../../../../components/states.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { LabDemoAppDocument } from './operations.generated.ts'

/** How something gets here: it takes one sync of the demo app. */
export function NothingYet() {
  const { data } = useQuery(LabDemoAppDocument)
  const path = useOrganisationPath()
  const app = data?.lab?.app
  return (
    <EmptyState icon={<FlaskConical size={28} />} title="Nothing has arrived yet">
      <p>
        Syncs of the demo app write here, with the credentials <b className="font-medium text-text">Lab AWS</b> of the demo workspace. Make
        one in the app’s Syncing tab, then come back and see what arrived.
      </p>
      {app ? (
        <ButtonLink variant="primary" href={path(`/apps/${app.id}/syncing`)}>
          Sync the app {app.name}
        </ButtonLink>
      ) : (
        <ButtonLink href={path('/lab')}>Go to the Lab</ButtonLink>
      )}
    </EmptyState>
  )
}
