'use client'

import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { Section } from '../../../../../../components/page-header.tsx'
import { Switch } from '../../../../../../components/switch.tsx'
import { Time } from '../../../../../../components/time.tsx'
import { useCan, useCanInApps } from '../../../../../../frame/viewer.tsx'
import { useApp } from '../../app-gate.tsx'
import { DisableDialog } from './disable-dialog.tsx'
import { EnableDialog } from './enable-dialog.tsx'
import { EncryptionChangeDocument } from './operations.generated.ts'

/** Whether the server holds a copy of the app's keys, since when, and the way there and back. */
export function EncryptionCard() {
  const { serverEncryption } = useApp()
  const mayChange = useCanInApps()('EncryptionMode', 'update')
  // What was asked for, and not the opposite of what is: the question stays the same while its answer is carried out.
  const [asking, setAsking] = useState<'enable' | 'disable'>()
  const close = () => setAsking(undefined)
  return (
    <Section title="Encryption">
      <div className="flex max-w-prose flex-col gap-4">
        <Switch
          label="Server-side encryption (SSE)"
          checked={serverEncryption}
          disabled={!mayChange}
          onChange={() => setAsking(serverEncryption ? 'disable' : 'enable')}
          help={
            serverEncryption
              ? 'The server holds a wrapped copy of every environment key of this app and can decrypt its secrets.'
              : 'Off: this app is encrypted end to end. Only members and accounts that hold its keys can decrypt.'
          }
        />
        {!mayChange && <p className="text-sm text-muted">Changing it takes the permission EncryptionMode: update (in apps).</p>}
        <LastChange />
      </div>
      <EnableDialog open={asking === 'enable'} onClose={close} />
      <DisableDialog open={asking === 'disable'} onClose={close} />
    </Section>
  )
}

function LastChange() {
  const { id, createdAt, serverEncryption } = useApp()
  const mayRead = useCan()('Logs', 'read')
  const filter = { resourceId: id, action: 'app.set_encryption_mode' }
  const { data } = useQuery(EncryptionChangeDocument, { variables: { filter }, skip: !mayRead })
  const event = data?.auditEvents?.edges[0]?.node
  return (
    <p className="text-sm text-muted">
      {serverEncryption ? 'On' : 'Off'} since <Time at={event?.at ?? createdAt} />
      {event ? `, by ${event.actor.name}` : ', from the beginning'}
    </p>
  )
}
