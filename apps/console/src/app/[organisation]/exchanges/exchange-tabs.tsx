'use client'

import { LinkTabs } from '../../../components/link-tabs.tsx'
import { useOrganisationPath } from '../../../frame/viewer.tsx'

const tabs = [
  { label: 'All exchanges', path: '/exchanges', exact: true },
  { label: 'Refused', path: '/exchanges/refused' },
  { label: 'Try it out', path: '/exchanges/try-out' },
]

export function ExchangeTabs() {
  const path = useOrganisationPath()
  return <LinkTabs label="Exchanges" tabs={tabs.map((tab) => ({ ...tab, href: path(tab.path) }))} />
}
