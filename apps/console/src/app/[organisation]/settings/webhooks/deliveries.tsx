'use client'

import { CircleAlert, CircleCheck, Clock, RotateCw } from 'lucide-react'
import { useChange } from '../../../../apollo/use-change.ts'
import { Badge, type Tone } from '../../../../components/badge.tsx'
import { Button } from '../../../../components/button.tsx'
import { CodeBlock } from '../../../../components/copy.tsx'
import { type Column, DataTable } from '../../../../components/data-table.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { Time } from '../../../../components/time.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { useDialog } from '../../../../components/url-state.ts'
import { RedeliverWebhookDocument, type WebhookDeliveryRowFragment } from './operations.generated.ts'
import { resultOf } from './words.ts'

const looks: Record<WebhookDeliveryRowFragment['state'], { tone: Tone; Icon: typeof Clock; word: string }> = {
  PENDING: { tone: 'neutral', Icon: Clock, word: 'Waiting' },
  DELIVERED: { tone: 'success', Icon: CircleCheck, word: 'Delivered' },
  FAILED: { tone: 'danger', Icon: CircleAlert, word: 'Failed' },
}

const sentence = (delivery: WebhookDeliveryRowFragment): string =>
  delivery.attempts > 1 ? `${resultOf(delivery)} (attempt ${delivery.attempts})` : resultOf(delivery)

/** What was sent, newest first, with the message itself and the way to send it again. */
export function Deliveries({ rows, mayResend, stale }: { rows: WebhookDeliveryRowFragment[]; mayResend: boolean; stale: boolean }) {
  const { send, busy } = useChange(RedeliverWebhookDocument)
  const toast = useToast()
  const message = useDialog('message')
  const shown = rows.find(({ id }) => id === message.id)
  const resend = async (deliveryId: string) => {
    const outcome = await send({ input: { deliveryId } })
    if (outcome.ok) toast.success('It is sent again')
  }
  const columns: Column<WebhookDeliveryRowFragment>[] = [
    {
      id: 'event',
      header: 'Event',
      cell: ({ id, event }) => (
        <button type="button" className="min-h-6 rounded font-mono underline underline-offset-2" onClick={() => message.show(id)}>
          {event}
        </button>
      ),
    },
    { id: 'state', header: 'State', cell: ({ state }) => <StateBadge state={state} /> },
    {
      id: 'result',
      header: 'Last attempt',
      cell: (delivery) => (
        <>
          <p>{sentence(delivery)}</p>
          {delivery.state === 'PENDING' && delivery.failure !== null && delivery.nextAttemptAt !== null && (
            <p className="text-muted">
              Next <Time at={delivery.nextAttemptAt} />
            </p>
          )}
        </>
      ),
    },
    {
      id: 'duration',
      header: 'Duration',
      align: 'right',
      cell: ({ durationMs }) => (durationMs === null ? <span className="text-muted">–</span> : `${durationMs} ms`),
    },
    { id: 'at', header: 'Happened', cell: ({ createdAt }) => <Time at={createdAt} /> },
    {
      id: 'actions',
      header: 'Actions',
      hideHeader: true,
      hidden: !mayResend,
      align: 'right',
      cell: ({ id, state, event }) =>
        state !== 'PENDING' && (
          <Button aria-label={`Send ${event} again`} busy={busy} onClick={() => void resend(id)}>
            <RotateCw size={14} aria-hidden /> Send again
          </Button>
        ),
    },
  ]
  return (
    <>
      <DataTable caption="Deliveries" columns={columns} rows={rows} stale={stale} />
      <Dialog
        open={shown !== undefined}
        onClose={message.close}
        kind="wide"
        title={shown?.event ?? ''}
        description="The message, as it is signed and sent."
      >
        {shown && (
          <div className="flex flex-col gap-3">
            <p>{sentence(shown)}</p>
            <CodeBlock code={JSON.stringify(JSON.parse(shown.body), null, 2)} label="Message" />
          </div>
        )}
      </Dialog>
    </>
  )
}

function StateBadge({ state }: Pick<WebhookDeliveryRowFragment, 'state'>) {
  const { tone, Icon, word } = looks[state]
  return (
    <Badge tone={tone} icon={<Icon size={14} aria-hidden />}>
      {word}
    </Badge>
  )
}
