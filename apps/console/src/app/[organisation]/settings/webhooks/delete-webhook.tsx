'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { ConfirmDialog } from '../../../../components/confirm-dialog.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { DeleteWebhookDocument, type WebhookRowFragment } from './operations.generated.ts'
import { hostOf } from './words.ts'

export function DeleteWebhook({ webhook: { id, url }, onClose }: { webhook: WebhookRowFragment; onClose: () => void }) {
  const { send, busy } = useChange(DeleteWebhookDocument, { quiet: true, refresh: false })
  const router = useRouter()
  const path = useOrganisationPath()
  const [problem, setProblem] = useState<string>()
  const remove = async () => {
    const outcome = await send({ input: { id } })
    if (outcome.ok) router.replace(path('/settings/webhooks'))
    else setProblem(outcome.message)
  }
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Delete the webhook at ${hostOf(url)}?`}
      confirmLabel="Delete webhook"
      busyLabel="Deleting …"
      busy={busy}
      problem={problem}
      onConfirm={() => void remove()}
    >
      <p>Its log goes with it, and what waits for it is not sent. This cannot be undone.</p>
    </ConfirmDialog>
  )
}
