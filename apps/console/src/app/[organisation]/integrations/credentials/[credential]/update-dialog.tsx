'use client'

import type { FormEvent, ReactNode } from 'react'
import { useId } from 'react'
import { Button } from '../../../../../components/button.tsx'
import { Dialog } from '../../../../../components/dialog.tsx'
import { FormProblem } from '../../../../../components/form-problem.tsx'
import { CheckResult } from '../form/check-result.tsx'
import type { CheckedStepsFragment } from '../form/operations.generated.ts'

interface UpdateDialogProps {
  title: string
  description: string
  region: string
  check: CheckedStepsFragment | undefined
  problem: string | undefined
  busy: boolean
  saveLabel: string
  onSave: () => void
  onClose: () => void
  children: ReactNode
}

/** The window of a change: fields, what the test said of it, and what to do then. */
export function UpdateDialog(props: UpdateDialogProps) {
  const { title, description, region, check, problem, busy, saveLabel, onSave, onClose, children } = props
  const id = useId()
  const hasFailed = check?.passed === false
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant={hasFailed ? 'danger' : 'primary'} busy={busy} busyLabel="Saving …">
            {hasFailed ? 'Save anyway' : saveLabel}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-4">
        {children}
        {check && <CheckResult check={check} region={region} />}
        {hasFailed && <p>Syncs that use it fail until a test has passed.</p>}
        <FormProblem text={problem} />
      </form>
    </Dialog>
  )
}
