'use client'

import { type ChangeEvent, useEffect, useId, useState } from 'react'
import { Button, buttonLook } from '../../../../../../../components/button.tsx'
import { Dialog } from '../../../../../../../components/dialog.tsx'
import { Field } from '../../../../../../../components/field.tsx'
import { FormProblem } from '../../../../../../../components/form-problem.tsx'
import { TextArea, TextInput } from '../../../../../../../components/inputs.tsx'
import { useOpenings } from '../../../../../../../components/use-openings.ts'
import { useEditor } from '../editor-context.tsx'
import type { Entry } from '../entry.ts'
import { readFile } from '../read-file.ts'
import { withCreated, withEdited } from '../staged/staged.ts'
import { type ImportRow, isChoosable, stagedFrom } from './import-plan.ts'
import { ImportRows } from './import-rows.tsx'
import { normalFolder } from './secret-draft.ts'
import { usePreview } from './use-preview.ts'

interface ImportDialogProps {
  open: boolean
  /** What was dropped or pasted. */
  text: string
  folder: string
  /** Every secret of an end-to-end environment, which is compared here. Otherwise the server does it. */
  entries: readonly Entry[] | undefined
  onClose: () => void
}

export const ImportDialog = (props: ImportDialogProps) => <Import key={useOpenings(props.open)} {...props} />

/** A .env file: chosen, dropped or pasted; shown line by line; staged where it is wanted. Nothing is written before the deploy. */
function Import({ open, text: given, folder, entries, onClose }: ImportDialogProps) {
  const { change } = useEditor()
  const [text, setText] = useState(given)
  const [path, setPath] = useState(folder)
  const [rows, setRows] = useState<readonly ImportRow[]>()
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [problem, setProblem] = useState<string>()
  const { preview, busy } = usePreview(entries)
  const fileId = useId()
  const look = async (source: string) => {
    setProblem(undefined)
    const outcome = await preview(source, normalFolder(path))
    if (!outcome.ok) return setProblem(outcome.message)
    setRows(outcome.value)
    setChosen(new Set(outcome.value.filter(isChoosable).map(({ line }) => line)))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for what came with the opening
  useEffect(() => {
    if (open && given !== '') void look(given)
  }, [])
  const onFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    if (!file) return
    const read = await readFile(file)
    if (!read.ok) return setProblem(read.message)
    setText(read.text)
    await look(read.text)
  }
  const stage = () => {
    const { created, edits } = stagedFrom(
      (rows ?? []).filter(({ line }) => chosen.has(line)),
      normalFolder(path),
      entries,
    )
    change((now) => withEdited(withCreated(now, created), edits))
    onClose()
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      kind="wide"
      title="Import .env"
      description="You see what it would change; nothing is written before you deploy."
      footer={
        rows ? (
          <>
            <Button onClick={() => setRows(undefined)}>Back</Button>
            <Button variant="primary" onClick={stage}>
              Stage {chosen.size} {chosen.size === 1 ? 'key' : 'keys'}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" busy={busy} busyLabel="Comparing …" onClick={() => void look(text)}>
              Preview
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <FormProblem text={problem} />
        {rows ? (
          <ImportRows rows={rows} chosen={chosen} onChoose={setChosen} />
        ) : (
          <>
            <div className="relative w-fit">
              <input
                id={fileId}
                type="file"
                accept=".env,text/plain"
                onChange={(event) => void onFile(event)}
                className="peer absolute inset-0 opacity-0"
              />
              <label htmlFor={fileId} className={buttonLook('secondary', 'peer-focus-visible:outline-2 peer-focus-visible:outline-accent')}>
                Choose file
              </label>
            </div>
            <Field label="Or paste lines" help="KEY=value, comments, quotes and values over several lines are understood.">
              {(control) => (
                <TextArea
                  {...control}
                  rows={8}
                  value={text}
                  spellCheck={false}
                  autoComplete="off"
                  className="font-mono"
                  onChange={(event) => setText(event.target.value)}
                />
              )}
            </Field>
            <Field label="Into folder">
              {(control) => (
                <TextInput
                  {...control}
                  value={path}
                  maxLength={1024}
                  className="font-mono"
                  onChange={(event) => setPath(event.target.value)}
                />
              )}
            </Field>
          </>
        )}
      </div>
    </Dialog>
  )
}
