'use client'

import { columnVisibilityFeature, createColumnHelper, rowSelectionFeature, tableFeatures, useTable } from '@tanstack/react-table'
import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
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
  /** Keep it stable: module scope or `useMemo`. */
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

const features = tableFeatures({ rowSelectionFeature, columnVisibilityFeature })

/** A real table on wide screens, cards below 640 pixels. The server sorts, filters and pages; this shows. */
export function DataTable<Row extends { id: string }, Field extends string = string>(props: DataTableProps<Row, Field>) {
  const { caption, columns, rows, sort, onSort, selected, onSelect, nameOf = (row) => row.id, stale = false } = props
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>()
    return helper.columns(columns.map(({ id, header }) => helper.display({ id, header })))
  }, [columns])
  const data = useMemo(() => [...rows], [rows])
  const rowSelection: Record<string, true> = Object.fromEntries((selected ?? []).map((id) => [id, true as const]))
  const table = useTable({
    features,
    columns: definitions,
    data,
    getRowId: (row) => row.id,
    state: {
      rowSelection,
      columnVisibility: Object.fromEntries(columns.map(({ id, hidden }) => [id, !hidden])),
    },
    onRowSelectionChange: (change) => {
      const next = typeof change === 'function' ? change(rowSelection) : change
      onSelect?.(Object.keys(next).filter((id) => next[id]))
    },
  })
  const columnOf = new Map(columns.map((column) => [column.id, column]))
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
                checked={rows.length > 0 && table.getIsAllRowsSelected()}
                onChange={table.getToggleAllRowsSelectedHandler()}
              />
            </th>
          )}
          {table.getVisibleLeafColumns().map(({ id }) => {
            const column = columnOf.get(id)
            return column && <HeaderCell key={id} column={column} sort={sort} onSort={onSort} />
          })}
        </tr>
      </thead>
      <tbody className="max-sm:flex max-sm:flex-col max-sm:gap-3">
        {table.getRowModel().rows.map((row) => (
          <tr
            key={row.id}
            className="group hover:bg-surface has-[[aria-current=true]]:bg-accent-soft max-sm:block max-sm:rounded-lg max-sm:border max-sm:border-line max-sm:px-3 max-sm:py-1 sm:h-(--row-height)"
          >
            {selected && (
              <td className="border-b border-line px-3 max-sm:block max-sm:border-0 max-sm:px-0 max-sm:py-2">
                <Checkbox
                  aria-label={`Select ${nameOf(row.original)}`}
                  checked={row.getIsSelected()}
                  onChange={row.getToggleSelectedHandler()}
                />
              </td>
            )}
            {row.getVisibleCells().map((cell) => {
              const column = columnOf.get(cell.column.id)
              return column && <BodyCell key={cell.id} column={column} row={row.original} />
            })}
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
          className="inline-flex min-h-6 items-center gap-1 rounded hover:text-text"
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
