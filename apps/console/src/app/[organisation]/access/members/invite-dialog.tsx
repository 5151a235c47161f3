'use client'

import { type FormEvent, useId, useState } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { Button } from '../../../../components/button.tsx'
import { CodeBlock } from '../../../../components/copy.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { FormProblem } from '../../../../components/form-problem.tsx'
import { TextField } from '../../../../components/text-field.tsx'
import { useViewer } from '../../../../frame/viewer.tsx'
import { whyNotInvited } from '../rights.ts'
import { RoleSelect } from '../role-select.tsx'
import type { RoleRightsFragment } from '../roles/operations.generated.ts'
import { InviteMemberDocument } from './operations.generated.ts'

interface InviteDialogProps {
  open: boolean
  onClose: () => void
  roles: readonly RoleRightsFragment[]
}

/** Keeps a place for somebody and shows the link to it, once. */
export function InviteDialog({ open, onClose, roles }: InviteDialogProps) {
  const [made, setMade] = useState<{ email: string; link: string }>()
  const close = () => {
    onClose()
    setMade(undefined)
  }
  if (made) return <LinkDialog open={open} onClose={close} {...made} />
  return <AskDialog open={open} onClose={close} roles={roles} onMade={setMade} />
}

interface AskDialogProps extends InviteDialogProps {
  onMade: (made: { email: string; link: string }) => void
}

function AskDialog({ open, onClose, roles, onMade }: AskDialogProps) {
  const { server } = useViewer()
  const { send, busy } = useChange(InviteMemberDocument, { quiet: true })
  const form = useId()
  const [email, setEmail] = useState('')
  const [roleId, setRoleId] = useState('')
  const [problems, setProblems] = useState<Problems>({})
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    if (roleId === '') return setProblems({ role: 'Choose the role that the person gets.' })
    const outcome = await send({ input: { email, roleId } })
    if (!outcome.ok) return setProblems(problemsOf(outcome))
    const { code } = outcome.payload
    setProblems({})
    setEmail('')
    setRoleId('')
    if (code) onMade({ email, link: `${server.publicUrl}/invite#${code}` })
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Invite a member"
      description="You get a link to pass on; it is good for 14 days, and for one person."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={busy} busyLabel="Making the link …">
            Make the invite link
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="off"
          maxLength={254}
          value={email}
          problem={problems.email}
          help="The person signs in with this address."
          onChange={(event) => setEmail(event.target.value)}
        />
        <RoleSelect roles={roles} value={roleId} onChange={setRoleId} whyNot={whyNotInvited} problem={problems.role} />
        <FormProblem text={problems.whole} />
      </form>
    </Dialog>
  )
}

interface Problems {
  email?: string
  role?: string
  whole?: string
}

function problemsOf(outcome: { userErrors: readonly { field: string[] | null; message: string }[]; message: string }): Problems {
  const [first] = outcome.userErrors
  if (first?.field?.includes('email')) return { email: first.message }
  if (first?.field?.includes('roleId')) return { role: first.message }
  return { whole: outcome.message }
}

function LinkDialog({ open, onClose, email, link }: { open: boolean; onClose: () => void; email: string; link: string }) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`The invite link for ${email}`}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <p>
          Pass this link on yourself: this server sends no e-mail, and nobody but you has it. It is shown only now. Whoever opens it first
          becomes the member, so use a channel that you trust.
        </p>
        <CodeBlock code={link} label="Invite link" />
        <p className="text-muted">If it goes astray, cancel the invite in the list of pending invites and make another.</p>
      </div>
    </Dialog>
  )
}
