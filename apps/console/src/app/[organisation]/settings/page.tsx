import type { Metadata } from 'next'
import { Preload } from '../../../apollo/preload.tsx'
import { GeneralSettings } from './general-settings.tsx'
import { SettingsDocument } from './operations.generated.ts'

export const metadata: Metadata = { title: 'Settings' }

export default function SettingsPage() {
  return (
    <Preload query={SettingsDocument}>
      <GeneralSettings />
    </Preload>
  )
}
