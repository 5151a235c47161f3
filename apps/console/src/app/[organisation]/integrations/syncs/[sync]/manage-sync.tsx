'use client'

import { Pencil, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { Button } from '../../../../../components/button.tsx'
import { Link } from '../../../../../components/link.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { Switch } from '../../../../../components/switch.tsx'
import { useDialog } from '../../../../../components/url-state.ts'
import { useCanInApps, useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { useSwitchSync } from '../use-switch-sync.ts'
import { SourceAndDestination } from './source-and-destination.tsx'
import { StandingFailure } from './standing-failure.tsx'
import { useSync } from './sync-context.tsx'

const EditOptions = dynamic(() => import('./change/edit-options.tsx').then((file) => file.EditOptions), { ssr: false })
const ChangeCredential = dynamic(() => import('./change/change-credential.tsx').then((file) => file.ChangeCredential), { ssr: false })
const DeleteSync = dynamic(() => import('./delete-sync.tsx').then((file) => file.DeleteSync), { ssr: false })

/** Everything that can be changed about a sync, and what it is now. */
export function ManageSync() {
  const canInApps = useCanInApps()
  const editing = useDialog('edit')
  const authentication = useDialog('authentication')
  const deletion = useDialog('delete')
  const mayUpdate = canInApps('Integrations', 'update')
  return (
    <>
      <StandingFailure />
      <Section
        title="Source and destination"
        actions={
          mayUpdate && (
            <Button onClick={() => editing.show()}>
              <Pencil size={16} aria-hidden /> Edit
            </Button>
          )
        }
      >
        <SourceAndDestination />
      </Section>
      <AutomaticSyncing mayUpdate={mayUpdate} />
      <Section title="Authentication" actions={mayUpdate && <Button onClick={() => authentication.show()}>Update authentication</Button>}>
        <Authentication />
      </Section>
      {canInApps('Integrations', 'delete') && (
        <Section title="Delete">
          <div className="flex flex-wrap items-center justify-between gap-4">
            <p className="max-w-prose text-muted">Ends the sync. You are asked whether the secret in AWS stays or is deleted as well.</p>
            <Button variant="danger" onClick={() => deletion.show()}>
              <Trash2 size={16} aria-hidden /> Delete sync
            </Button>
          </div>
        </Section>
      )}
      {editing.open && mayUpdate && <EditOptions onClose={editing.close} />}
      {authentication.open && mayUpdate && <ChangeCredential onClose={authentication.close} />}
      {deletion.open && <DeleteSync onClose={deletion.close} />}
    </>
  )
}

function AutomaticSyncing({ mayUpdate }: { mayUpdate: boolean }) {
  const sync = useSync()
  const { pause, resume, busy } = useSwitchSync()
  const isPaused = sync.state === 'PAUSED'
  return (
    <Section title="Automatic syncing">
      <Switch
        label="Sync by itself"
        checked={!isPaused}
        disabled={!mayUpdate || busy}
        onChange={(on) => void (on ? resume(sync) : pause(sync))}
        help={
          isPaused
            ? 'Paused: changes wait here, and all of them are written once it is resumed.'
            : 'Every change of a secret, here or in an environment that its values refer to, is written within seconds.'
        }
      />
    </Section>
  )
}

function Authentication() {
  const { credential, account } = useSync()
  const path = useOrganisationPath()
  if (!credential) return <p className="text-muted">You may not see credentials: it takes the permission IntegrationCredentials: read.</p>
  return (
    <p className="break-words">
      <Link href={path(`/integrations/credentials/${credential.id}`)} className="link font-medium">
        {credential.name}
      </Link>{' '}
      <span className="text-muted">
        {credential.summary} · account {account}
      </span>
    </p>
  )
}
