import type { Metadata } from 'next'
import { Preload } from '../../../../apollo/preload.tsx'
import { AboutDocument } from '../operations.generated.ts'
import { About } from './about.tsx'

export const metadata: Metadata = { title: 'About' }

export default function AboutPage() {
  return (
    <Preload query={AboutDocument}>
      <About />
    </Preload>
  )
}
