'use client'

import { Lock, Server } from 'lucide-react'
import { useMemo } from 'react'
import { useChange } from '../../../../../../apollo/use-change.ts'
import { Badge } from '../../../../../../components/badge.tsx'
import { Button } from '../../../../../../components/button.tsx'
import { ConfirmDialog } from '../../../../../../components/confirm-dialog.tsx'
import { type Column, DataTable } from '../../../../../../components/data-table.tsx'
import { Time } from '../../../../../../components/time.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { useDialog } from '../../../../../../components/url-state.ts'
import { useAccount } from '../account-context.tsx'
import { type AccessRowFragment, RevokeAccessDocument } from './operations.generated.ts'

type Row = AccessRowFragment & { id: string }

export function AccessTable({ rows, mayRevoke }: { rows: readonly Row[]; mayRevoke: boolean }) {
  const { id: revokedId, show, close } = useDialog('revoke-access')
  const columns = useMemo<Column<Row>[]>(
    () => [
      {
        id: 'app',
        header: 'App',
        cell: ({ appName }) => <span className="font-medium break-words">{appName}</span>,
      },
      { id: 'environment', header: 'Environment', cell: ({ environmentName }) => environmentName },
      {
        id: 'encryption',
        header: 'Encryption',
        cell: ({ serverEncryption }) =>
          serverEncryption ? (
            <Badge icon={<Server size={12} aria-hidden />}>Server-side</Badge>
          ) : (
            <Badge tone="accent" icon={<Lock size={12} aria-hidden />}>
              End-to-end
            </Badge>
          ),
      },
      { id: 'since', header: 'Since', cell: ({ grantedAt }) => <Time at={grantedAt} /> },
      {
        id: 'actions',
        header: 'Actions',
        hideHeader: true,
        hidden: !mayRevoke,
        align: 'right',
        cell: ({ id, appName, environmentName }) => (
          <Button onClick={() => show(id)}>
            Revoke
            <span className="sr-only">
              {' '}
              {environmentName} of {appName}
            </span>
          </Button>
        ),
      },
    ],
    [mayRevoke, show],
  )
  return (
    <>
      <DataTable caption="Environments that this account reads" columns={columns} rows={rows} />
      <RevokeAccess row={rows.find(({ id }) => id === revokedId)} onClose={close} />
    </>
  )
}

function RevokeAccess({ row, onClose }: { row: Row | undefined; onClose: () => void }) {
  const account = useAccount()
  const { send, busy } = useChange(RevokeAccessDocument)
  const toast = useToast()
  const revoke = async (environmentId: string) => {
    const outcome = await send({ input: { serviceAccountId: account.id, environmentIds: [environmentId] } })
    if (!outcome.ok) return
    toast.success(`${account.name} no longer reads ${row?.environmentName ?? 'it'}`)
    onClose()
  }
  return (
    <ConfirmDialog
      open={row !== undefined}
      onClose={onClose}
      title={`Take ${row?.environmentName ?? ''} of ${row?.appName ?? ''} away?`}
      confirmLabel="Revoke access"
      busyLabel="Revoking …"
      busy={busy}
      onConfirm={() => row && void revoke(row.environmentId)}
    >
      <p>{account.name} cannot read its secrets from the next request on. Its tokens go on working elsewhere.</p>
    </ConfirmDialog>
  )
}
