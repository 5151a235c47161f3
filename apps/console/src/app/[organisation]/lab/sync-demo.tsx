import { ButtonLink } from '../../../components/button.tsx'
import { useCan, useOrganisationPath } from '../../../frame/viewer.tsx'

/** The other half of the Lab: an account of AWS to sync the demo app to. */
export function SyncDemo() {
  const path = useOrganisationPath()
  const can = useCan()
  if (!can('IntegrationCredentials', 'read')) return null
  return (
    <section
      aria-label="Simulated Secrets Manager"
      className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line px-4 py-3"
    >
      <p className="min-w-0 flex-1 basis-64">
        The demo app can be synced to a simulated AWS Secrets Manager: see what arrives there, edit it behind the product’s back, and watch
        what the sync makes of it.
      </p>
      <ButtonLink href={path('/lab/secretsmanager')}>Open the Secrets Manager</ButtonLink>
    </section>
  )
}
