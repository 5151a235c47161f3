import type { Metadata } from 'next'
import { Preload } from '../../../../apollo/preload.tsx'
import { LabSecretsDocument } from './operations.generated.ts'
import { SecretsManager } from './secrets-manager.tsx'

export const metadata: Metadata = { title: 'Simulated Secrets Manager' }

export default function Page() {
  return (
    <Preload query={LabSecretsDocument}>
      <SecretsManager />
    </Preload>
  )
}
