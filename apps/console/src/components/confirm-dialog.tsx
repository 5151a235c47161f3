'use client'

import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Field } from './field.tsx'
import { TextInput } from './inputs.tsx'

interface ConfirmDialogProps {
  open: boolean
  onClose: () => void
  title: string
  /** What happens to whom, as a list. */
  impact?: ReactNode
  children?: ReactNode
  /** Must be typed first: for what cannot be undone. */
  typeToConfirm?: string
  confirmLabel: string
  busyLabel: string
  busy: boolean
  /** What went wrong the last time. */
  problem?: string
  onConfirm: () => void
}

/** Asks before something that breaks others, or that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onClose, title, impact, children, typeToConfirm, confirmLabel, busyLabel, busy, problem, onConfirm } = props
  const [typed, setTyped] = useState('')
  const [missing, setMissing] = useState(false)
  const confirm = () => {
    if (typeToConfirm !== undefined && typed !== typeToConfirm) return setMissing(true)
    onConfirm()
  }
  return (
    <Dialog
      open={open}
      onClose={() => {
        setTyped('')
        setMissing(false)
        onClose()
      }}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" busy={busy} busyLabel={busyLabel} onClick={confirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {children}
        {impact}
        {typeToConfirm !== undefined && (
          <Field
            label={
              <>
                Type <code className="rounded bg-hover px-1 font-mono break-all">{typeToConfirm}</code> to confirm
              </>
            }
            problem={missing && typed !== typeToConfirm ? 'This is not the name.' : undefined}
          >
            {(control) => <TextInput {...control} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />}
          </Field>
        )}
        <div role="alert">{problem && <p className="text-danger">{problem}</p>}</div>
      </div>
    </Dialog>
  )
}
