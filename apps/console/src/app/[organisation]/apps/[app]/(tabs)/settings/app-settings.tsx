'use client'

import { useCan } from '../../../../../../frame/viewer.tsx'
import { DeleteApp } from './delete-app.tsx'
import { EncryptionCard } from './encryption-card.tsx'
import { GeneralForm } from './general-form.tsx'

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
