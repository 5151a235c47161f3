'use client'

import dynamic from 'next/dynamic'
import { Skeleton } from '../../../../../components/skeleton.tsx'
import { useCan } from '../../../../../frame/viewer.tsx'
import { DangerZone } from './danger-zone.tsx'
import { IdentitiesSection } from './external-identities/identities-section.tsx'

const UseIt = dynamic(async () => (await import('./use-it.tsx')).UseIt, {
  ssr: false,
  loading: () => <Skeleton className="h-96 w-full rounded-lg" />,
})

export function AccountOverview() {
  const can = useCan()
  return (
    <>
      <UseIt />
      <IdentitiesSection />
      {can('ServiceAccounts', 'delete') && <DangerZone />}
    </>
  )
}
