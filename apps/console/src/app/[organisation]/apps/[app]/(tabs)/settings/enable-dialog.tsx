'use client'

import { useApolloClient } from '@apollo/client/react'
import { useState } from 'react'
import { useChange } from '../../../../../../apollo/use-change.ts'
import { Button } from '../../../../../../components/button.tsx'
import { Dialog } from '../../../../../../components/dialog.tsx'
import { FormProblem } from '../../../../../../components/form-problem.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { useOwnKeys } from '../../../../../../keys/unlock/use-own-keys.tsx'
import { useApp } from '../../app-gate.tsx'
import { HeldEnvironmentsDocument } from '../../operations.generated.ts'
import { ServerKeyDocument, SetAppEncryptionDocument } from './operations.generated.ts'

/** Hands the keys of every environment to the server; the vault wraps them for it in this browser. */
export function EnableDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const app = useApp()
  const client = useApolloClient()
  const { send } = useChange(SetAppEncryptionDocument, { quiet: true })
  const { withKeys, unlockDialog } = useOwnKeys()
  const toast = useToast()
  const [working, setWorking] = useState(false)
  const [problem, setProblem] = useState<string>()
  const wrapped = () =>
    withKeys(async (vault) => {
      const [held, server] = await Promise.all([
        client.query({ query: HeldEnvironmentsDocument, variables: { id: app.id }, fetchPolicy: 'no-cache' }),
        client.query({ query: ServerKeyDocument, fetchPolicy: 'no-cache' }),
      ])
      const environments = held.data?.app?.environments?.edges.map(({ node }) => node) ?? []
      return vault.handEnvironments(environments, server.data?.server.publicKey ?? '')
    })
  const enable = async () => {
    if (working) return
    setWorking(true)
    setProblem(undefined)
    const keys = await wrapped()
    if (keys.ok) {
      const outcome = await send({ input: { appId: app.id, serverEncryption: true, environmentKeys: keys.result } })
      if (outcome.ok) {
        toast.success('Server-side encryption is on')
        onClose()
      } else setProblem(outcome.message)
    } else setProblem(keys.message)
    setWorking(false)
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Enable server-side encryption?"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={working} busyLabel="Handing keys over …" onClick={() => void enable()}>
            Enable
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="font-medium">The server will be able to read every environment of this app.</p>
        <p>It unlocks:</p>
        <ul className="list-disc pl-5">
          <li>Workloads of external identities read secrets over plain REST, without cryptography of their own.</li>
          <li>References to other secrets are resolved on the server.</li>
          <li>Search, compare, copy and .env import work for whole environments.</li>
          <li>Access can be given without anybody entering a password.</li>
        </ul>
        <p className="text-muted">
          Your browser unwraps the keys of {app.environments.map(({ name }) => name).join(', ')} with your password and encrypts them to the
          server.
        </p>
        <FormProblem text={problem} />
      </div>
      {unlockDialog}
    </Dialog>
  )
}
