import type { Metadata } from 'next'
import { requireViewer } from '../../../../../../server/for-pages.ts'
import { AppSettings } from './app-settings.tsx'

export const metadata: Metadata = { title: 'App settings' }

export default async function AppSettingsPage() {
  await requireViewer()
  return <AppSettings />
}
