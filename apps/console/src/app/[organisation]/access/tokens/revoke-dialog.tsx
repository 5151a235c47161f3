'use client'

import { useApolloClient } from '@apollo/client/react'
import { useState } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { ConfirmDialog } from '../../../../components/confirm-dialog.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { RevokeTokenDocument, type TokenRowFragment } from './operations.generated.ts'

interface RevokeDialogProps {
  open: boolean
  tokens: readonly TokenRowFragment[]
  onClose: () => void
}

/** Ends one token, or those that were chosen. */
export function RevokeDialog({ open, tokens, onClose }: RevokeDialogProps) {
  const client = useApolloClient()
  const { send } = useChange(RevokeTokenDocument, { refresh: false })
  const [busy, setBusy] = useState(false)
  const toast = useToast()
  const [first] = tokens
  const what = tokens.length === 1 ? `the token ${first?.name ?? ''}` : `${tokens.length} tokens`
  const revoke = async () => {
    setBusy(true)
    let count = 0
    for (const { id } of tokens) {
      if (!(await send({ input: { id } })).ok) break
      count++
    }
    if (count > 0) toast.success(`${count} ${count === 1 ? 'token was' : 'tokens were'} revoked`)
    await client.refetchQueries({ include: 'active' })
    setBusy(false)
    if (count === tokens.length) onClose()
  }
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Revoke ${what}?`}
      confirmLabel="Revoke"
      busyLabel="Revoking …"
      busy={busy}
      onConfirm={() => void revoke()}
    >
      <p>Whoever uses {tokens.length === 1 ? 'it' : 'them'} is refused from the next request on. This cannot be undone.</p>
    </ConfirmDialog>
  )
}
