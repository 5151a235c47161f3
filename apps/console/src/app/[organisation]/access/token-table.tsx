'use client'

import { CircleCheck, Clock, TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { useChange } from '../../../apollo/use-change.ts'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { useClock } from '../../../components/clock.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { type Column, DataTable } from '../../../components/data-table.tsx'
import { Time } from '../../../components/time.tsx'
import { useToast } from '../../../components/toast.tsx'
import { useDialog } from '../../../components/url-state.ts'
import { RevokePersonalAccessTokenDocument } from './token-operations.generated.ts'

/** What the table shows of a personal access token. */
export interface ListedToken {
  id: string
  name: string
  hasKeyShare: boolean
  expiresAt: string | null
  lastUsedAt: string | null
  lastUsedIp: string | null
}

interface TokenTableProps {
  caption: string
  tokens: readonly ListedToken[]
  mayRevoke: boolean
}

/** Personal access tokens as they are kept: never their value, and no longer than until they are revoked. */
export function TokenTable({ caption, tokens, mayRevoke }: TokenTableProps) {
  const revocation = useDialog('revoke')
  const columns = useMemo<Column<ListedToken>[]>(
    () => [
      { id: 'name', header: 'Name', cell: ({ name }) => <span className="font-medium break-words">{name}</span> },
      { id: 'status', header: 'Status', cell: (token) => <TokenStatus token={token} /> },
      { id: 'reads', header: 'Reads', cell: ({ hasKeyShare }) => (hasKeyShare ? 'All apps' : 'Server-encrypted apps') },
      { id: 'expires', header: 'Expires', cell: ({ expiresAt }) => (expiresAt ? <Time at={expiresAt} /> : 'never') },
      {
        id: 'used',
        header: 'Last used',
        cell: ({ lastUsedAt, lastUsedIp }) =>
          lastUsedAt ? (
            <span>
              <Time at={lastUsedAt} /> {lastUsedIp && <span className="text-muted">from {lastUsedIp}</span>}
            </span>
          ) : (
            'never'
          ),
      },
      {
        id: 'actions',
        header: 'Actions',
        hideHeader: true,
        align: 'right',
        cell: ({ id, name }) =>
          mayRevoke && (
            <Button variant="danger" aria-label={`Revoke ${name}`} onClick={() => revocation.show(id)}>
              Revoke
            </Button>
          ),
      },
    ],
    [mayRevoke, revocation.show],
  )
  return (
    <>
      {tokens.length === 0 ? <p className="text-muted">None.</p> : <DataTable caption={caption} columns={columns} rows={tokens} />}
      <RevokeDialog token={tokens.find(({ id }) => id === revocation.id)} onClose={revocation.close} />
    </>
  )
}

function TokenStatus({ token: { expiresAt } }: { token: ListedToken }) {
  const { nowMs } = useClock()
  if (expiresAt && new Date(expiresAt).getTime() <= nowMs) return <Badge icon={<Clock size={12} aria-hidden />}>Expired</Badge>
  return (
    <span className="flex flex-wrap gap-1">
      <Badge tone="success" icon={<CircleCheck size={12} aria-hidden />}>
        Active
      </Badge>
      {expiresAt === null && (
        <Badge tone="warning" icon={<TriangleAlert size={12} aria-hidden />}>
          Never expires
        </Badge>
      )}
    </span>
  )
}

function RevokeDialog({ token, onClose }: { token: ListedToken | undefined; onClose: () => void }) {
  const { send, busy } = useChange(RevokePersonalAccessTokenDocument)
  const toast = useToast()
  const revoke = async (id: string, name: string) => {
    const outcome = await send({ input: { id } })
    if (!outcome.ok) return
    toast.success(`${name} was revoked`)
    onClose()
  }
  return (
    <ConfirmDialog
      open={token !== undefined}
      onClose={onClose}
      title={`Revoke ${token?.name ?? ''}?`}
      confirmLabel="Revoke token"
      busyLabel="Revoking …"
      busy={busy}
      onConfirm={() => token && void revoke(token.id, token.name)}
    >
      <p>Whatever uses it is refused from the next request on. A revoked token does not come back; make another one instead.</p>
    </ConfirmDialog>
  )
}
