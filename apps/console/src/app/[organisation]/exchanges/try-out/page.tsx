import type { Metadata } from 'next'
import { PageHeader } from '../../../../components/page-header.tsx'
import { requireViewer } from '../../../../server/for-pages.ts'
import { TryOut } from './try-out.tsx'

export const metadata: Metadata = { title: 'Try it out' }

export default async function TryOutPage() {
  await requireViewer()
  return (
    <>
      <PageHeader
        title="Try it out"
        description="Which identities would accept a proof, and why the others would not. Nothing is minted."
      />
      <TryOut />
    </>
  )
}
