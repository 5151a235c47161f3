import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../../apollo/preload.tsx'
import { deliveryParsers, detailVariables } from '../delivery-state.ts'
import { WebhookDetailDocument } from '../operations.generated.ts'
import { WebhookDetail } from '../webhook-detail.tsx'

export const metadata: Metadata = { title: 'Webhook' }

const load = createLoader(deliveryParsers)

interface Props {
  params: Promise<{ webhook: string }>
  searchParams: Promise<SearchParams>
}

export default async function WebhookPage({ params, searchParams }: Props) {
  const { webhook: id } = await params
  return (
    <Preload query={WebhookDetailDocument} variables={detailVariables(id, await load(searchParams))}>
      <WebhookDetail id={id} />
    </Preload>
  )
}
