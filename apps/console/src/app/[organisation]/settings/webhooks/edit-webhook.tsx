'use client'

import { useId } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { Button } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { UpdateWebhookDocument, type WebhookRowFragment } from './operations.generated.ts'
import { type WebhookDraft, WebhookForm } from './webhook-form.tsx'

export function EditWebhook({ webhook, onClose }: { webhook: WebhookRowFragment; onClose: () => void }) {
  const form = useId()
  const { send, busy } = useChange(UpdateWebhookDocument, { quiet: true })
  const { id, url, description, events, version } = webhook
  const save = async (draft: WebhookDraft) => {
    const outcome = await send({ input: { id, ...draft, expectedVersion: version } })
    if (outcome.ok) onClose()
    return outcome
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Edit the webhook"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={busy} busyLabel="Saving …">
            Save
          </Button>
        </>
      }
    >
      <WebhookForm id={form} start={{ url, description, events: [...events] }} onSend={save} />
    </Dialog>
  )
}
