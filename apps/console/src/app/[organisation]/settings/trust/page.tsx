import type { Metadata } from 'next'
import { Preload } from '../../../../apollo/preload.tsx'
import { TrustPolicySettingsDocument } from './operations.generated.ts'
import { TrustSettings } from './trust-settings.tsx'

export const metadata: Metadata = { title: 'Trust policy' }

export default function TrustPolicyPage() {
  return (
    <Preload query={TrustPolicySettingsDocument}>
      <TrustSettings />
    </Preload>
  )
}
