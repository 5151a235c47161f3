'use client'

import { useState } from 'react'
import { Button } from '../../../../../components/button.tsx'
import { accountOfArn } from '../form/draft.ts'
import type { ShownCredentialFragment } from '../form/operations.generated.ts'
import { Setup } from '../form/setup.tsx'

/** The texts again, narrowed to this credential and the syncs that use it. */
export function SetupOfCredential({
  credential: { id, kind, region, roleArn, externalId, account },
}: {
  credential: ShownCredentialFragment
}) {
  const [shown, setShown] = useState(false)
  if (!shown) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 text-muted">The policy, the trust policy and the commands once more, narrowed to these credentials.</p>
        <Button onClick={() => setShown(true)}>Show set-up texts</Button>
      </div>
    )
  }
  return (
    <Setup
      withRole={kind !== 'AWS_ACCESS_KEYS'}
      known={{
        kind,
        region,
        credentialId: id,
        externalId,
        withoutExternalId: externalId === null,
        account: account ?? accountOfArn(roleArn ?? '') ?? null,
      }}
    />
  )
}
