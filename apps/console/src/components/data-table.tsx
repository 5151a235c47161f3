'use client'

import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox } from './inputs.tsx'

export interface Sort<Field extends string = string> {
  field: Field
  direction: 'ASC' | 'DESC'
}

export interface Column<Row, Field extends string = string> {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** The server can sort by it. */
  sortField?: Field
  /** The header is read out, but not shown: for actions. */
  hideHeader?: boolean
  hidden?: boolean
  align?: 'right'
}

interface DataTableProps<Row extends { id: string }, Field extends string> {
  /** Says what the table lists. */
  caption: string
  columns: readonly Column<Row, Field>[]
  rows: readonly Row[]
  sort?: Sort<Field>
  onSort?: (sort: Sort<Field>) => void
  /** Ids of the chosen rows; with it every row has a checkbox. */
  selected?: readonly string[]
  onSelect?: (ids: string[]) => void
  nameOf?: (row: Row) => string
  /** Newer rows are on their way: what is shown is from before. */
  stale?: boolean
}

/** A real table on wide screens, cards below 640 pixels. The server sorts, filters and pages; this shows. */
export function DataTable<Row extends { id: string }, Field extends string = string>(props: DataTableProps<Row, Field>) {
  const { caption, columns, rows, sort, onSort, selected, onSelect, nameOf = (row) => row.id, stale = false } = props
  const visible = columns.filter(({ hidden }) => !hidden)
  const chosen = new Set(selected)
  const allChosen = rows.length > 0 && rows.every(({ id }) => chosen.has(id))
  const choose = (ids: readonly string[], on: boolean) => {
    const next = new Set(chosen)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    onSelect?.([...next])
  }
  return (
    <table
      aria-busy={stale}
      className={`w-full border-separate border-spacing-0 text-left text-[13px] max-sm:block ${stale ? 'opacity-60' : ''}`}
    >
      <caption className="sr-only">{caption}</caption>
      <thead className="max-sm:sr-only">
        <tr>
          {selected && (
            <th scope="col" className="w-10 border-b border-line px-3">
              <Checkbox
                aria-label="Select all on this page"
                checked={allChosen}
                onChange={({ target }) =>
                  choose(
                    rows.map(({ id }) => id),
                    target.checked,
                  )
                }
              />
            </th>
          )}
          {visible.map((column) => (
            <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:flex max-sm:flex-col max-sm:gap-3">
        {rows.map((row) => (
          <tr
            key={row.id}
            className="group hover:bg-surface has-[[aria-current=true]]:bg-accent-soft max-sm:block max-sm:rounded-lg max-sm:border max-sm:border-line max-sm:px-3 max-sm:py-1 sm:h-(--row-height)"
          >
            {selected && (
              <td className="border-b border-line px-3 max-sm:block max-sm:border-0 max-sm:px-0 max-sm:py-2">
                <Checkbox
                  aria-label={`Select ${nameOf(row)}`}
                  checked={chosen.has(row.id)}
                  onChange={({ target }) => choose([row.id], target.checked)}
                />
              </td>
            )}
            {visible.map((column) => (
              <BodyCell key={column.id} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function BodyCell<Row, Field extends string>({ column, row }: { column: Column<Row, Field>; row: Row }) {
  return (
    <td
      className={`border-b border-line px-3 py-1.5 max-sm:flex max-sm:items-center max-sm:justify-between max-sm:gap-4 max-sm:border-0 max-sm:px-0 ${column.align === 'right' ? 'sm:text-right' : ''}`}
    >
      <span aria-hidden className="shrink-0 text-muted sm:hidden">
        {column.hideHeader ? '' : column.header}
      </span>
      <div className="min-w-0 max-sm:text-right">{column.cell(row)}</div>
    </td>
  )
}

interface HeaderCellProps<Row, Field extends string> {
  column: Column<Row, Field>
  sort: Sort<Field> | undefined
  onSort: ((sort: Sort<Field>) => void) | undefined
}

const ariaSort = { ASC: 'ascending', DESC: 'descending' } as const

function HeaderCell<Row, Field extends string>({ column, sort, onSort }: HeaderCellProps<Row, Field>) {
  const { header, sortField, hideHeader, align } = column
  const direction = sortField !== undefined && sort?.field === sortField ? sort.direction : undefined
  const Icon = direction === undefined ? ArrowUpDown : direction === 'ASC' ? ArrowUp : ArrowDown
  return (
    <th
      scope="col"
      aria-sort={direction && ariaSort[direction]}
      className={`border-b border-line px-3 py-2 font-medium whitespace-nowrap text-muted ${align === 'right' ? 'text-right' : ''}`}
    >
      {sortField !== undefined && onSort ? (
        <button
          type="button"
          className="inline-flex min-h-7 items-center gap-1 rounded hover:text-text"
          onClick={() => onSort({ field: sortField, direction: direction === 'ASC' ? 'DESC' : 'ASC' })}
        >
          {header}
          <Icon size={14} aria-hidden className={direction ? '' : 'opacity-50'} />
        </button>
      ) : (
        <span className={hideHeader ? 'sr-only' : ''}>{header}</span>
      )}
    </th>
  )
}
