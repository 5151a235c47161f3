'use client'

import { LinkTabs } from '../../../components/link-tabs.tsx'
import { useOrganisationPath } from '../../../frame/viewer.tsx'

const tabs = [
  { label: 'Syncs', path: '/integrations/syncs' },
  { label: 'Third-party credentials', path: '/integrations/credentials' },
]

export function IntegrationTabs() {
  const path = useOrganisationPath()
  return <LinkTabs label="Integrations" tabs={tabs.map((tab) => ({ label: tab.label, href: path(tab.path) }))} />
}
