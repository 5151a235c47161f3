import type { Metadata } from 'next'
import { Preload } from '../../../../../apollo/preload.tsx'
import { FormSkeleton } from '../form/form-skeleton.tsx'
import { NewCredentialDocument } from '../form/operations.generated.ts'
import { NewCredential } from './new-credential.tsx'

export const metadata: Metadata = { title: 'New AWS credentials' }

export default function NewCredentialPage() {
  return (
    <Preload query={NewCredentialDocument} skeleton={<FormSkeleton />}>
      <NewCredential />
    </Preload>
  )
}
