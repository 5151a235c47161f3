'use client'

import { useId, useState } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { Button } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { TrustPrincipalDocument, type TrustProposalWholeFragment } from '../detail/operations.generated.ts'
import { ListChange } from './list-change.tsx'
import { configInput, type Way } from './trusted-config.ts'

type Identity = NonNullable<TrustProposalWholeFragment['identity']>

interface TrustDialogProps {
  open: boolean
  onClose: () => void
  proposal: TrustProposalWholeFragment
  identity: Identity
}

/** Shows the change that lets the refused caller in, and makes it. */
export function TrustDialog({ open, onClose, proposal, identity }: TrustDialogProps) {
  const ways: readonly Way[] = [proposal, ...proposal.alternatives]
  const [chosen, setChosen] = useState(0)
  const [problem, setProblem] = useState('')
  const { send, busy } = useChange(TrustPrincipalDocument, { quiet: true })
  const toast = useToast()
  const way = ways[chosen] ?? proposal
  const apply = async () => {
    setProblem('')
    const outcome = await send({ input: { id: identity.id, expectedVersion: identity.version, config: configInput(way.after) } })
    if (!outcome.ok) return setProblem(outcome.message)
    toast.success(`${identity.name} trusts it now`, { detail: 'Let the workload try again: from now on it is let in.' })
    onClose()
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Trust this principal in ${identity.name}?`}
      kind="wide"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} busyLabel="Saving …" onClick={() => void apply()}>
            Trust it
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {ways.length > 1 && <Ways ways={ways} chosen={chosen} onChoose={setChosen} />}
        <section aria-label="The change" className="flex flex-col gap-1">
          <h3 className="font-medium">The change</h3>
          <ListChange before={proposal.before} way={way} />
          <p className="text-sm text-muted">Everything else of the identity stays as it is.</p>
        </section>
        {ways.length === 1 && <p>{way.explanation}</p>}
        <p className="text-muted">
          Whoever is let in may become {accountsOf(identity.boundAccountCount)} that the identity is bound to. Whatever is not on the list
          stays refused. The change is recorded in the audit log under your name.
        </p>
        <div role="alert">{problem && <p className="text-danger">{problem}</p>}</div>
      </div>
    </Dialog>
  )
}

const accountsOf = (count: number | null): string =>
  count === null ? 'every service account' : count === 1 ? 'the one service account' : `each of the ${count} service accounts`

interface WaysProps {
  ways: readonly Way[]
  chosen: number
  onChoose: (index: number) => void
}

function Ways({ ways, chosen, onChoose }: WaysProps) {
  const name = useId()
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-medium">Whom to let in</legend>
      {ways.map(({ additions, explanation }, index) => (
        <label
          key={additions.join()}
          className="flex cursor-pointer items-start gap-3 rounded-md border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            type="radio"
            name={name}
            className="mt-1 size-4 shrink-0 accent-accent"
            checked={index === chosen}
            onChange={() => onChoose(index)}
          />
          <span className="min-w-0">
            <bdi className="font-mono text-[13px] break-all">{additions.join(', ')}</bdi>
            <span className="block text-sm text-muted">{explanation}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
