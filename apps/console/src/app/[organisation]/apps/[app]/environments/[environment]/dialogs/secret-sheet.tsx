'use client'

import { type ClipboardEvent, type FormEvent, useId, useState } from 'react'
import { Button } from '../../../../../../../components/button.tsx'
import { ChipList } from '../../../../../../../components/chip-list.tsx'
import { Dialog } from '../../../../../../../components/dialog.tsx'
import { Field } from '../../../../../../../components/field.tsx'
import { Select, TextArea, TextInput } from '../../../../../../../components/inputs.tsx'
import { useOpenings } from '../../../../../../../components/use-openings.ts'
import { useEditor } from '../editor-context.tsx'
import { typeChoices } from '../entry.ts'
import type { Row } from '../rows.ts'
import { withCreated, withEdited } from '../staged/staged.ts'
import { OverrideField } from './override-field.tsx'
import { changeOf, draftOf, normalFolder, problemsOf, type SecretDraft } from './secret-draft.ts'
import { ValueField } from './value-field.tsx'

interface SecretSheetProps {
  open: boolean
  /** The one to edit; without it a new one is made. */
  row: Row | undefined
  folder: string
  onClose: () => void
  /** Lines of KEY=value were pasted into the key. */
  onPasteFile: (text: string) => void
}

export const SecretSheet = (props: SecretSheetProps) => <SecretForm key={useOpenings(props.open)} {...props} />

/** One secret: what is entered here is staged, and written when it is deployed. */
function SecretForm({ open, row, folder, onClose, onPasteFile }: SecretSheetProps) {
  const { change } = useEditor()
  const [before] = useState(() => draftOf(row, folder))
  const [draft, setDraft] = useState<SecretDraft>(before)
  const [tried, setTried] = useState(false)
  const formId = useId()
  const isNew = row === undefined || row.state === 'new'
  const sealed = !isNew && row.entry.type === 'SEALED'
  const problems = tried ? problemsOf(draft) : {}
  const set = (part: Partial<SecretDraft>) => setDraft((now) => ({ ...now, ...part }))
  const stage = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(problemsOf(draft)).length > 0) return
    if (isNew) {
      const { key, value = '', path, override: _, ...rest } = draft
      change((now) =>
        withCreated(now, [
          { ...rest, key: key.trim().toUpperCase(), path: normalFolder(path), value, id: row?.id ?? `new-${crypto.randomUUID()}` },
        ]),
      )
    } else {
      const edits = changeOf(before, draft)
      if (edits) change((now) => withEdited(now, [{ entry: row.entry, change: edits }]))
    }
    onClose()
  }
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text')
    if (!isNew || !/^\s*(?:export\s+)?[^\s=#]+\s*=/m.test(text)) return
    event.preventDefault()
    onPasteFile(text)
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      kind="sheet"
      title={isNew ? 'New secret' : `Edit ${row.entry.key}`}
      description="Nothing is written before you deploy."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary">
            Stage
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={stage} className="flex flex-col gap-4" noValidate>
        <Field label="Key" problem={problems.key} help={isNew ? 'Paste KEY=value lines here to import them.' : undefined}>
          {(control) => (
            <TextInput
              {...control}
              value={draft.key}
              maxLength={256}
              autoComplete="off"
              spellCheck={false}
              className="font-mono uppercase placeholder:normal-case"
              placeholder="DATABASE_URL"
              onPaste={onPaste}
              onChange={(event) => set({ key: event.target.value })}
            />
          )}
        </Field>
        <ValueField row={row} sealed={sealed} value={draft.value} onChange={(value) => set({ value })} />
        <Field label="Type" help={sealed ? 'A sealed secret stays sealed.' : typeHelp[draft.type]}>
          {(control) => (
            <Select
              {...control}
              value={draft.type}
              disabled={sealed}
              choices={typeChoices}
              onChange={(event) => set({ type: typeChoices.find(({ value }) => value === event.target.value)?.value ?? 'SECRET' })}
            />
          )}
        </Field>
        <Field label="Tags" optional>
          {(control) => <ChipList control={control} what="tag" values={draft.tags} onChange={(tags) => set({ tags })} />}
        </Field>
        <Field label="Comment" optional>
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              value={draft.comment}
              maxLength={16_384}
              onChange={(event) => set({ comment: event.target.value })}
            />
          )}
        </Field>
        <Field label="Folder" problem={problems.path} help="/ is the top; folders appear with the first secret in them.">
          {(control) => (
            <TextInput
              {...control}
              value={draft.path}
              maxLength={1024}
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
              onChange={(event) => set({ path: event.target.value })}
            />
          )}
        </Field>
        {!isNew && !sealed && <OverrideField entry={row.entry} override={draft.override} onChange={(override) => set({ override })} />}
      </form>
    </Dialog>
  )
}

const typeHelp = {
  SECRET: 'Masked here; people with access may reveal it.',
  CONFIG: 'Not confidential; masked here all the same.',
  SEALED: 'Workloads read it; nobody can ever see it again here, and it cannot be unsealed.',
}
