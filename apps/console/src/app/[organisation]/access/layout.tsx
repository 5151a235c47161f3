import type { ReactNode } from 'react'
import { AccessTabs } from './access-tabs.tsx'

export default function AccessLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <AccessTabs />
      {children}
    </>
  )
}
