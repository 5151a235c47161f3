import type { Metadata } from 'next'
import { PageHeader } from '../../components/page-header.tsx'
import { requireViewer } from '../../server/for-pages.ts'

export const metadata: Metadata = { title: 'Home' }

export default async function HomePage() {
  const { organisation } = await requireViewer()
  return <PageHeader title={organisation.name} />
}
