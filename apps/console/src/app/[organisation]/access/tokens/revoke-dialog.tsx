'use client'

import { useChange } from '../../../../apollo/use-change.ts'
import { ConfirmDialog } from '../../../../components/confirm-dialog.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { RevokeTokensDocument, type TokenRowFragment } from './operations.generated.ts'

interface RevokeDialogProps {
  open: boolean
  tokens: readonly TokenRowFragment[]
  onClose: () => void
}

/** Ends one token, or those that were chosen. */
export function RevokeDialog({ open, tokens, onClose }: RevokeDialogProps) {
  const { send, busy } = useChange(RevokeTokensDocument)
  const toast = useToast()
  const [first] = tokens
  const what = tokens.length === 1 ? `the token ${first?.name ?? ''}` : `${tokens.length} tokens`
  const revoke = async () => {
    const outcome = await send({ input: { ids: tokens.map(({ id }) => id) } })
    if (!outcome.ok) return
    const count = outcome.payload.revoked ?? 0
    toast.success(`${count} ${count === 1 ? 'token was' : 'tokens were'} revoked`)
    onClose()
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
