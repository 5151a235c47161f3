'use client'

import { useQuery } from '@apollo/client/react'
import { useMemo } from 'react'
import { problemOf } from '../../../../apollo/problem.ts'
import { useChange } from '../../../../apollo/use-change.ts'
import { Badge } from '../../../../components/badge.tsx'
import { Button } from '../../../../components/button.tsx'
import { useClock } from '../../../../components/clock.tsx'
import { type Column, DataTable } from '../../../../components/data-table.tsx'
import { Section } from '../../../../components/page-header.tsx'
import { ErrorState } from '../../../../components/states.tsx'
import { Time } from '../../../../components/time.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { useCan } from '../../../../frame/viewer.tsx'
import { CancelInviteDocument, type InviteRowFragment, InvitesDocument } from './operations.generated.ts'

/** Places kept for people who have not come yet. Nothing is shown while there is none. */
export function PendingInvites() {
  const { data, error, refetch, fetchMore } = useQuery(InvitesDocument, { variables: { first: 25 }, errorPolicy: 'all' })
  const columns = useColumns()
  const connection = data?.invites
  if (error && !connection) return <ErrorState problem={problemOf(error)} onRetry={() => void refetch()} />
  if (!connection || connection.edges.length === 0) return null
  const { edges, pageInfo } = connection
  const more = () =>
    void fetchMore({
      variables: { after: pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: { invites } }) =>
        invites ? { ...before, invites: { ...invites, edges: [...(before.invites?.edges ?? []), ...invites.edges] } } : before,
    })
  return (
    <Section title="Pending invites">
      <DataTable caption="Pending invites" columns={columns} rows={edges.map(({ node }) => node)} />
      {pageInfo.hasNextPage && (
        <Button className="mt-3" onClick={more}>
          Show more
        </Button>
      )}
    </Section>
  )
}

function useColumns() {
  const can = useCan()
  const mayCancel = can('Members', 'delete')
  return useMemo<Column<InviteRowFragment>[]>(
    () => [
      { id: 'email', header: 'E-mail', cell: ({ email }) => <span className="break-all">{email}</span> },
      { id: 'role', header: 'Role', cell: ({ role }) => <span className="break-words">{role?.name ?? 'deleted'}</span> },
      {
        id: 'by',
        header: 'Invited by',
        cell: ({ invitedBy }) => <span className="break-words">{invitedBy?.fullName ?? 'somebody who left'}</span>,
      },
      { id: 'expires', header: 'Expires', cell: (invite) => <Expiry at={invite.expiresAt} /> },
      {
        id: 'actions',
        header: 'Actions',
        hideHeader: true,
        align: 'right',
        cell: (invite) => mayCancel && <CancelButton invite={invite} />,
      },
    ],
    [mayCancel],
  )
}

function Expiry({ at }: { at: string }) {
  const { nowMs } = useClock()
  return new Date(at).getTime() <= nowMs ? <Badge tone="warning">Expired</Badge> : <Time at={at} />
}

function CancelButton({ invite }: { invite: InviteRowFragment }) {
  const { send, busy } = useChange(CancelInviteDocument)
  const toast = useToast()
  const cancel = async () => {
    const outcome = await send({ input: { id: invite.id } })
    if (outcome.ok) toast.success(`The invite of ${invite.email} was withdrawn`, { detail: 'Its link opens nothing from now on.' })
  }
  return (
    <Button busy={busy} busyLabel="Cancelling …" aria-label={`Cancel the invite of ${invite.email}`} onClick={() => void cancel()}>
      Cancel invite
    </Button>
  )
}
