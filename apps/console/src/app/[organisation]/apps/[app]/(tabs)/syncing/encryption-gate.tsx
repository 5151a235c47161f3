'use client'

import { Lock } from 'lucide-react'
import { ButtonLink } from '../../../../../../components/button.tsx'
import { EmptyState } from '../../../../../../components/states.tsx'
import { useApp } from '../../app-gate.tsx'

/** What the server cannot read it cannot sync. */
export function EncryptionGate() {
  const { path } = useApp()
  return (
    <EmptyState icon={<Lock size={28} />} title="Enable Server-side Encryption (SSE) first">
      <p>
        This app is encrypted end to end: the server cannot read its secrets, so it cannot sync them. Enable Server-side Encryption (SSE)
        for the App from the Settings tab.
      </p>
      <ButtonLink href={path('/settings')} variant="primary">
        Open the Settings tab
      </ButtonLink>
    </EmptyState>
  )
}
