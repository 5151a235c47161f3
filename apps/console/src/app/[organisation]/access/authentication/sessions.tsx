'use client'

import { useMemo } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { Badge } from '../../../../components/badge.tsx'
import { Button } from '../../../../components/button.tsx'
import { ConfirmDialog } from '../../../../components/confirm-dialog.tsx'
import { type Column, DataTable } from '../../../../components/data-table.tsx'
import { Section } from '../../../../components/page-header.tsx'
import { Pager } from '../../../../components/pager.tsx'
import { Time } from '../../../../components/time.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { useDialog } from '../../../../components/url-state.ts'
import { deviceOf } from '../../../../frame/device.ts'
import {
  type AuthenticationQuery,
  RevokeOtherSessionsDocument,
  RevokeSessionDocument,
  type SessionRowFragment,
} from './operations.generated.ts'

interface SessionsProps {
  connection: NonNullable<AuthenticationQuery['viewer']['sessions']>
  after: string | null
  onPage: (after: string | null) => void
}

/** Where the viewer is signed in. */
export function Sessions({ connection: { edges, pageInfo, totalCount }, after, onPage }: SessionsProps) {
  const everywhere = useDialog('sign-out-others')
  const sessions = edges.map(({ node }) => node)
  const others = totalCount === null || totalCount > 1
  return (
    <Section
      title="Sessions"
      actions={
        others && (
          <Button variant="danger" onClick={() => everywhere.show()}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <DataTable caption="Sessions" columns={useColumns()} rows={sessions} />
        {(pageInfo.hasNextPage || after !== null) && (
          <Pager
            what="sessions"
            shown={sessions.length}
            totalCount={totalCount}
            hasNext={pageInfo.hasNextPage}
            hasPrevious={after !== null}
            onNext={() => onPage(pageInfo.endCursor)}
            onPrevious={() => onPage(null)}
          />
        )}
      </div>
      <SignOutOthers open={everywhere.open} onClose={everywhere.close} />
    </Section>
  )
}

const useColumns = () =>
  useMemo<Column<SessionRowFragment>[]>(
    () => [
      {
        id: 'device',
        header: 'Device',
        cell: ({ userAgent, current }) => (
          <span className="flex flex-wrap items-center gap-2" title={userAgent}>
            <span className="font-medium">{deviceOf(userAgent)}</span>
            {current && <Badge tone="accent">This session</Badge>}
          </span>
        ),
      },
      { id: 'ip', header: 'Address', cell: ({ ip }) => <span className="break-all">{ip}</span> },
      { id: 'seen', header: 'Last seen', cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
      { id: 'created', header: 'Signed in', cell: ({ createdAt }) => <Time at={createdAt} /> },
      { id: 'expires', header: 'Ends', cell: ({ expiresAt }) => <Time at={expiresAt} /> },
      {
        id: 'actions',
        header: 'Actions',
        hideHeader: true,
        align: 'right',
        cell: (session) => !session.current && <SignOutButton session={session} />,
      },
    ],
    [],
  )

function SignOutButton({ session: { id, userAgent } }: { session: SessionRowFragment }) {
  const { send, busy } = useChange(RevokeSessionDocument)
  const toast = useToast()
  const revoke = async () => {
    const outcome = await send({ input: { id } })
    if (outcome.ok) toast.success(`${deviceOf(userAgent)} was signed out`)
  }
  return (
    <Button busy={busy} busyLabel="Signing out …" aria-label={`Sign out ${deviceOf(userAgent)}`} onClick={() => void revoke()}>
      Sign out
    </Button>
  )
}

function SignOutOthers({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { send, busy } = useChange(RevokeOtherSessionsDocument)
  const toast = useToast()
  const revoke = async () => {
    const outcome = await send({})
    if (!outcome.ok) return
    toast.success('You are signed out everywhere else', { detail: `Sessions ended: ${outcome.payload.revoked ?? 0}.` })
    onClose()
  }
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Sign out everywhere else?"
      confirmLabel="Sign out everywhere else"
      busyLabel="Signing out …"
      busy={busy}
      onConfirm={() => void revoke()}
    >
      <p>Every other browser and script that is signed in as you has to sign in again. Personal access tokens keep working.</p>
    </ConfirmDialog>
  )
}
