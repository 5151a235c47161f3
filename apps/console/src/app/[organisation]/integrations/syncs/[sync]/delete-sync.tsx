'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { ConfirmDialog } from '../../../../../components/confirm-dialog.tsx'
import { Field } from '../../../../../components/field.tsx'
import { TextInput } from '../../../../../components/inputs.tsx'
import { RadioCards } from '../../../../../components/radio-cards.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { FailureNote } from '../failure-note.tsx'
import type { SyncFailureFragment } from '../operations.generated.ts'
import { statementFor } from '../policy-statement.ts'
import { DeleteSyncDocument } from './operations.generated.ts'
import { useSync } from './sync-context.tsx'

const fewestDays = 7
const mostDays = 30

/** Ends the sync; asks what shall become of the secret in the cloud. */
export function DeleteSync({ onClose }: { onClose: () => void }) {
  const { id, summary, account, region, app } = useSync()
  const path = useOrganisationPath()
  const router = useRouter()
  const toast = useToast()
  const { send, busy } = useChange(DeleteSyncDocument, { quiet: true, refresh: false })
  const [remote, setRemote] = useState<'stays' | 'goes'>('stays')
  const [days, setDays] = useState(String(mostDays))
  const [problem, setProblem] = useState<string>()
  const [failure, setFailure] = useState<SyncFailureFragment>()
  const recoveryDays = Number(days)
  const daysProblem =
    Number.isInteger(recoveryDays) && recoveryDays >= fewestDays && recoveryDays <= mostDays
      ? undefined
      : `Give ${fewestDays} to ${mostDays} days.`
  const remove = async () => {
    if (remote === 'goes' && daysProblem) return
    setFailure(undefined)
    setProblem(undefined)
    const outcome = await send({
      input: { id, deletesRemote: remote === 'goes', recoveryDays: remote === 'goes' ? recoveryDays : mostDays },
    })
    const refused = outcome.payload?.failure
    if (refused) return setFailure(refused)
    if (!outcome.ok) return setProblem(outcome.message)
    toast.success(`${summary} is no longer synced`, {
      detail: remote === 'goes' ? `The secret in AWS can be restored for ${recoveryDays} days.` : 'The secret in AWS stays as it is.',
    })
    router.push(path(app ? `/apps/${app.id}/syncing` : '/integrations/syncs'))
  }
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Delete the sync to ${summary}?`}
      typeToConfirm={summary}
      confirmLabel="Delete sync"
      busyLabel="Deleting …"
      busy={busy}
      problem={problem}
      onConfirm={() => void remove()}
    >
      <RadioCards
        legend="The secret in AWS"
        value={remote}
        onChange={setRemote}
        cards={[
          { value: 'stays', label: 'Stays', children: 'With the values that it has now. Nothing changes it any more.' },
          { value: 'goes', label: 'Is deleted, too', children: 'AWS keeps it for some days, in which it can be restored there.' },
        ]}
      />
      {remote === 'goes' && (
        <Field label="Days in which it can be restored" problem={daysProblem}>
          {(control) => (
            <TextInput
              {...control}
              type="number"
              min={fewestDays}
              max={mostDays}
              value={days}
              className="sm:max-w-32"
              onChange={(event) => setDays(event.target.value)}
            />
          )}
        </Field>
      )}
      {failure && (
        <FailureNote
          failure={failure}
          fix={failure.missingAction && statementFor(failure.missingAction, { account, region, secretName: summary })}
        />
      )}
    </ConfirmDialog>
  )
}
