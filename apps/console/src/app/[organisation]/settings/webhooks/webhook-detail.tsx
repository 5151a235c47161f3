'use client'

import { CircleAlert, Send } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useChange } from '../../../../apollo/use-change.ts'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { Button } from '../../../../components/button.tsx'
import { FilterSelect } from '../../../../components/filters.tsx'
import { PageHeader, Section } from '../../../../components/page-header.tsx'
import { Pager } from '../../../../components/pager.tsx'
import { ErrorState, NoPermission } from '../../../../components/states.tsx'
import { Time } from '../../../../components/time.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { useDialog, useFilters } from '../../../../components/url-state.ts'
import { useCan, useOrganisationPath } from '../../../../frame/viewer.tsx'
import { Deliveries } from './deliveries.tsx'
import { deliveryParsers, detailVariables } from './delivery-state.ts'
import { TestWebhookDocument, UpdateWebhookDocument, WebhookDetailDocument, type WebhookRowFragment } from './operations.generated.ts'
import { WebhookStatus } from './webhook-status.tsx'
import { disabledWords, eventWords, hostOf, resultOf } from './words.ts'

const EditWebhook = dynamic(async () => (await import('./edit-webhook.tsx')).EditWebhook, { ssr: false })
const RotateSecret = dynamic(async () => (await import('./rotate-secret.tsx')).RotateSecret, { ssr: false })
const DeleteWebhook = dynamic(async () => (await import('./delete-webhook.tsx')).DeleteWebhook, { ssr: false })

const stateChoices = [
  { value: '', label: 'Any state' },
  { value: 'PENDING', label: 'Waiting' },
  { value: 'DELIVERED', label: 'Delivered' },
  { value: 'FAILED', label: 'Failed' },
]

export function WebhookDetail({ id }: { id: string }) {
  const { state, set } = useFilters(deliveryParsers)
  const { data, problem, stale, refetch } = usePageQuery(WebhookDetailDocument, detailVariables(id, state))
  const can = useCan()
  const path = useOrganisationPath()
  const webhook = data?.webhook
  const deliveries = webhook?.deliveries
  const mayChange = can('Organisation', 'update')
  return (
    <>
      <PageHeader
        title={webhook ? hostOf(webhook.url) : 'Webhook'}
        crumbs={[{ label: 'Webhooks', href: path('/settings/webhooks') }]}
        description={webhook?.description}
        actions={webhook && mayChange && <Actions webhook={webhook} />}
      />
      {problem?.code === 'forbidden' && <NoPermission what="webhooks" permission="Organisation: read and Logs: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {webhook && <Facts webhook={webhook} />}
      {webhook && deliveries && (
        <Section
          title="Deliveries"
          actions={
            <FilterSelect
              label="State"
              value={state.state ?? ''}
              choices={stateChoices}
              onChange={(value) => set({ state: value || null })}
            />
          }
        >
          <div className="flex flex-col gap-4">
            {deliveries.edges.length === 0 ? (
              <p className="text-muted">
                {state.state === null ? 'Nothing was sent yet. Send a test event to see whether messages arrive.' : 'None in this state.'}
              </p>
            ) : (
              <Deliveries rows={deliveries.edges.map(({ node }) => node)} mayResend={mayChange && webhook.enabled} stale={stale} />
            )}
            {(deliveries.pageInfo.hasNextPage || state.after !== null) && (
              <Pager
                what="deliveries"
                shown={deliveries.edges.length}
                totalCount={deliveries.totalCount}
                hasNext={deliveries.pageInfo.hasNextPage}
                hasPrevious={state.after !== null}
                onNext={() => set({ state: state.state, after: deliveries.pageInfo.endCursor })}
                onPrevious={() => set({ state: state.state, after: null })}
              />
            )}
          </div>
        </Section>
      )}
    </>
  )
}

function Actions({ webhook }: { webhook: WebhookRowFragment }) {
  const { id, enabled } = webhook
  const test = useChange(TestWebhookDocument)
  const update = useChange(UpdateWebhookDocument)
  const toast = useToast()
  const [editing, rotating, deleting] = [useDialog('edit'), useDialog('rotate'), useDialog('delete')]
  const sendTest = async () => {
    const outcome = await test.send({ input: { id } })
    const delivery = outcome.ok ? outcome.payload.delivery : undefined
    if (!delivery) return
    if (delivery.state === 'DELIVERED')
      toast.success('The test event was taken', { detail: `${resultOf(delivery)} in ${delivery.durationMs} ms` })
    else toast.failure('The test event was not taken', resultOf(delivery))
  }
  return (
    <>
      <Button variant="primary" busy={test.busy} busyLabel="Sending …" onClick={() => void sendTest()}>
        <Send size={16} aria-hidden /> Send test event
      </Button>
      <Button onClick={() => editing.show()}>Edit</Button>
      <Button onClick={() => rotating.show()}>Rotate secret</Button>
      <Button busy={update.busy} onClick={() => void update.send({ input: { id, enabled: !enabled } })}>
        {enabled ? 'Switch off' : 'Switch on'}
      </Button>
      <Button variant="danger" onClick={() => deleting.show()}>
        Delete
      </Button>
      {editing.open && <EditWebhook webhook={webhook} onClose={editing.close} />}
      {rotating.open && <RotateSecret id={id} onClose={rotating.close} />}
      {deleting.open && <DeleteWebhook webhook={webhook} onClose={deleting.close} />}
    </>
  )
}

function Facts({ webhook }: { webhook: WebhookRowFragment }) {
  const { url, events, disabledReason, failingSince, lastDeliveredAt, previousSecretUntil } = webhook
  return (
    <Section title="Endpoint">
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[10rem_1fr]">
        <dt className="text-muted">URL</dt>
        <dd className="font-mono text-[13px] break-all">{url}</dd>
        <dt className="text-muted">Status</dt>
        <dd>
          <WebhookStatus {...webhook} />
          {disabledReason !== null && (
            <p className="mt-1 flex items-start gap-2">
              <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" /> {disabledWords[disabledReason]}
            </p>
          )}
        </dd>
        <dt className="text-muted">Events</dt>
        <dd className="font-mono text-[13px]">{events.map((event) => eventWords[event].name).join(', ')}</dd>
        <dt className="text-muted">Last delivered</dt>
        <dd>{lastDeliveredAt === null ? 'Never' : <Time at={lastDeliveredAt} />}</dd>
        {failingSince !== null && (
          <>
            <dt className="text-muted">Failing since</dt>
            <dd>
              <Time at={failingSince} show="full" />
            </dd>
          </>
        )}
        {previousSecretUntil !== null && (
          <>
            <dt className="text-muted">Old secret signs until</dt>
            <dd>
              <Time at={previousSecretUntil} show="full" />
            </dd>
          </>
        )}
      </dl>
    </Section>
  )
}
