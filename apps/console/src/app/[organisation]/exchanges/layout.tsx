import type { ReactNode } from 'react'
import { ExchangeTabs } from './exchange-tabs.tsx'

export default function ExchangesLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <ExchangeTabs />
      {children}
    </>
  )
}
