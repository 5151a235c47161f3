'use client'

import { Plus, Webhook } from 'lucide-react'
import dynamic from 'next/dynamic'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { Button } from '../../../../components/button.tsx'
import { type Column, DataTable } from '../../../../components/data-table.tsx'
import { Link } from '../../../../components/link.tsx'
import { PageHeader, Section } from '../../../../components/page-header.tsx'
import { EmptyState, ErrorState, NoPermission } from '../../../../components/states.tsx'
import { Time } from '../../../../components/time.tsx'
import { useDialog } from '../../../../components/url-state.ts'
import { useCan, useOrganisationPath } from '../../../../frame/viewer.tsx'
import { type WebhookRowFragment, WebhooksDocument } from './operations.generated.ts'
import { WebhookStatus } from './webhook-status.tsx'
import { eventWords, hostOf } from './words.ts'

const AddWebhook = dynamic(async () => (await import('./add-webhook.tsx')).AddWebhook, { ssr: false })

/** Where the organisation is told of what happens. */
export function WebhookList() {
  const { data, problem, refetch } = usePageQuery(WebhooksDocument, {})
  const can = useCan()
  const path = useOrganisationPath()
  const adding = useDialog('add')
  const rows = data?.webhooks?.edges.map(({ node }) => node)
  const mayChange = can('Organisation', 'update')
  const add = mayChange && (
    <Button variant="primary" onClick={() => adding.show()}>
      <Plus size={16} aria-hidden /> Add webhook
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Webhooks"
        description="Addresses of yours that are told when a sync fails, works again, or finds an edit of somebody else. Every message is signed."
        actions={rows && rows.length > 0 && add}
      />
      {problem?.code === 'forbidden' && <NoPermission what="webhooks" permission="Organisation: read and Logs: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {rows?.length === 0 && (
        <EmptyState icon={<Webhook size={28} />} title="No webhooks">
          <p>
            With one, a chat, a pager or a script of yours hears of a failing sync at once, and nobody has to look here. Messages carry
            names, a code and a link, and never a secret.
          </p>
          <p>
            <Link href={path('/developers/docs/webhooks')} className="underline">
              How to receive and verify them
            </Link>
          </p>
          {add}
        </EmptyState>
      )}
      {rows && rows.length > 0 && (
        <Section title="Endpoints">
          <DataTable caption="Webhooks" columns={columns(path)} rows={rows} />
        </Section>
      )}
      {adding.open && mayChange && <AddWebhook onClose={adding.close} />}
    </>
  )
}

const columns = (path: (path: string) => string): Column<WebhookRowFragment>[] => [
  {
    id: 'endpoint',
    header: 'Endpoint',
    cell: ({ id, url, description }) => (
      <>
        <Link href={path(`/settings/webhooks/${id}`)} className="font-medium break-all underline-offset-2 hover:underline">
          {hostOf(url)}
        </Link>
        {description !== '' && <p className="break-words text-muted">{description}</p>}
      </>
    ),
  },
  {
    id: 'events',
    header: 'Events',
    cell: ({ events }) => <span className="font-mono text-xs">{events.map((event) => eventWords[event].name).join(', ')}</span>,
  },
  { id: 'status', header: 'Status', cell: (webhook) => <WebhookStatus {...webhook} /> },
  {
    id: 'delivered',
    header: 'Last delivered',
    cell: ({ lastDeliveredAt }) => (lastDeliveredAt === null ? <span className="text-muted">Never</span> : <Time at={lastDeliveredAt} />),
  },
]
