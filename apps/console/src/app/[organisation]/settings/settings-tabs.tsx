'use client'

import { LinkTabs } from '../../../components/link-tabs.tsx'
import { useCan, useOrganisationPath } from '../../../frame/viewer.tsx'

export function SettingsTabs() {
  const path = useOrganisationPath()
  const can = useCan()
  return (
    <LinkTabs
      label="Settings"
      tabs={[
        { label: 'General', href: path('/settings'), exact: true },
        ...(can('ExternalIdentities', 'read') ? [{ label: 'Trust policy', href: path('/settings/trust') }] : []),
        ...(can('Organisation', 'read') && can('Logs', 'read') ? [{ label: 'Webhooks', href: path('/settings/webhooks') }] : []),
        { label: 'Appearance', href: path('/settings/appearance') },
        { label: 'About', href: path('/settings/about') },
      ]}
    />
  )
}
