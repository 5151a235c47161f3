'use client'

import { useState } from 'react'
import { Badge, type Tone } from '../../../../../../../components/badge.tsx'
import { Button } from '../../../../../../../components/button.tsx'
import { CheckField } from '../../../../../../../components/check-field.tsx'
import { Checkbox } from '../../../../../../../components/inputs.tsx'
import { bytes } from '../entry.ts'
import { type ImportRow, isChoosable } from './import-plan.ts'

interface ImportRowsProps {
  rows: readonly ImportRow[]
  /** Line numbers. */
  chosen: ReadonlySet<number>
  onChoose: (chosen: ReadonlySet<number>) => void
}

const states: Record<ImportRow['state'], { word: string; tone: Tone }> = {
  NEW: { word: 'new', tone: 'success' },
  CHANGED: { word: 'changed', tone: 'warning' },
  SAME: { word: 'same', tone: 'neutral' },
  INVALID: { word: 'invalid', tone: 'danger' },
}

const pageSize = 200

/** The file line by line; values are described by their length. */
export function ImportRows({ rows, chosen, onChoose }: ImportRowsProps) {
  const [limit, setLimit] = useState(pageSize)
  const count = (state: ImportRow['state']) => rows.filter((row) => row.state === state).length
  const choosable = rows.filter(isChoosable).map(({ line }) => line)
  const toggle = (line: number, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(line)
    else next.delete(line)
    onChoose(next)
  }
  return (
    <>
      <p role="status">
        {count('NEW')} new, {count('CHANGED')} changed, {count('SAME')} same, {count('INVALID')} invalid
      </p>
      <CheckField
        label="All new and changed keys"
        checked={choosable.length > 0 && choosable.every((line) => chosen.has(line))}
        disabled={choosable.length === 0}
        onChange={(all) => onChoose(new Set(all ? choosable : []))}
      />
      <ul aria-label="Lines of the file" className="flex flex-col divide-y divide-line border-y border-line">
        {rows.slice(0, limit).map((row) => (
          <li key={row.line} className="flex items-start gap-3 py-2">
            <Checkbox
              className="mt-1"
              aria-label={`Import ${row.key ?? `line ${row.line}`}`}
              disabled={!isChoosable(row)}
              checked={chosen.has(row.line)}
              onChange={(event) => toggle(row.line, event.target.checked)}
            />
            <span className="w-16 shrink-0 text-sm text-muted">line {row.line}</span>
            <span className="min-w-0 flex-1">
              {row.key !== null && <code className="font-mono break-all">{row.key}</code>}
              <span className="block text-sm break-words text-muted">{noteOf(row)}</span>
            </span>
            <Badge tone={states[row.state].tone}>{states[row.state].word}</Badge>
          </li>
        ))}
      </ul>
      {rows.length > limit && <Button onClick={() => setLimit(limit + pageSize)}>Show more of {rows.length}</Button>}
    </>
  )
}

function noteOf({ state, message, oldLength, newLength }: ImportRow): string {
  if (state === 'INVALID') return message ?? 'cannot be read'
  return state === 'CHANGED' ? `${oldLength} → ${bytes(newLength ?? 0)}` : bytes(newLength ?? 0)
}
