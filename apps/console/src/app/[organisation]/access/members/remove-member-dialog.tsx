'use client'

import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { ConfirmDialog } from '../../../../components/confirm-dialog.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { MemberImpactDocument, RemoveMemberDocument } from './operations.generated.ts'

interface RemoveMemberDialogProps {
  /** Undefined: closed. */
  member: { id: string; fullName: string } | undefined
  onClose: () => void
  onRemoved: () => void
}

export function RemoveMemberDialog({ member, onClose, onRemoved }: RemoveMemberDialogProps) {
  const { send, busy } = useChange(RemoveMemberDocument, { quiet: true })
  const toast = useToast()
  const [problem, setProblem] = useState<string>()
  const close = () => {
    setProblem(undefined)
    onClose()
  }
  const remove = async (id: string, fullName: string) => {
    const outcome = await send({ input: { id } })
    if (!outcome.ok) return setProblem(outcome.message)
    setProblem(undefined)
    toast.success(`${fullName} was removed`)
    onRemoved()
  }
  return (
    <ConfirmDialog
      open={member !== undefined}
      onClose={close}
      title={`Remove ${member?.fullName ?? ''}?`}
      typeToConfirm={member?.fullName}
      confirmLabel="Remove member"
      busyLabel="Removing …"
      busy={busy}
      problem={problem}
      impact={member && <Impact id={member.id} />}
      onConfirm={() => member && void remove(member.id, member.fullName)}
    >
      <p>The membership ends with the next request. This cannot be undone; the person can be invited again.</p>
    </ConfirmDialog>
  )
}

/** What goes with the membership, counted as far as the viewer may see it. */
function Impact({ id }: { id: string }) {
  const { data } = useQuery(MemberImpactDocument, { variables: { id }, errorPolicy: 'all', fetchPolicy: 'network-only' })
  const environments = data?.member?.access?.totalCount
  const tokens = data?.member?.personalAccessTokens?.totalCount
  return (
    <ul className="list-disc pl-5">
      <li>Every session ends.</li>
      <li>{typeof tokens === 'number' ? `Personal access tokens: ${tokens}` : 'All personal access tokens'}. They stop working.</li>
      <li>{typeof environments === 'number' ? `Environment keys: ${environments}` : 'All environment keys'}. They are deleted.</li>
      <li>Service accounts, apps and secrets stay as they are, and so does the audit log.</li>
    </ul>
  )
}
