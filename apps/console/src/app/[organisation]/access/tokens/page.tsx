import type { Metadata } from 'next'
import { PageHeader } from '../../../../components/page-header.tsx'
import { requireViewer } from '../../../../server/for-pages.ts'

export const metadata: Metadata = { title: 'Tokens' }

export default async function Page() {
  await requireViewer()
  return <PageHeader title="Tokens" />
}
