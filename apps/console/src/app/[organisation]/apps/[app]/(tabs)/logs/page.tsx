import type { Metadata } from 'next'
import { requireViewer } from '../../../../../../server/for-pages.ts'
import { AppLogs } from './app-logs.tsx'

export const metadata: Metadata = { title: 'App logs' }

export default async function AppLogsPage() {
  await requireViewer()
  return <AppLogs />
}
