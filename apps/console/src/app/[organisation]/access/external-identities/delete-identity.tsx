'use client'

import { useQuery } from '@apollo/client/react'
import { useChange } from '../../../../apollo/use-change.ts'
import { ConfirmDialog } from '../../../../components/confirm-dialog.tsx'
import { Skeleton } from '../../../../components/skeleton.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { DeleteExtIdentityDocument, IdentityImpactDocument } from './operations.generated.ts'

interface DeleteIdentityProps {
  /** Undefined: nobody asks. */
  identity: { id: string; name: string } | undefined
  onClose: () => void
  /** After it is gone; before the page asks for it again. */
  onDeleted?: () => void
}

/** Says whom it hits, and asks for the name. */
export function DeleteIdentity({ identity, onClose, onDeleted }: DeleteIdentityProps) {
  const { send, busy } = useChange(DeleteExtIdentityDocument, { refresh: onDeleted === undefined })
  const toast = useToast()
  const remove = async (id: string, name: string) => {
    const outcome = await send({ input: { id } })
    if (!outcome.ok) return
    const count = outcome.payload.revokedTokens ?? 0
    toast.success(`${name} was deleted`, { detail: count === 1 ? 'One token was revoked.' : `${count} tokens were revoked.` })
    if (onDeleted) onDeleted()
    else onClose()
  }
  return (
    <ConfirmDialog
      key={identity?.id}
      open={identity !== undefined}
      onClose={onClose}
      title={`Delete ${identity?.name ?? ''}?`}
      typeToConfirm={identity?.name}
      confirmLabel="Delete identity"
      busyLabel="Deleting …"
      busy={busy}
      impact={identity && <Impact id={identity.id} />}
      onConfirm={() => identity && void remove(identity.id, identity.name)}
    >
      <p>It is unbound everywhere, and the tokens it minted stop working at once. This cannot be undone.</p>
    </ConfirmDialog>
  )
}

const shownAccounts = 10

/** Who can no longer log in. */
function Impact({ id }: { id: string }) {
  const { data, loading } = useQuery(IdentityImpactDocument, { variables: { id }, fetchPolicy: 'network-only' })
  const identity = data?.externalIdentity
  if (loading && !identity) return <Skeleton className="h-12 w-full" />
  if (!identity) return <p className="text-muted">Whom this hits could not be read.</p>
  const accounts = identity.serviceAccounts?.edges.map(({ node }) => node)
  const more = (identity.serviceAccounts?.totalCount ?? 0) - shownAccounts
  return (
    <div className="flex flex-col gap-2">
      {accounts?.length === 0 && <p>It is bound to no account.</p>}
      {accounts && accounts.length > 0 && (
        <>
          <p>Its workloads can no longer log in as</p>
          <ul aria-label="Bound accounts" className="list-disc pl-5">
            {accounts.slice(0, shownAccounts).map((account) => (
              <li key={account.id} className="font-medium break-words">
                {account.name}
              </li>
            ))}
          </ul>
          {more > 0 && <p>and {more} more.</p>}
        </>
      )}
      {identity.liveTokenCount !== null && (
        <p>{identity.liveTokenCount === 1 ? '1 live token' : `${identity.liveTokenCount} live tokens`} will be revoked.</p>
      )}
    </div>
  )
}
