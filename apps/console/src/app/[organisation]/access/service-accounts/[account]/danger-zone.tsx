'use client'

import { useRouter } from 'next/navigation'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Button } from '../../../../../components/button.tsx'
import { ConfirmDialog } from '../../../../../components/confirm-dialog.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { useDialog } from '../../../../../components/url-state.ts'
import { useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { useAccount } from './account-context.tsx'
import { Impact } from './impact.tsx'
import { DeleteServiceAccountDocument } from './operations.generated.ts'

export function DangerZone() {
  const account = useAccount()
  const { open, show, close } = useDialog('delete')
  const { send, busy } = useChange(DeleteServiceAccountDocument, { refresh: false })
  const toast = useToast()
  const router = useRouter()
  const path = useOrganisationPath()
  const remove = async () => {
    const outcome = await send({ input: { id: account.id } })
    if (!outcome.ok) return
    toast.success(`${account.name} was deleted`)
    router.replace(path('/access/service-accounts'))
  }
  return (
    <Section title="Danger zone">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="max-w-prose text-muted">
          Deleting the account ends its tokens, bindings and access. Its exchanges and audit events stay.
        </p>
        <Button variant="danger" onClick={() => show()}>
          Delete account
        </Button>
      </div>
      <ConfirmDialog
        open={open}
        onClose={close}
        title={`Delete ${account.name}?`}
        impact={<Impact account={account} />}
        typeToConfirm={account.name}
        confirmLabel="Delete account"
        busyLabel="Deleting …"
        busy={busy}
        onConfirm={() => void remove()}
      >
        <p>This cannot be undone.</p>
      </ConfirmDialog>
    </Section>
  )
}
