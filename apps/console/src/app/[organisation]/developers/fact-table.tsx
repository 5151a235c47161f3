import type { ReactNode } from 'react'

interface FactTableProps {
  caption: string
  heads: readonly string[]
  /** The first cell of each names the row. */
  rows: readonly (readonly ReactNode[])[]
}

/** A small table to look things up in; it scrolls by itself where it is wider than the screen. */
export const FactTable = ({ caption, heads, rows }: FactTableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section aria-label={caption} className="overflow-x-auto rounded-lg border border-line" tabIndex={0}>
    <table className="w-full text-left text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead className="bg-surface text-muted">
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col" className="px-3 py-2 font-medium whitespace-nowrap">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {rows.map(([name, ...cells], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a table that never changes
          <tr key={index} className="align-top">
            <th scope="row" className="px-3 py-2 font-mono font-normal whitespace-nowrap">
              {name}
            </th>
            {cells.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells of a table that never changes
              <td key={column} className="min-w-40 px-3 py-2">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

/** A word of a program within a sentence. */
export const Word = ({ children }: { children: string }) => (
  <code className="rounded bg-hover px-1 font-mono text-[13px] break-words">{children}</code>
)
