'use client'

import { Equal, EqualNot, Lock, MoveLeft, MoveRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Badge, type Tone } from '../../../../../components/badge.tsx'
import { Button } from '../../../../../components/button.tsx'
import { type Column, DataTable } from '../../../../../components/data-table.tsx'
import { type Compared, keyOf, words } from './compared.ts'
import { SideValue } from './side-value.tsx'

interface ComparedRowsProps {
  rows: readonly Compared[]
  left: { id: string; name: string }
  right: { id: string; name: string }
  chosen: ReadonlySet<string>
  onChoose: ((chosen: ReadonlySet<string>) => void) | undefined
}

const pageSize = 100

const looks: Record<Compared['state'], { tone: Tone; icon: typeof Equal }> = {
  ONLY_LEFT: { tone: 'info', icon: MoveLeft },
  ONLY_RIGHT: { tone: 'info', icon: MoveRight },
  DIFFERENT: { tone: 'warning', icon: EqualNot },
  SAME: { tone: 'neutral', icon: Equal },
  SEALED: { tone: 'neutral', icon: Lock },
}

type Line = Compared & { id: string }

export function ComparedRows({ rows, left, right, chosen, onChoose }: ComparedRowsProps) {
  const [limit, setLimit] = useState(pageSize)
  const columns = useMemo<Column<Line>[]>(
    () => [
      {
        id: 'key',
        header: 'Key',
        cell: ({ key, path }) => (
          <span className="flex min-w-0 flex-col">
            <code className="font-mono break-all">{key}</code>
            {path !== '/' && <span className="text-xs break-all text-muted">{path}</span>}
          </span>
        ),
      },
      { id: 'left', header: left.name, cell: (row) => <SideValue side={row.left} name={row.key} environment={left} /> },
      { id: 'right', header: right.name, cell: (row) => <SideValue side={row.right} name={row.key} environment={right} /> },
      { id: 'state', header: 'Result', cell: ({ state }) => <Result state={state} /> },
    ],
    [left, right],
  )
  const lines = rows.slice(0, limit).map((row): Line => ({ ...row, id: keyOf(row) }))
  return (
    <>
      <DataTable
        caption={`${left.name} and ${right.name} compared`}
        columns={columns}
        rows={lines}
        nameOf={({ key }) => key}
        selected={onChoose ? [...chosen] : undefined}
        onSelect={onChoose && ((ids) => onChoose(new Set(ids)))}
      />
      {rows.length > limit && (
        <div>
          <Button onClick={() => setLimit(limit + pageSize)}>Show more of {rows.length}</Button>
        </div>
      )}
    </>
  )
}

function Result({ state }: { state: Compared['state'] }) {
  const { tone, icon: Icon } = looks[state]
  return (
    <Badge tone={tone} icon={<Icon size={12} aria-hidden />}>
      {words[state]}
    </Badge>
  )
}
