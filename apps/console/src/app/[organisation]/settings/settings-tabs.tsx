'use client'

import { LinkTabs } from '../../../components/link-tabs.tsx'
import { useOrganisationPath } from '../../../frame/viewer.tsx'

export function SettingsTabs() {
  const path = useOrganisationPath()
  return (
    <LinkTabs
      label="Settings"
      tabs={[
        { label: 'General', href: path('/settings'), exact: true },
        { label: 'Appearance', href: path('/settings/appearance') },
        { label: 'About', href: path('/settings/about') },
      ]}
    />
  )
}
