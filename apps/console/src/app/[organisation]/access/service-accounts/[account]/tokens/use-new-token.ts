'use client'

import { useApolloClient } from '@apollo/client/react'
import { useChange } from '../../../../../../apollo/use-change.ts'
import { useOwnKeys } from '../../../../../../keys/unlock/use-own-keys.tsx'
import { useAccount } from '../account-context.tsx'
import { AccountKeyringDocument } from '../operations.generated.ts'
import { CreateServiceAccountTokenDocument } from './operations.generated.ts'

type MadeToken = { ok: true; token: string } | { ok: false; message?: string }

/** Makes a token: on the server where it holds the keys, else half of it here, with the keys of whoever asks. */
export function useNewToken() {
  const account = useAccount()
  const client = useApolloClient()
  const { withKeys, unlockDialog } = useOwnKeys()
  const { send } = useChange(CreateServiceAccountTokenDocument, { quiet: true, cached: false })

  const onServer = async (name: string, expiresInSeconds: number | null): Promise<MadeToken> => {
    const outcome = await send({ input: { serviceAccountId: account.id, name, expiresInSeconds } })
    if (!outcome.ok) return outcome
    const { token } = outcome.payload
    return token
      ? { ok: true, token }
      : { ok: false, message: 'The server made the token but did not tell it. Revoke it and make another.' }
  }
  const here = async (name: string, expiresInSeconds: number | null): Promise<MadeToken> => {
    const made = await withKeys(async (vault) => {
      const { data } = await client.query({ query: AccountKeyringDocument, variables: { id: account.id }, fetchPolicy: 'no-cache' })
      if (!data?.serviceAccount) throw new Error('The keys of this account could not be read. Try again.')
      return vault.makeServiceAccountToken(data.serviceAccount, async (wrappedKeyShare) => {
        const outcome = await send({ input: { serviceAccountId: account.id, name, expiresInSeconds, wrappedKeyShare } })
        if (!outcome.ok) throw new Error(outcome.message)
        return outcome.payload.bearerToken ?? ''
      })
    })
    return made.ok ? { ok: true, token: made.result } : made
  }
  return { makeToken: account.keyManagement === 'SERVER' ? onServer : here, unlockDialog }
}
