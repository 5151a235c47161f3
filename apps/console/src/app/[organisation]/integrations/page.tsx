import { redirect } from 'next/navigation'
import { requireViewer } from '../../../server/for-pages.ts'

/** Integrations opens where a sync begins, for those who may see it. */
export default async function IntegrationsPage({ params }: { params: Promise<{ organisation: string }> }) {
  const { permissions } = await requireViewer()
  const { organisation } = await params
  const mayReadCredentials = permissions.organisation.IntegrationCredentials?.includes('read') ?? false
  redirect(`/${organisation}/integrations/${mayReadCredentials ? 'credentials' : 'syncs'}`)
}
