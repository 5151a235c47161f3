import type { ReactNode } from 'react'
import { PageHeader } from '../../../components/page-header.tsx'
import { DeveloperTabs } from './developer-tabs.tsx'

export default function DevelopersLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <PageHeader title="Developers" description="Whatever this console can do, programs can do too." />
      <DeveloperTabs />
      {children}
    </>
  )
}
