'use client'

import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Button } from '../../../../../components/button.tsx'
import { Dialog } from '../../../../../components/dialog.tsx'
import { FormProblem } from '../../../../../components/form-problem.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { useDialog } from '../../../../../components/url-state.ts'
import { useOpenings } from '../../../../../components/use-openings.ts'
import { useViewer } from '../../../../../frame/viewer.tsx'
import type { Handler } from '../../../../../keys/shapes.ts'
import { useOwnKeys } from '../../../../../keys/unlock/use-own-keys.tsx'
import { HandlerChoice, KeyChoice, type KeyManagement } from '../key-choice.tsx'
import { useAccount } from './account-context.tsx'
import { AccountKeyringDocument, UseClientKeysDocument, UseServerKeysDocument } from './operations.generated.ts'

/** Who holds the account's keys: handing them to the server, and taking them back. `?dialog=keys&id=server` opens it with the server chosen. */
export function KeysDialog() {
  const dialog = useDialog('keys')
  return <ManageKeys key={useOpenings(dialog.open)} open={dialog.open} wanted={dialog.id} onClose={dialog.close} />
}

const notYours = 'Only members who hold the keys of this account can hand them over, and you do not. Ask one of them.'

function ManageKeys({ open, wanted, onClose }: { open: boolean; wanted: string | null; onClose: () => void }) {
  const { id, name, keyManagement, externalIdentityCount } = useAccount()
  const [chosen, setChosen] = useState<KeyManagement>(wanted === 'server' ? 'SERVER' : keyManagement)
  const [others, setOthers] = useState<Handler[]>([])
  const [problem, setProblem] = useState<string>()
  const [saving, setSaving] = useState(false)
  const { data } = useQuery(AccountKeyringDocument, { variables: { id }, skip: !open, fetchPolicy: 'no-cache' })
  const { withKeys, unlockDialog } = useOwnKeys()
  const toServer = useChange(UseServerKeysDocument, { quiet: true })
  const toClient = useChange(UseClientKeysDocument, { quiet: true })
  const toast = useToast()
  const account = data?.serviceAccount
  const viewer = useViewer()
  const isOutOfReach = account && keyManagement === 'CLIENT' && !account.wrappedKeyring

  const change = async () => {
    if (!account || !data) return undefined
    if (chosen === 'SERVER') {
      const handed = await withKeys((vault) => vault.handAccount(account, data.server.publicKey))
      return handed.ok ? toServer.send({ input: handed.result }) : handed
    }
    // The server wraps what it holds for each of them, and forgets it.
    return toClient.send({ input: { id, handlers: [viewer, ...others].map(({ id: memberId }) => ({ memberId })) } })
  }
  const save = async () => {
    if (chosen === keyManagement) return onClose()
    if (chosen === 'SERVER' && isOutOfReach) return setProblem(notYours)
    setSaving(true)
    setProblem(undefined)
    const outcome = await change()
    setSaving(false)
    if (!outcome) return setProblem('The keys of this account are still on their way. Try again.')
    if (!outcome.ok) return setProblem(outcome.message)
    toast.success(chosen === 'SERVER' ? `The server manages the keys of ${name}` : `Members alone hold the keys of ${name}`)
    onClose()
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Key management of ${name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={saving} busyLabel="Saving …" onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <KeyChoice value={chosen} onChange={setChosen} unavailable={isOutOfReach ? { SERVER: notYours } : undefined} />
        {chosen !== keyManagement && <WhatChanges to={chosen} identities={externalIdentityCount ?? 0} />}
        {chosen === 'CLIENT' && keyManagement === 'SERVER' && <HandlerChoice chosen={others} onChange={setOthers} />}
        <FormProblem text={problem} />
      </div>
      {unlockDialog}
    </Dialog>
  )
}

function WhatChanges({ to, identities }: { to: KeyManagement; identities: number }) {
  return (
    <div className="rounded-lg border border-line bg-surface p-3 text-sm">
      <p className="font-medium">What changes</p>
      <ul className="mt-1 list-disc pl-5 text-muted">
        {to === 'SERVER' ? (
          <>
            <li>Your browser opens the keys with your password and hands them to the server, encrypted to it.</li>
            <li>External identities can be bound, and the server can make tokens while nobody is present.</li>
          </>
        ) : (
          <>
            <li>The server forgets its copy of the keys. Only the members you name can make tokens from then on.</li>
            {identities > 0 && <li>Workloads can no longer log in through the {identities} bound external identities.</li>}
          </>
        )}
        <li>Tokens that exist go on working.</li>
      </ul>
    </div>
  )
}
