'use client'

import { ArrowLeftRight, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { Button, ButtonLink } from '../../../../../components/button.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { TableSkeleton } from '../../../../../components/skeleton.tsx'
import { useDialog } from '../../../../../components/url-state.ts'
import { useCanInApps } from '../../../../../frame/viewer.tsx'
import { useApp } from '../app-gate.tsx'
import { EnvironmentCards } from './environment-cards.tsx'

// Both are fetched behind the page: the keys are asked for in the browser anyway.
const SecretMatrix = dynamic(() => import('./secret-matrix.tsx').then((file) => file.SecretMatrix), {
  ssr: false,
  loading: () => <TableSkeleton />,
})
const EnvironmentNameDialog = dynamic(() => import('./environment-name-dialog.tsx').then((file) => file.EnvironmentNameDialog), {
  ssr: false,
})

/** The environments of the app, and which keys each of them has. */
export function AppHome() {
  const { environments, serverEncryption, path } = useApp()
  const canInApps = useCanInApps()
  const creation = useDialog('create-environment')
  return (
    <>
      <Section
        title="Environments"
        actions={
          <div className="flex flex-wrap gap-2">
            {environments.length > 1 && (
              <ButtonLink href={path(`/compare?left=${environments[0]?.id}&right=${environments[1]?.id}`)}>
                <ArrowLeftRight size={16} aria-hidden /> Compare
              </ButtonLink>
            )}
            {canInApps('Environments', 'create') && (
              <Button onClick={() => creation.show()}>
                <Plus size={16} aria-hidden /> New environment
              </Button>
            )}
          </div>
        }
      >
        <EnvironmentCards />
      </Section>
      <Section title="Secrets">
        {serverEncryption ? (
          <SecretMatrix />
        ) : (
          <p className="max-w-prose text-muted">
            This app is encrypted end to end: the server cannot read its keys, so it cannot lay environments side by side. Open an
            environment and unlock your keys to see what is in it.
          </p>
        )}
      </Section>
      <EnvironmentNameDialog open={creation.open} onClose={creation.close} />
    </>
  )
}
