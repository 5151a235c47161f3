import type { ReactNode } from 'react'
import { IntegrationTabs } from './integration-tabs.tsx'

export default function IntegrationsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <IntegrationTabs />
      {children}
    </>
  )
}
