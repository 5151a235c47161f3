'use client'

import { Plus } from 'lucide-react'
import { useMemo } from 'react'
import { Badge } from '../../../../../../components/badge.tsx'
import { Button } from '../../../../../../components/button.tsx'
import type { Column } from '../../../../../../components/data-table.tsx'
import { Link } from '../../../../../../components/link.tsx'
import { useDialog } from '../../../../../../components/url-state.ts'
import { useCanInApps, useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { AccountAccessDialog } from './account-access-dialog.tsx'
import { EnvironmentNames } from './environment-names.tsx'
import { useHolders } from './holders.ts'
import { HoldersSection } from './holders-section.tsx'
import { AppAccountsDocument, type AppAccountsQuery } from './operations.generated.ts'

type Holder = NonNullable<AppAccountsQuery['serviceAccounts']>['edges'][number]['node']

/** The workloads that read the app, and which environments each of them holds. */
export function AccountsSection() {
  const path = useOrganisationPath()
  const canInApps = useCanInApps()
  const dialog = useDialog('access')
  const mayGive = canInApps('ServiceAccounts', 'create')
  const mayChange = mayGive || canInApps('ServiceAccounts', 'delete')
  const holders = useHolders(AppAccountsDocument, ({ serviceAccounts }) => serviceAccounts)
  const columns = useMemo<Column<Holder>[]>(
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
  return (
    <HoldersSection
      title="Service accounts"
      what="service accounts"
      permission="ServiceAccounts: read"
      columns={columns}
      holders={holders}
      empty="No service account reads this app. Give one access, and the workloads that become it read the secrets of the environments that you choose."
      actions={
        mayGive && (
          <Button variant="primary" onClick={() => dialog.show()}>
            <Plus size={16} aria-hidden /> Give access
          </Button>
        )
      }
    >
      {mayChange && <AccountAccessDialog open={dialog.open} accountId={dialog.id} onClose={dialog.close} />}
    </HoldersSection>
  )
}
