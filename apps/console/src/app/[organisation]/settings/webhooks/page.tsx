import type { Metadata } from 'next'
import { Preload } from '../../../../apollo/preload.tsx'
import { WebhooksDocument } from './operations.generated.ts'
import { WebhookList } from './webhook-list.tsx'

export const metadata: Metadata = { title: 'Webhooks' }

export default function WebhooksPage() {
  return (
    <Preload query={WebhooksDocument}>
      <WebhookList />
    </Preload>
  )
}
