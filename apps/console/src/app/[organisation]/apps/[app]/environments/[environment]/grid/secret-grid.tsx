'use client'

import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState } from 'react'
import type { Row } from '../rows.ts'
import { SecretRow } from './secret-row.tsx'
import { useGridFocus } from './use-grid-focus.ts'

export interface RowActions {
  onEdit: (row: Row) => void
  onHistory: (row: Row) => void
  onRemove: (row: Row) => void
  onUndo: (id: string) => void
}

interface SecretGridProps extends RowActions {
  rows: readonly Row[]
  /** Rows come from several folders. */
  showPath: boolean
}

/** Thousands of rows, of which those in sight exist. Arrows move, Enter acts, Tab leaves. */
export function SecretGrid({ rows, showPath, ...actions }: SecretGridProps) {
  const list = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  // What stands above the grid grows and shrinks with deploy bar and folders; setting the same number again changes nothing.
  useLayoutEffect(() => {
    if (list.current) setTop(Math.round(list.current.getBoundingClientRect().top + window.scrollY))
  })
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 53,
    overscan: 10,
    scrollMargin: top,
    scrollPaddingStart: 140,
    scrollPaddingEnd: 40,
    getItemKey: (index) => rows[index]?.id ?? index,
  })
  const { active, onKeyDown, onFocus } = useGridFocus({ list, count: rows.length, scrollTo: (index) => virtual.scrollToIndex(index) })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot place the rows in sight alone
    <div
      ref={list}
      role="grid"
      aria-label="Secrets"
      aria-rowcount={rows.length}
      aria-describedby="grid-help"
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      className="relative border-t border-line outline-none"
      style={{ height: virtual.getTotalSize() }}
    >
      <p id="grid-help" className="sr-only">
        Arrow keys move, Enter acts on what has the focus, Tab leaves the grid. Shift+H hides all values.
      </p>
      {virtual.getVirtualItems().map(({ index, start, key }) => {
        const row = rows[index]
        return (
          row && (
            // biome-ignore lint/a11y/useSemanticElements: see the grid
            // biome-ignore lint/a11y/useFocusableInteractive: what is in its cells takes the focus
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              role="row"
              aria-rowindex={index + 1}
              className="absolute inset-x-0 top-0 border-b border-line hover:bg-surface"
              style={{ transform: `translateY(${start - top}px)` }}
            >
              <SecretRow
                row={row}
                index={index}
                active={active?.index === index ? active.column : undefined}
                isFirst={active === undefined && index === 0}
                showPath={showPath}
                {...actions}
              />
            </div>
          )
        )
      })}
    </div>
  )
}
