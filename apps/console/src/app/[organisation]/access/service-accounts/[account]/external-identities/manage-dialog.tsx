'use client'

import { useApolloClient } from '@apollo/client/react'
import { useState } from 'react'
import { useChange } from '../../../../../../apollo/use-change.ts'
import { Button } from '../../../../../../components/button.tsx'
import { Dialog } from '../../../../../../components/dialog.tsx'
import { FormProblem } from '../../../../../../components/form-problem.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { useOpenings } from '../../../../../../components/use-openings.ts'
import { useAccount } from '../account-context.tsx'
import { TrustList, type WantedTrust } from './identities-to-trust.tsx'
import { BoundIdentityIdsDocument, SetBoundIdentitiesDocument } from './operations.generated.ts'

interface ManageIdentitiesDialogProps {
  open: boolean
  onClose: () => void
}

/** Which of the organisation's identities the account trusts; nothing happens before Save. */
export const ManageIdentitiesDialog = (props: ManageIdentitiesDialogProps) => <Manage key={useOpenings(props.open)} {...props} />

function Manage({ open, onClose }: ManageIdentitiesDialogProps) {
  const { id, name } = useAccount()
  const client = useApolloClient()
  const [wanted, setWanted] = useState<readonly WantedTrust[]>([])
  const [problem, setProblem] = useState<string>()
  const { send, busy } = useChange(SetBoundIdentitiesDocument, { quiet: true })
  const toast = useToast()

  const save = async () => {
    if (wanted.length === 0) return onClose()
    setProblem(undefined)
    // Somebody else may have bound others meanwhile: only what was toggled here changes.
    const { data, error } = await client.query({ query: BoundIdentityIdsDocument, variables: { id }, fetchPolicy: 'network-only' })
    const now = data?.serviceAccount?.externalIdentities?.edges.map(({ node }) => node.id)
    if (!now) return setProblem(error?.message ?? 'The identities that are bound now could not be read. Try again.')
    const changed = new Set(wanted.map((trust) => trust.id))
    const added = wanted.filter(({ trusted }) => trusted).map((trust) => trust.id)
    const outcome = await send({ input: { id, externalIdentityIds: [...now.filter((one) => !changed.has(one)), ...added] } })
    if (!outcome.ok) return setProblem(outcome.message)
    toast.success(`What ${name} trusts was saved`)
    onClose()
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      kind="wide"
      title={`Manage external identities — ${name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} busyLabel="Saving …" onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TrustList wanted={wanted} onChange={setWanted} />
        <Changes wanted={wanted} />
        <FormProblem text={problem} />
      </div>
    </Dialog>
  )
}

function Changes({ wanted }: { wanted: readonly WantedTrust[] }) {
  const removes = wanted.some(({ trusted }) => !trusted)
  return (
    <div role="status" className="flex flex-col gap-1 text-sm">
      {wanted.length > 0 && (
        <p>
          {wanted.length} {wanted.length === 1 ? 'change' : 'changes'}:{' '}
          <span className="font-medium break-words">{wanted.map(({ name, trusted }) => `${trusted ? '+' : '−'} ${name}`).join(', ')}</span>
        </p>
      )}
      {removes && (
        <p className="text-warning">The live tokens that an identity minted for this account stop working when it is no longer trusted.</p>
      )}
    </div>
  )
}
