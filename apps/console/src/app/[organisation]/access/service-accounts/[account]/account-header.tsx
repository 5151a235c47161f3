'use client'

import { Power, PowerOff, ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Badge } from '../../../../../components/badge.tsx'
import { Button } from '../../../../../components/button.tsx'
import { IdText } from '../../../../../components/copy.tsx'
import { Menu } from '../../../../../components/menu.tsx'
import { PageHeader } from '../../../../../components/page-header.tsx'
import { Time } from '../../../../../components/time.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { useDialog } from '../../../../../components/url-state.ts'
import { useCan, useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { KeysBadge, SimulatedBadge } from '../account-columns.tsx'
import { useAccount } from './account-context.tsx'
import { AccountName } from './account-name.tsx'
import { DisableDialog } from './disable-dialog.tsx'
import { EnableServiceAccountDocument } from './operations.generated.ts'
import { RoleDialog } from './role-dialog.tsx'

/** Name, id, keys and role of the account, and what can be done to it as a whole. */
export function AccountHeader() {
  const account = useAccount()
  const path = useOrganisationPath()
  const can = useCan()
  const keys = useDialog('keys')
  const role = useDialog('role')
  const disabling = useDialog('disable')
  const { send } = useChange(EnableServiceAccountDocument)
  const toast = useToast()
  const mayUpdate = can('ServiceAccounts', 'update')
  const enable = async () => {
    const outcome = await send({ input: { id: account.id } })
    if (outcome.ok) toast.success(`${account.name} is enabled`, { detail: 'Workloads can log in as it again.' })
  }
  return (
    <>
      <PageHeader
        title={<AccountName />}
        crumbs={[{ label: 'Service Accounts', href: path('/access/service-accounts') }]}
        actions={
          mayUpdate && (
            <Menu
              label={`Actions for ${account.name}`}
              items={[
                { label: 'Change role', icon: <ShieldCheck size={16} aria-hidden />, onSelect: () => role.show() },
                account.enabled
                  ? { label: 'Disable', icon: <PowerOff size={16} aria-hidden />, danger: true, onSelect: () => disabling.show() }
                  : { label: 'Enable', icon: <Power size={16} aria-hidden />, onSelect: () => void enable() },
              ]}
            />
          )
        }
      />
      <dl className="-mt-2 flex flex-wrap items-center gap-x-6 gap-y-2 text-sm">
        <Fact name="Id">
          <IdText id={account.id} what="service account id" />
        </Fact>
        <Fact name="Status">
          {account.enabled ? <Badge tone="success">Enabled</Badge> : <Badge tone="warning">Disabled</Badge>}
          {account.simulated && <SimulatedBadge />}
        </Fact>
        <Fact name="Keys">
          <KeysBadge keyManagement={account.keyManagement} />
          {mayUpdate && (
            <Button onClick={() => keys.show()} aria-label="Manage key management">
              Manage
            </Button>
          )}
        </Fact>
        <Fact name="Role">{account.role?.name ?? <span className="text-muted">Not for you to see</span>}</Fact>
        <Fact name="Last used">{account.lastUsedAt ? <Time at={account.lastUsedAt} /> : 'Never'}</Fact>
        <Fact name="Created">
          <Time at={account.createdAt} />
        </Fact>
      </dl>
      {mayUpdate && <RoleDialog open={role.open} onClose={role.close} />}
      {mayUpdate && <DisableDialog open={disabling.open} onClose={disabling.close} />}
    </>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex min-h-9 items-center gap-2">
    <dt className="text-muted">{name}</dt>
    <dd className="flex items-center gap-2">{children}</dd>
  </div>
)
