import type { Metadata } from 'next'
import { Preload } from '../../../../apollo/preload.tsx'
import { ExchangeDetailDocument } from '../detail/operations.generated.ts'
import { ExchangePage } from './exchange-page.tsx'

export const metadata: Metadata = { title: 'Exchange' }

export default async function Page({ params }: { params: Promise<{ exchange: string }> }) {
  const { exchange: id } = await params
  return (
    <Preload query={ExchangeDetailDocument} variables={{ id }}>
      <ExchangePage id={id} />
    </Preload>
  )
}
