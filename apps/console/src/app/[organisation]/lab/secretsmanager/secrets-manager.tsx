'use client'

import { FlaskConical } from 'lucide-react'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { Badge } from '../../../../components/badge.tsx'
import { PageHeader } from '../../../../components/page-header.tsx'
import { ErrorState, NoPermission } from '../../../../components/states.tsx'
import { useDialog } from '../../../../components/url-state.ts'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { LabOff } from '../lab-off.tsx'
import { EditSecret } from './edit-secret.tsx'
import { NothingYet } from './nothing-yet.tsx'
import { LabSecretsDocument } from './operations.generated.ts'
import { SecretCard } from './secret-card.tsx'

/** What demo apps have been synced to, and the way to disturb it. */
export function SecretsManager() {
  const { data, problem, refetch } = usePageQuery(LabSecretsDocument, {})
  const path = useOrganisationPath()
  const edit = useDialog('edit-secret')
  const secrets = data?.labSecrets
  const edited = secrets?.find((secret) => edit.open && nameOf(secret) === edit.id)
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Lab', href: path('/lab') }]}
        title={
          <span className="inline-flex flex-wrap items-center gap-3">
            AWS Secrets Manager{' '}
            <Badge tone="info" icon={<FlaskConical size={12} aria-hidden />}>
              simulated
            </Badge>
          </span>
        }
        description="What syncs of the demo app have written, as somebody would see it who looks into the account at AWS."
      />
      {problem?.code === 'forbidden' && <NoPermission what="the simulated account" permission="IntegrationCredentials: read" />}
      {problem?.code === 'lab_off' && <LabOff />}
      {problem && problem.code !== 'forbidden' && problem.code !== 'lab_off' && <ErrorState problem={problem} onRetry={refetch} />}
      {secrets?.length === 0 && <NothingYet />}
      {secrets && secrets.length > 0 && (
        <ul className="flex flex-col gap-4">
          {secrets.map((secret) => (
            <li key={nameOf(secret)}>
              <SecretCard secret={secret} onEdit={() => edit.show(nameOf(secret))} />
            </li>
          ))}
        </ul>
      )}
      {edited && <EditSecret key={edit.id} secret={edited} onClose={edit.close} />}
    </>
  )
}

const nameOf = ({ region, name }: { region: string; name: string }): string => `${region}/${name}`
