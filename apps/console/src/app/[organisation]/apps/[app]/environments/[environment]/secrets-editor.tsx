'use client'

import dynamic from 'next/dynamic'
import { useCallback, useMemo, useState } from 'react'
import { ErrorState, FilteredEmpty } from '../../../../../../components/states.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { useDialog, useFilters } from '../../../../../../components/url-state.ts'
import { useApp } from '../../app-gate.tsx'
import { DeployBar } from './deploy-bar.tsx'
import { DropArea } from './drop-area.tsx'
import { useEditor } from './editor-context.tsx'
import { editorParsers } from './editor-state.ts'
import { EditorToolbar } from './editor-toolbar.tsx'
import type { Entry } from './entry.ts'
import { Folders } from './folders.tsx'
import { SecretGrid } from './grid/secret-grid.tsx'
import { Locked } from './locked.tsx'
import { NoSecrets } from './no-secrets.tsx'
import { type Row, rowsOf } from './rows.ts'
import { without, withRemoved } from './staged/staged.ts'
import { useEntries } from './use-entries.ts'
import { ValuesProvider } from './values/values-context.tsx'

const SecretSheet = dynamic(() => import('./dialogs/secret-sheet.tsx').then((file) => file.SecretSheet))
const HistorySheet = dynamic(() => import('./dialogs/history-sheet.tsx').then((file) => file.HistorySheet))
const ImportDialog = dynamic(() => import('./dialogs/import-dialog.tsx').then((file) => file.ImportDialog))

export function SecretsEditor({ folder }: { folder: string }) {
  const { serverEncryption } = useApp()
  const { staged, change } = useEditor()
  const { state, set, clear } = useFilters(editorParsers)
  const { entries, total, loading, problem, locked, retry } = useEntries({
    folder,
    search: state.q,
    type: state.type,
    tag: state.tag,
    newestFirst: state.sort === 'newest',
  })
  const toast = useToast()
  const creation = useDialog('new')
  const edit = useDialog('edit')
  const history = useDialog('history')
  const imports = useDialog('import')
  const [dropped, setDropped] = useState('')
  const rows = useMemo(() => rowsOf(entries, staged, { folder, search: state.q }), [entries, staged, folder, state.q])
  const rowById = (id: string | null) => rows.find((row) => row.id === id)
  const undo = useCallback((id: string) => change((now) => without(now, id)), [change])
  const remove = useCallback(
    (row: Row) => {
      if (row.state === 'new') return undo(row.id)
      change((now) => withRemoved(now, row.entry))
      toast.success(`${row.entry.key} will be removed when you deploy`, { undo: () => undo(row.id) })
    },
    [change, undo, toast],
  )
  const startImport = (text: string) => {
    setDropped(text)
    imports.show()
  }
  const filtered = state.q !== '' || state.type !== null || state.tag !== null
  const editedRow = rowById(edit.id)
  const historyEntry = entries.find(({ id }): boolean => id === history.id)
  if (locked) return <Locked />
  return (
    <ValuesProvider>
      <DropArea onText={startImport}>
        <DeployBar />
        <EditorToolbar
          folder={folder}
          entries={entries}
          state={state}
          set={set}
          onNew={() => creation.show()}
          onImport={() => startImport('')}
        />
        {state.q === '' && <Folders folder={folder} />}
        {problem && <ErrorState problem={problem} onRetry={retry} />}
        {rows.length > 0 && (
          <SecretGrid
            rows={rows}
            showPath={state.q !== ''}
            onEdit={(row) => edit.show(row.id)}
            onHistory={(row) => history.show(row.id)}
            onRemove={remove}
            onUndo={undo}
          />
        )}
        {rows.length === 0 &&
          !loading &&
          !problem &&
          (filtered ? <FilteredEmpty what="secrets" onClear={clear} /> : <NoSecrets folder={folder} />)}
        <p role="status" className="text-sm text-muted">
          {loading ? `Loading … ${entries.length} of ${total ?? 'some'} secrets` : countText(entries, total)}
        </p>
      </DropArea>
      <SecretSheet
        open={creation.open || (edit.open && editedRow !== undefined)}
        row={edit.open ? editedRow : undefined}
        folder={folder}
        onClose={creation.open ? creation.close : edit.close}
        onPasteFile={startImport}
      />
      <HistorySheet entry={history.open ? historyEntry : undefined} onClose={history.close} />
      <ImportDialog
        open={imports.open}
        text={dropped}
        folder={folder}
        entries={serverEncryption ? undefined : entries}
        onClose={imports.close}
      />
    </ValuesProvider>
  )
}

const countText = (entries: readonly Entry[], total: number | null): string =>
  `${total ?? entries.length} ${(total ?? entries.length) === 1 ? 'secret' : 'secrets'}`
