'use client'

import { KeyRound } from 'lucide-react'
import { Button } from '../../../../../../components/button.tsx'
import { EmptyState } from '../../../../../../components/states.tsx'
import { useDialog } from '../../../../../../components/url-state.ts'
import { useCan } from '../../../../../../frame/viewer.tsx'

/** Why no identity can be trusted as the keys are, and the way out. */
export function ServerKeysGate() {
  const keys = useDialog('keys')
  const can = useCan()
  return (
    <EmptyState icon={<KeyRound size={28} />} title="Server-side key management is off">
      <p>External identities need server-side key management, because the server mints the token while nobody is present.</p>
      {can('ServiceAccounts', 'update') ? (
        <Button variant="primary" onClick={() => keys.show('server')}>
          Enable server-side key management
        </Button>
      ) : (
        <p>Switching it on takes the permission ServiceAccounts: update.</p>
      )}
    </EmptyState>
  )
}
