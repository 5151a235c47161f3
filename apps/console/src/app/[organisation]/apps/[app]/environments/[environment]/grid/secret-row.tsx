'use client'

import { History, Minus, Pencil, Plus, Trash2, Undo2 } from 'lucide-react'
import { memo } from 'react'
import { Badge } from '../../../../../../../components/badge.tsx'
import { IconButton } from '../../../../../../../components/icon-button.tsx'
import { useCanInApps } from '../../../../../../../frame/viewer.tsx'
import { typeLabel } from '../entry.ts'
import { factsOf, type Row } from '../rows.ts'
import { Cell } from './cell.tsx'
import type { RowActions } from './secret-grid.tsx'
import { ValueCell } from './value-cell.tsx'

interface SecretRowProps extends RowActions {
  row: Row
  index: number
  /** The column of this row that Tab reaches. */
  active: number | undefined
  /** Nothing was focused yet: Tab reaches the first row. */
  isFirst: boolean
  showPath: boolean
}

const marks = {
  new: { word: 'New', look: 'text-success', icon: <Plus size={14} aria-hidden /> },
  edited: { word: 'Edited', look: 'text-warning', icon: <Pencil size={14} aria-hidden /> },
  removed: { word: 'Removed', look: 'text-danger', icon: <Minus size={14} aria-hidden /> },
}

/** A secret: key, masked value, kind, and what can be done with it. */
export const SecretRow = memo(function SecretRow({
  row,
  index,
  active,
  isFirst,
  showPath,
  onEdit,
  onHistory,
  onRemove,
  onUndo,
}: SecretRowProps) {
  const canInApps = useCanInApps()
  const facts = factsOf(row)
  const mayEdit = canInApps('Secrets', 'update') || row.state === 'new'
  const unreadable = row.state !== 'new' && row.entry.unreadable
  const name = unreadable ? 'unreadable secret' : facts.key
  const place = (column: number) => ({
    'data-place': `${index}:${column}`,
    tabIndex: active === column || (isFirst && column === 0) ? 0 : -1,
  })
  const mark = row.state === 'same' ? undefined : marks[row.state]
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 px-2 py-2 text-[13px] md:grid-cols-[minmax(0,5fr)_minmax(0,6fr)_minmax(0,3fr)_auto]">
      <Cell className="flex min-w-0 flex-col">
        <span className="flex min-w-0 items-center gap-2">
          {mark && (
            <span className={`inline-flex shrink-0 items-center gap-1 text-xs font-medium ${mark.look}`}>
              {mark.icon} {mark.word}
            </span>
          )}
          <button
            type="button"
            {...place(0)}
            aria-label={row.state === 'removed' ? `${name}, removed` : `Edit ${name}`}
            disabled={unreadable}
            onClick={() => row.state !== 'removed' && mayEdit && onEdit(row)}
            className={`min-h-8 min-w-8 rounded text-left font-mono break-all hover:underline ${row.state === 'removed' ? 'line-through' : ''}`}
          >
            {unreadable ? 'Does not open' : facts.key}
          </button>
        </span>
        {showPath && <span className="text-xs break-all text-muted">{facts.path}</span>}
        {facts.comment && <span className="line-clamp-1 text-xs break-words text-muted">{facts.comment}</span>}
      </Cell>
      <Cell className="min-w-0 max-md:order-3 max-md:col-span-2">
        <ValueCell row={row} name={name} place={place} />
      </Cell>
      <Cell className="flex min-w-0 flex-wrap items-center gap-1 py-1 max-md:order-4 max-md:col-span-2">
        <Badge>{typeLabel(facts.type)}</Badge>
        {facts.tags.map((tag) => (
          <Badge key={tag} tone="accent">
            <span className="max-w-32 truncate">{tag}</span>
          </Badge>
        ))}
      </Cell>
      <Cell className="flex shrink-0 items-center justify-end">
        {row.state !== 'new' && row.state !== 'removed' && (
          <IconButton {...place(3)} label={`History of ${name}`} icon={<History size={16} aria-hidden />} onClick={() => onHistory(row)} />
        )}
        {row.state !== 'same' && row.state !== 'new' && (
          <IconButton
            {...place(4)}
            label={row.state === 'removed' ? `Keep ${name}` : `Take back changes of ${name}`}
            icon={<Undo2 size={16} aria-hidden />}
            onClick={() => onUndo(row.id)}
          />
        )}
        {row.state !== 'removed' && (row.state === 'new' || canInApps('Secrets', 'delete')) && (
          <IconButton {...place(5)} label={`Remove ${name}`} icon={<Trash2 size={16} aria-hidden />} onClick={() => onRemove(row)} />
        )}
      </Cell>
    </div>
  )
})
