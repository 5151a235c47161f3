import type { Metadata } from 'next'
import { requireViewer } from '../../../../../server/for-pages.ts'
import { ManageSync } from './manage-sync.tsx'

export const metadata: Metadata = { title: 'Manage a sync' }

export default async function ManageSyncPage() {
  await requireViewer()
  return <ManageSync />
}
