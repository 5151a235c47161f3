'use client'

import { LinkTabs } from '../../../components/link-tabs.tsx'
import { useOrganisationPath } from '../../../frame/viewer.tsx'

const tabs = [
  { label: 'Members', path: '/access/members' },
  { label: 'Service Accounts', path: '/access/service-accounts' },
  { label: 'Roles', path: '/access/roles' },
  { label: 'External Identities', path: '/access/external-identities' },
  { label: 'Tokens', path: '/access/tokens' },
  { label: 'Authentication', path: '/access/authentication' },
]

export function AccessTabs() {
  const path = useOrganisationPath()
  return <LinkTabs label="Access Control" tabs={tabs.map((tab) => ({ label: tab.label, href: path(tab.path) }))} />
}
