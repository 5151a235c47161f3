'use client'

import { useState } from 'react'
import { useChange } from '../../../../../../apollo/use-change.ts'
import { useToast } from '../../../../../../components/toast.tsx'
import { useOwnKeys } from '../../../../../../keys/unlock/use-own-keys.tsx'
import { useApp } from '../../app-gate.tsx'
import { useEditor } from './editor-context.tsx'
import { ChangeEncryptedSecretsDocument, ChangeSecretsDocument, type ChangeSecretsMutation } from './operations.generated.ts'
import { changesOf, countOf, keyAt, nothingStaged, type Staged } from './staged/staged.ts'
import { useHeld } from './values/use-held.ts'

export type Conflict = NonNullable<ChangeSecretsMutation['changeSecrets']>['conflicts'][number]

/** Writes what is staged: all of it or nothing. */
export function useDeploy() {
  const { serverEncryption } = useApp()
  const { environment, staged, change, wasWritten } = useEditor()
  const held = useHeld()
  const { withKeys, unlockDialog } = useOwnKeys()
  const plain = useChange(ChangeSecretsDocument, { quiet: true, cached: false })
  const encrypted = useChange(ChangeEncryptedSecretsDocument, { quiet: true, cached: false })
  const toast = useToast()
  const [deploying, setDeploying] = useState(false)
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([])
  const [problems, setProblems] = useState<readonly string[]>([])

  const write = async (wanted: Staged) => {
    const changes = changesOf(wanted)
    if (serverEncryption) return plain.send({ input: { environmentId: environment.id, ...changes } })
    const sealed = await withKeys(async (vault) => {
      const keys = await held()
      const tagsOf = (id: string) => [...(wanted.edited.get(id)?.entry.tags ?? [])]
      const update = changes.update.map((one) => ({ ...one, tags: one.tags ?? tagsOf(one.id) }))
      return {
        create: await vault.encryptNewSecrets(keys, changes.create),
        update: (await vault.encryptChangedSecrets(keys, update)).map((one, index) => ({ ...one, version: update[index]?.version ?? 0 })),
      }
    })
    if (!sealed.ok) return { ok: false as const, userErrors: [], payload: undefined, message: sealed.message ?? 'Your keys stay locked.' }
    return encrypted.send({ input: { environmentId: environment.id, ...sealed.result, delete: changes.delete } })
  }
  const deploy = async (wanted: Staged = staged): Promise<boolean> => {
    if (deploying || countOf(wanted) === 0) return false
    setDeploying(true)
    setProblems([])
    const outcome = await write(wanted)
    setDeploying(false)
    if (!outcome.ok) {
      const found = outcome.payload?.conflicts ?? []
      if (found.length > 0) setConflicts(found)
      else setProblems(sentencesOf(wanted, outcome))
      return false
    }
    setConflicts([])
    change(() => nothingStaged)
    wasWritten()
    const count = countOf(wanted)
    toast.success(`${count} ${count === 1 ? 'change was' : 'changes were'} deployed to ${environment.name}`)
    return true
  }
  return { deploy, deploying, conflicts, closeConflicts: () => setConflicts([]), problems, unlockDialog }
}

interface Refusal {
  userErrors: readonly { field: string[] | null; message: string }[]
  message: string
}

/** Why nothing was written, each sentence with the key that it is about. */
function sentencesOf(wanted: Staged, { userErrors, message }: Refusal): string[] {
  if (userErrors.length === 0) return [message]
  return userErrors.map((error) => [keyAt(wanted, error.field), error.message].filter(Boolean).join(': '))
}
