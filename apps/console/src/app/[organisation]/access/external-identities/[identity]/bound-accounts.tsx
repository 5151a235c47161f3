'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Badge } from '../../../../../components/badge.tsx'
import { Button } from '../../../../../components/button.tsx'
import { Dialog } from '../../../../../components/dialog.tsx'
import { Link } from '../../../../../components/link.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { Time } from '../../../../../components/time.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { useDialog } from '../../../../../components/url-state.ts'
import { useCan, useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { AccountPicker, type PickedAccount } from '../form/account-picker.tsx'
import { BindExtIdentityDocument } from '../form/operations.generated.ts'
import { type OverviewIdentityFragment, UnbindExtIdentityDocument } from './operations.generated.ts'

/** Who the workloads become. */
export function BoundAccounts({ identity }: { identity: OverviewIdentityFragment }) {
  const can = useCan()
  const path = useOrganisationPath()
  const dialog = useDialog('bind')
  const unbind = useUnbind(identity)
  const mayBind = can('ExternalIdentities', 'bind') && can('ServiceAccounts', 'update')
  const accounts = identity.serviceAccounts?.edges.map(({ node }) => node)
  return (
    <Section
      title="Bound to"
      actions={
        mayBind &&
        accounts && (
          <Button onClick={() => dialog.show()}>
            <Plus size={16} aria-hidden /> Bind to a service account
          </Button>
        )
      }
    >
      {!accounts && (
        <p className="text-muted">
          To see the accounts takes the permission <code className="font-mono">ServiceAccounts: read</code>.
        </p>
      )}
      {accounts?.length === 0 && (
        <p className="text-muted">No account yet, so nobody gets a token by it. Bind it to the account that the workloads should become.</p>
      )}
      {accounts && accounts.length > 0 && (
        <ul aria-label="Bound accounts" className="-my-2 flex flex-col divide-y divide-line">
          {accounts.map((account) => (
            <li key={account.id} className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 py-2">
              <Link
                prefetch={false}
                className="min-w-0 font-medium break-words hover:underline"
                href={path(`/access/service-accounts/${account.id}`)}
              >
                {account.name}
              </Link>
              {!account.enabled && <Badge>Disabled</Badge>}
              {account.role && <span className="text-sm text-muted">{account.role.name}</span>}
              <span className="ml-auto text-sm text-muted">{account.lastUsedAt ? <Time at={account.lastUsedAt} /> : 'never used'}</span>
              {mayBind && (
                <Button variant="quiet" aria-label={`Unbind ${account.name}`} onClick={() => void unbind(account)}>
                  Unbind
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <BindDialog identity={identity} bound={accounts?.map(({ id }) => id) ?? []} open={dialog.open && mayBind} onClose={dialog.close} />
    </Section>
  )
}

/** Unbinds at once, and offers to take it back. */
function useUnbind(identity: OverviewIdentityFragment): (account: PickedAccount) => Promise<void> {
  const unbinding = useChange(UnbindExtIdentityDocument)
  const binding = useChange(BindExtIdentityDocument)
  const toast = useToast()
  return async (account) => {
    const input = { identityId: identity.id, serviceAccountId: account.id }
    const outcome = await unbinding.send({ input })
    if (!outcome.ok) return
    toast.success(`${account.name} was unbound`, {
      detail: `Tokens that ${identity.name} had minted for it have stopped working.`,
      undo: () => void binding.send({ input }),
    })
  }
}

interface BindDialogProps {
  identity: OverviewIdentityFragment
  bound: readonly string[]
  open: boolean
  onClose: () => void
}

function BindDialog({ identity, bound, open, onClose }: BindDialogProps) {
  const [picked, setPicked] = useState<PickedAccount[]>([])
  const [problems, setProblems] = useState<string[]>([])
  const { send, busy } = useChange(BindExtIdentityDocument, { quiet: true })
  const toast = useToast()
  const close = () => {
    setPicked([])
    setProblems([])
    onClose()
  }
  const bind = async () => {
    if (picked.length === 0) return setProblems(['Choose at least one account.'])
    const failures: string[] = []
    const failed: PickedAccount[] = []
    for (const account of picked) {
      const outcome = await send({ input: { identityId: identity.id, serviceAccountId: account.id } })
      if (outcome.ok) continue
      failures.push(`${account.name}: ${outcome.message}`)
      failed.push(account)
    }
    const done = picked.filter((account) => !failed.includes(account))
    if (done.length > 0) toast.success(`${identity.name} was bound to ${done.map(({ name }) => name).join(', ')}`)
    if (failures.length === 0) return close()
    setPicked(failed)
    setProblems(failures)
  }
  return (
    <Dialog
      open={open}
      onClose={close}
      title={`Bind ${identity.name}`}
      description="Its workloads may log in as the accounts that you choose, and read what those may read."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" busy={busy} busyLabel="Binding …" onClick={() => void bind()}>
            Bind
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <AccountPicker simulated={identity.simulated} exclude={bound} picked={picked} onChange={setPicked} />
        <div role="alert">
          {problems.map((problem) => (
            <p key={problem} className="text-danger">
              {problem}
            </p>
          ))}
        </div>
      </div>
    </Dialog>
  )
}
