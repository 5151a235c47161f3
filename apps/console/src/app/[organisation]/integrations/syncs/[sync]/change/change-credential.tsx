'use client'

import { useState } from 'react'
import { CredentialList } from '../../form/credential-list.tsx'
import { useSync } from '../sync-context.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { usePlannedChange } from './use-planned-change.ts'

/** Other credentials for the same sync. */
export function ChangeCredential({ onClose }: { onClose: () => void }) {
  const { credential } = useSync()
  const planned = usePlannedChange()
  const [chosen, setChosen] = useState(credential?.id ?? null)
  return (
    <ChangeDialog
      title="Update authentication"
      onClose={onClose}
      change={{ credentialId: chosen }}
      planned={planned}
      check={() => chosen !== null}
    >
      <p className="text-muted">
        The next run signs in with what you choose. Credentials of another account or region write to the secret of that name there.
      </p>
      <CredentialList value={chosen} onChange={setChosen} />
    </ChangeDialog>
  )
}
