import type { Metadata } from 'next'
import { requireViewer } from '../../../../../server/for-pages.ts'
import { ComparePage } from './compare-page.tsx'

export const metadata: Metadata = { title: 'Compare environments' }

export default async function Page() {
  await requireViewer()
  return <ComparePage />
}
