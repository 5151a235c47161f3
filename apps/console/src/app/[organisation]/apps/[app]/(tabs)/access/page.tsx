import type { Metadata } from 'next'
import { requireViewer } from '../../../../../../server/for-pages.ts'
import { AppAccess } from './app-access.tsx'

export const metadata: Metadata = { title: 'Access to the app' }

export default async function AppAccessPage() {
  await requireViewer()
  return <AppAccess />
}
