'use client'

import { useId, useState } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { Button } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { CreateWebhookDocument } from './operations.generated.ts'
import { SecretOnce } from './secret-once.tsx'
import { type WebhookDraft, WebhookForm } from './webhook-form.tsx'
import { events } from './words.ts'

/** Adds an endpoint and shows its secret once. */
export function AddWebhook({ onClose }: { onClose: () => void }) {
  const form = useId()
  const { send, busy } = useChange(CreateWebhookDocument, { quiet: true, cached: false })
  const [secret, setSecret] = useState<string>()
  const create = async (input: WebhookDraft) => {
    const outcome = await send({ input })
    if (outcome.ok) setSecret(outcome.payload.secret ?? '')
    return outcome
  }
  if (secret !== undefined) return <SecretOnce secret={secret} onClose={onClose} />
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a webhook"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={busy} busyLabel="Adding …">
            Add webhook
          </Button>
        </>
      }
    >
      <WebhookForm id={form} start={{ url: '', description: '', events }} onSend={create} />
    </Dialog>
  )
}
