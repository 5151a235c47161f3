'use client'

import { type FormEvent, useId, useState } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { Button } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { Field } from '../../../../components/field.tsx'
import { Select, TextInput } from '../../../../components/inputs.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { EditLabSecretDocument, type LabSecretCardFragment } from './operations.generated.ts'

interface EditSecretProps {
  secret: Pick<LabSecretCardFragment, 'name' | 'region' | 'keys'>
  onClose: () => void
}

/** Does what somebody does who edits the secret at AWS: its sync finds it edited. */
export function EditSecret({ secret: { name, region, keys }, onClose }: EditSecretProps) {
  const form = useId()
  const [key, setKey] = useState(keys[0] ?? '')
  const [value, setValue] = useState('')
  const { send, busy } = useChange(EditLabSecretDocument)
  const toast = useToast()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const outcome = await send({ input: { name, region, key, value } })
    if (!outcome.ok) return
    onClose()
    toast.success(`${key} was edited`, {
      detail: 'The product was not told. Run the sync, or wait for its next check, and see what it finds.',
    })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Edit behind the product’s back"
      description={`Writes a new version of ${name}, with other keys than the sync has.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={busy} busyLabel="Writing …">
            Write the edit
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        <Field label="Key">
          {(control) => (
            <Select
              {...control}
              value={key}
              onChange={({ target }) => setKey(target.value)}
              choices={keys.map((one) => ({ value: one, label: one }))}
            />
          )}
        </Field>
        <Field label="New value">
          {(control) => (
            <TextInput {...control} value={value} autoComplete="off" maxLength={10_000} onChange={({ target }) => setValue(target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
