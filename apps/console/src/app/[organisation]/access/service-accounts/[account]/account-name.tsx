'use client'

import { Pencil } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Button } from '../../../../../components/button.tsx'
import { IconButton } from '../../../../../components/icon-button.tsx'
import { TextInput } from '../../../../../components/inputs.tsx'
import { useCan } from '../../../../../frame/viewer.tsx'
import { useAccount } from './account-context.tsx'
import { UpdateServiceAccountDocument } from './operations.generated.ts'

/** The name, to be changed in place: the new one stands there at once, and goes back if the server refuses it. */
export function AccountName() {
  const { id, name } = useAccount()
  const can = useCan()
  const [draft, setDraft] = useState<string>()
  const [sent, setSent] = useState<string>()
  const { send } = useChange(UpdateServiceAccountDocument)
  const rename = async (event: FormEvent) => {
    event.preventDefault()
    const wanted = draft?.trim() ?? ''
    if (wanted === '') return
    setDraft(undefined)
    if (wanted === name) return
    setSent(wanted)
    const outcome = await send({ input: { id, name: wanted } })
    setSent(undefined)
    if (!outcome.ok) setDraft(wanted)
  }
  if (draft === undefined)
    return (
      <span className="inline-flex items-center gap-1">
        <span className="break-words">{sent ?? name}</span>
        {can('ServiceAccounts', 'update') && (
          <IconButton label="Rename" icon={<Pencil size={16} aria-hidden />} onClick={() => setDraft(name)} />
        )}
      </span>
    )
  return (
    <form onSubmit={(event) => void rename(event)} className="flex flex-wrap items-center gap-2 text-sm font-normal">
      <TextInput
        autoFocus
        aria-label="Name of the service account"
        className="w-auto!"
        value={draft}
        required
        maxLength={64}
        autoComplete="off"
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setDraft(undefined)}
      />
      <Button type="submit" variant="primary">
        Rename
      </Button>
      <Button onClick={() => setDraft(undefined)}>Cancel</Button>
    </form>
  )
}
