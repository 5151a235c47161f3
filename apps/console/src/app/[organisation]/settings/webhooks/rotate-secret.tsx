'use client'

import { useState } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { Button } from '../../../../components/button.tsx'
import { CheckField } from '../../../../components/check-field.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { FormProblem } from '../../../../components/form-problem.tsx'
import { RotateWebhookSecretDocument } from './operations.generated.ts'
import { SecretOnce } from './secret-once.tsx'

export function RotateSecret({ id, onClose }: { id: string; onClose: () => void }) {
  const { send, busy } = useChange(RotateWebhookSecretDocument, { quiet: true, cached: false })
  const [endsOldNow, setEndsOldNow] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [secret, setSecret] = useState<string>()
  const rotate = async () => {
    const outcome = await send({ input: { id, endsOldNow } })
    if (outcome.ok) setSecret(outcome.payload.secret ?? '')
    else setProblem(outcome.message)
  }
  if (secret !== undefined) {
    const note = endsOldNow
      ? 'The old secret signs nothing any more: change it at your endpoint now.'
      : 'The old secret signs beside this one until tomorrow at this time.'
    return <SecretOnce secret={secret} note={note} onClose={onClose} />
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Rotate the secret?"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} busyLabel="Rotating …" onClick={() => void rotate()}>
            Rotate secret
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p>There will be a new secret. For a day every message carries two signatures, one by each, so that nothing is lost meanwhile.</p>
        <CheckField
          label="End the old secret now"
          help="For one that somebody knows who should not. Your endpoint refuses messages until it has the new secret."
          checked={endsOldNow}
          onChange={setEndsOldNow}
        />
        <FormProblem text={problem} />
      </div>
    </Dialog>
  )
}
