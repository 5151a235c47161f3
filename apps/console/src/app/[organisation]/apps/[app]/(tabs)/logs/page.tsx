import type { Metadata } from 'next'
import { requireViewer } from '../../../../../../server/for-pages.ts'
import { LogsPage } from './logs-page.tsx'

export const metadata: Metadata = { title: 'App logs' }

export default async function AppLogsPage() {
  await requireViewer()
  return <LogsPage />
}
