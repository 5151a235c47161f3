'use client'

import { useQuery } from '@apollo/client/react'
import { useChange } from '../../../../apollo/use-change.ts'
import { Button } from '../../../../components/button.tsx'
import { ConfirmDialog } from '../../../../components/confirm-dialog.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { useDialog } from '../../../../components/url-state.ts'
import { RevokeTokensOfIdentityDocument, TokenCountsDocument, TokenFilterChoicesDocument } from './operations.generated.ts'

interface RevokeAllFromProps {
  identityId: string
  account: { id: string; name: string } | undefined
}

/** Ends every live token that an identity minted, also those on other pages. */
export function RevokeAllFrom({ identityId, account }: RevokeAllFromProps) {
  const { open, show, close } = useDialog('revoke-all')
  const { send, busy } = useChange(RevokeTokensOfIdentityDocument)
  const toast = useToast()
  const identities = useQuery(TokenFilterChoicesDocument, { variables: { withIdentities: true, withAccounts: false } })
  const counts = useQuery(TokenCountsDocument, {
    variables: { account: account?.id ?? null, identity: identityId },
    skip: !open,
    fetchPolicy: 'network-only',
  })
  const name = identities.data?.externalIdentities?.edges.find(({ node }) => node.id === identityId)?.node.name ?? 'this identity'
  const live = counts.data?.active?.totalCount
  const revoke = async () => {
    const outcome = await send({ input: { identityId, ...(account && { serviceAccountId: account.id }) } })
    if (!outcome.ok) return
    toast.success(`${outcome.payload.revoked ?? 0} tokens from ${name} were revoked`)
    close()
  }
  return (
    <>
      <Button variant="danger" onClick={() => show()}>
        Revoke all from {name}…
      </Button>
      <ConfirmDialog
        open={open}
        onClose={close}
        title={`Revoke all tokens from ${name}?`}
        confirmLabel="Revoke all"
        busyLabel="Revoking …"
        busy={busy}
        onConfirm={() => void revoke()}
      >
        <p>
          {typeof live === 'number' ? `${live} live ${live === 1 ? 'token' : 'tokens'}` : 'Every live token'} that {name} minted for{' '}
          {account?.name ?? 'any account'} {live === 1 ? 'stops' : 'stop'} working at the next request. Its workloads may log in again; to
          keep them out, unbind or disable the identity.
        </p>
      </ConfirmDialog>
    </>
  )
}
