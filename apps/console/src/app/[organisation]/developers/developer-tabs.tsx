'use client'

import { LinkTabs } from '../../../components/link-tabs.tsx'
import { useOrganisationPath } from '../../../frame/viewer.tsx'

export function DeveloperTabs() {
  const path = useOrganisationPath()
  return (
    <LinkTabs
      label="Developers"
      tabs={[
        { label: 'CLI', href: path('/developers'), exact: true },
        { label: 'API', href: path('/developers/api') },
        { label: 'GraphQL', href: path('/developers/graphql') },
        { label: 'Documentation', href: path('/developers/docs') },
      ]}
    />
  )
}
