import type { Metadata } from 'next'
import { Preload } from '../../../apollo/preload.tsx'
import { LabPage } from './lab-page.tsx'
import { LabDocument } from './operations.generated.ts'

export const metadata: Metadata = { title: 'Lab' }

export default function Page() {
  return (
    <Preload query={LabDocument}>
      <LabPage />
    </Preload>
  )
}
