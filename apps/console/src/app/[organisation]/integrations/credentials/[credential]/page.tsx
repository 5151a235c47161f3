import type { Metadata } from 'next'
import { Preload } from '../../../../../apollo/preload.tsx'
import { FormSkeleton } from '../form/form-skeleton.tsx'
import { CredentialPage } from './credential-page.tsx'
import { CredentialDocument } from './operations.generated.ts'

export const metadata: Metadata = { title: 'Credential' }

export default async function Page({ params }: { params: Promise<{ credential: string }> }) {
  const { credential: id } = await params
  return (
    <Preload query={CredentialDocument} variables={{ id }} skeleton={<FormSkeleton />}>
      <CredentialPage id={id} />
    </Preload>
  )
}
