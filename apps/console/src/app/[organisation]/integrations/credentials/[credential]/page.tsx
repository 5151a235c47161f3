import type { Metadata } from 'next'
import { Preload } from '../../../../../apollo/preload.tsx'
import { FormSkeleton } from '../form/form-skeleton.tsx'
import { CredentialDocument } from '../form/operations.generated.ts'
import { CredentialPage } from './credential-page.tsx'

export const metadata: Metadata = { title: 'Credential' }

export default async function Page({ params }: { params: Promise<{ credential: string }> }) {
  const { credential: id } = await params
  return (
    <Preload query={CredentialDocument} variables={{ id }} skeleton={<FormSkeleton />}>
      <CredentialPage id={id} />
    </Preload>
  )
}
