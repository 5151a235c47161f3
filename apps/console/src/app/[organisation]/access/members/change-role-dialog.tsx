'use client'

import { useEffect, useState } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { Button } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { FormProblem } from '../../../../components/form-problem.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { whyNotGiven } from '../rights.ts'
import { RoleSelect } from '../role-select.tsx'
import type { RoleRightsFragment } from '../roles/operations.generated.ts'
import { ChangeMemberRoleDocument, type MemberRowFragment } from './operations.generated.ts'

interface ChangeRoleDialogProps {
  /** Undefined: closed. */
  member: MemberRowFragment | undefined
  roles: readonly RoleRightsFragment[]
  onClose: () => void
}

const reachesEverything = (managed: string | null | undefined) => managed === 'OWNER' || managed === 'ADMIN'

export function ChangeRoleDialog({ member, roles, onClose }: ChangeRoleDialogProps) {
  const { send, busy } = useChange(ChangeMemberRoleDocument, { quiet: true })
  const toast = useToast()
  const [roleId, setRoleId] = useState('')
  const [problem, setProblem] = useState<string>()
  const before = member?.role.id
  useEffect(() => {
    setRoleId(before ?? '')
    setProblem(undefined)
  }, [before])
  const chosen = roles.find(({ id }) => id === roleId)
  const save = async () => {
    if (!member) return
    if (!chosen) return setProblem('Choose the role that the person gets.')
    const outcome = await send({ input: { memberId: member.id, roleId } })
    if (!outcome.ok) return setProblem(outcome.message)
    toast.success(`${member.fullName} is ${chosen.name} now`)
    onClose()
  }
  return (
    <Dialog
      open={member !== undefined}
      onClose={onClose}
      title={`Change the role of ${member?.fullName ?? ''}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} busyLabel="Changing …" onClick={() => void save()}>
            Change role
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p>It takes effect at once. The person&rsquo;s sessions end and it has to sign in again.</p>
        <RoleSelect roles={roles} value={roleId} onChange={setRoleId} whyNot={whyNotGiven} />
        {reachesEverything(member?.role.managed) && chosen && !reachesEverything(chosen.managed) && (
          <p className="text-warning">
            All environment keys are taken away with the {member?.role.name} role. Give back afterwards what is still needed.
          </p>
        )}
        {!reachesEverything(member?.role.managed) && reachesEverything(chosen?.managed) && (
          <p className="text-warning">This role reaches every environment of every app with server-side encryption.</p>
        )}
        <FormProblem text={problem} />
      </div>
    </Dialog>
  )
}
