import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { PageHeader } from '../../../../components/page-header.tsx'
import { appearanceCookies, densityOf, themeOf } from '../../../../frame/appearance.ts'
import { requireViewer } from '../../../../server/for-pages.ts'
import { AppearanceForm } from './appearance-form.tsx'

export const metadata: Metadata = { title: 'Appearance' }

export default async function AppearancePage() {
  await requireViewer()
  const jar = await cookies()
  return (
    <>
      <PageHeader title="Appearance" description="How pages look in this browser. It is remembered here and nowhere else." />
      <AppearanceForm
        theme={themeOf(jar.get(appearanceCookies.theme)?.value)}
        density={densityOf(jar.get(appearanceCookies.density)?.value)}
      />
    </>
  )
}
