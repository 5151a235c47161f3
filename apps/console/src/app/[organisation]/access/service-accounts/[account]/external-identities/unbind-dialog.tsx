'use client'

import { useQuery } from '@apollo/client/react'
import { useChange } from '../../../../../../apollo/use-change.ts'
import { ConfirmDialog } from '../../../../../../components/confirm-dialog.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { useCan } from '../../../../../../frame/viewer.tsx'
import { useAccount } from '../account-context.tsx'
import { type BoundIdentityFragment, TokensOfBindingDocument, UnbindIdentityDocument } from './operations.generated.ts'

export function UnbindDialog({ identity, onClose }: { identity: BoundIdentityFragment | undefined; onClose: () => void }) {
  const account = useAccount()
  const can = useCan()
  const { send, busy } = useChange(UnbindIdentityDocument)
  const toast = useToast()
  const { data } = useQuery(TokensOfBindingDocument, {
    variables: { identityId: identity?.id ?? '', serviceAccountId: account.id },
    skip: !identity || !can('ServiceAccountTokens', 'read'),
    fetchPolicy: 'network-only',
  })
  const tokens = data?.serviceAccountTokens?.totalCount
  const unbind = async (identityId: string, name: string) => {
    const outcome = await send({ input: { identityId, serviceAccountId: account.id } })
    if (!outcome.ok) return
    toast.success(`${account.name} no longer trusts ${name}`)
    onClose()
  }
  return (
    <ConfirmDialog
      open={identity !== undefined}
      onClose={onClose}
      title={`Unbind ${identity?.name ?? ''} from ${account.name}?`}
      confirmLabel="Unbind"
      busyLabel="Unbinding …"
      busy={busy}
      onConfirm={() => identity && void unbind(identity.id, identity.name)}
      impact={
        <ul className="list-disc pl-5">
          <li>Its workloads can no longer log in as {account.name}</li>
          <li>
            {typeof tokens === 'number'
              ? `${tokens} live ${tokens === 1 ? 'token' : 'tokens'} that it minted for this account ${tokens === 1 ? 'stops' : 'stop'} working at once`
              : 'The tokens that it minted for this account stop working at once'}
          </li>
        </ul>
      }
    />
  )
}
