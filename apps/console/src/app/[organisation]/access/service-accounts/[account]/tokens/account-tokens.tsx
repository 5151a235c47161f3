'use client'

import { Plus } from 'lucide-react'
import { Button } from '../../../../../../components/button.tsx'
import { useDialog } from '../../../../../../components/url-state.ts'
import { useCan } from '../../../../../../frame/viewer.tsx'
import { TokenList } from '../../../tokens/token-list.tsx'
import { useAccount } from '../account-context.tsx'
import { CreateTokenDialog } from './create-token-dialog.tsx'

export function AccountTokens() {
  const account = useAccount()
  const can = useCan()
  const creation = useDialog('create-token')
  const mayCreate = can('ServiceAccountTokens', 'create')
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2>Tokens</h2>
        {mayCreate && (
          <Button variant="primary" onClick={() => creation.show()}>
            <Plus size={16} aria-hidden /> Create token
          </Button>
        )}
      </div>
      <TokenList
        account={account}
        empty={
          <p>
            Workloads of the identities that {account.name} trusts get one each time they log in. For anything that has no identity of its
            own, make a token by hand and store it where that runs.
          </p>
        }
      />
      {mayCreate && <CreateTokenDialog open={creation.open} onClose={creation.close} />}
    </>
  )
}
