import type { ReactNode } from 'react'
import { AppHeader } from '../app-header.tsx'

export default function AppTabsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <AppHeader />
      {children}
    </>
  )
}
