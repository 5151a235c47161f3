'use client'

import dynamic from 'next/dynamic'
import { TableSkeleton } from '../../../../../../components/skeleton.tsx'
import { useCan } from '../../../../../../frame/viewer.tsx'
import { DeleteApp } from './delete-app.tsx'
import { GeneralForm } from './general-form.tsx'

// Brings what handing over keys takes, and is fetched behind the page.
const EncryptionCard = dynamic(() => import('./encryption-card.tsx').then((file) => file.EncryptionCard), {
  ssr: false,
  loading: () => <TableSkeleton />,
})

export function AppSettings() {
  const mayDelete = useCan()('Apps', 'delete')
  return (
    <>
      <GeneralForm />
      <EncryptionCard />
      {mayDelete && <DeleteApp />}
    </>
  )
}
