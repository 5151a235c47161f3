'use client'

import { useQuery } from '@apollo/client/react'
import { Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { problemOf } from '../../../../../../apollo/problem.ts'
import { Badge } from '../../../../../../components/badge.tsx'
import { Button } from '../../../../../../components/button.tsx'
import { type Column, DataTable } from '../../../../../../components/data-table.tsx'
import { Link } from '../../../../../../components/link.tsx'
import { Section } from '../../../../../../components/page-header.tsx'
import { TableSkeleton } from '../../../../../../components/skeleton.tsx'
import { ErrorState, NoPermission } from '../../../../../../components/states.tsx'
import { useDialog } from '../../../../../../components/url-state.ts'
import { useCanInApps, useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { useApp } from '../../app-gate.tsx'
import { AccountAccessDialog } from './account-access-dialog.tsx'
import { EnvironmentNames } from './environment-names.tsx'
import { type AccountWithAccess, accountsWithAccess } from './holders.ts'
import { AppAccountsDocument } from './operations.generated.ts'

/** The workloads that read the app, and which environments each of them holds. */
export function AccountsSection() {
  const { id: appId } = useApp()
  const path = useOrganisationPath()
  const canInApps = useCanInApps()
  const dialog = useDialog('access')
  const mayChange = canInApps('ServiceAccounts', 'create') || canInApps('ServiceAccounts', 'delete')
  const [after, setAfter] = useState<string | null>(null)
  const { data, previousData, error, loading, refetch } = useQuery(AppAccountsDocument, {
    variables: { appId, first: 20, after },
    errorPolicy: 'all',
  })
  const columns = useMemo<Column<AccountWithAccess>[]>(
    () => [
      {
        id: 'name',
        header: 'Name',
        cell: ({ id, name, enabled }) => (
          <span className="inline-flex flex-wrap items-center gap-2">
            <Link className="font-medium break-words hover:underline" href={path(`/access/service-accounts/${id}`)}>
              {name}
            </Link>
            {!enabled && <Badge>Disabled</Badge>}
          </span>
        ),
      },
      { id: 'environments', header: 'Environments', cell: ({ access }) => <EnvironmentNames access={access} /> },
      {
        id: 'actions',
        header: 'Actions',
        hideHeader: true,
        align: 'right',
        hidden: !mayChange,
        cell: ({ id, name }) => (
          <Button onClick={() => dialog.show(id)} aria-label={`Change access of ${name}`}>
            Change
          </Button>
        ),
      },
    ],
    [path, mayChange, dialog.show],
  )
  const shown = data ?? previousData
  const all = accountsWithAccess(shown)
  const holding = all.filter(({ access }) => access.length > 0)
  const problem = error && problemOf(error)
  const more = shown?.serviceAccounts?.pageInfo
  return (
    <Section
      title="Service accounts"
      actions={
        canInApps('ServiceAccounts', 'create') && (
          <Button variant="primary" onClick={() => dialog.show()}>
            <Plus size={16} aria-hidden /> Give access
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3">
        {problem?.code === 'forbidden' && <NoPermission what="service accounts" permission="ServiceAccounts: read" />}
        {problem && problem.code !== 'forbidden' && !shown?.serviceAccounts && (
          <ErrorState problem={problem} onRetry={() => void refetch()} />
        )}
        {!shown && loading && <TableSkeleton />}
        {shown?.serviceAccounts && holding.length > 0 && (
          <DataTable caption="Service accounts with access" columns={columns} rows={holding} stale={loading} />
        )}
        {shown?.serviceAccounts && holding.length === 0 && (
          <p className="max-w-prose text-muted">
            No service account {more?.hasNextPage || after ? 'on this page ' : ''}reads this app. Give one access, and the workloads that
            become it read the secrets of the environments that you choose.
          </p>
        )}
        {more && (more.hasNextPage || after !== null) && (
          <div className="flex flex-wrap items-center gap-2">
            <p className="mr-auto text-sm text-muted">Accounts are looked through 20 at a time.</p>
            {after !== null && <Button onClick={() => setAfter(null)}>First accounts</Button>}
            {more.hasNextPage && <Button onClick={() => setAfter(more.endCursor)}>Next accounts</Button>}
          </div>
        )}
      </div>
      <AccountAccessDialog open={dialog.open} accountId={dialog.id} accounts={all} onClose={dialog.close} />
    </Section>
  )
}
