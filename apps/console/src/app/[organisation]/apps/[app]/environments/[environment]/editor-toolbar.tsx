'use client'

import { useQuery } from '@apollo/client/react'
import { Download, EyeOff, FileUp, Plus } from 'lucide-react'
import { Button } from '../../../../../../components/button.tsx'
import { FilterSelect, SearchField } from '../../../../../../components/filters.tsx'
import { useCanInApps } from '../../../../../../frame/viewer.tsx'
import { useEditor } from './editor-context.tsx'
import { type Entry, typeChoices } from './entry.ts'
import { SecretTagNamesDocument } from './operations.generated.ts'
import { useExport } from './use-export.ts'

interface EditorState {
  q: string
  type: string | null
  tag: string | null
  sort: string
}

interface EditorToolbarProps {
  folder: string
  entries: readonly Entry[]
  state: EditorState
  set: (change: Partial<EditorState>) => void
  onNew: () => void
  onImport: () => void
}

export function EditorToolbar({ folder, entries, state, set, onNew, onImport }: EditorToolbarProps) {
  const { hideAll } = useEditor()
  const canInApps = useCanInApps()
  const { exportAll, exporting } = useExport(folder, entries)
  const { data } = useQuery(SecretTagNamesDocument)
  const tags = data?.secretTags?.edges.map(({ node }) => node.name) ?? []
  const mayCreate = canInApps('Secrets', 'create')
  return (
    <div className="flex flex-col gap-3">
      <search className="flex flex-wrap items-center gap-3">
        <SearchField label="Search keys in every folder" value={state.q} onChange={(q) => set({ q })} />
        <FilterSelect
          label="Type"
          value={state.type ?? ''}
          choices={[{ value: '', label: 'All' }, ...typeChoices]}
          onChange={(type) => set({ type: type || null })}
        />
        {(tags.length > 0 || state.tag !== null) && (
          <FilterSelect
            label="Tag"
            value={state.tag ?? ''}
            choices={[
              { value: '', label: 'All' },
              ...[...new Set([...tags, ...(state.tag ? [state.tag] : [])])].map((tag) => ({ value: tag, label: tag })),
            ]}
            onChange={(tag) => set({ tag: tag || null })}
          />
        )}
        <FilterSelect
          label="Sort"
          value={state.sort}
          choices={[
            { value: 'key', label: 'Key' },
            { value: 'newest', label: 'Newest change' },
          ]}
          onChange={(sort) => set({ sort })}
        />
      </search>
      <div className="flex flex-wrap gap-2">
        {mayCreate && (
          <Button variant="primary" onClick={onNew}>
            <Plus size={16} aria-hidden /> New secret
          </Button>
        )}
        {mayCreate && (
          <Button onClick={onImport}>
            <FileUp size={16} aria-hidden /> Import .env
          </Button>
        )}
        <Button onClick={() => void exportAll()} busy={exporting} busyLabel="Exporting …">
          <Download size={16} aria-hidden /> Export .env
        </Button>
        <Button onClick={hideAll} aria-keyshortcuts="Shift+H">
          <EyeOff size={16} aria-hidden /> Hide all
        </Button>
      </div>
    </div>
  )
}
