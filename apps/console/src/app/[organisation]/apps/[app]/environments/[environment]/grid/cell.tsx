import type { ReactNode } from 'react'

/** A cell of the grid; what is in it takes the focus. */
export const Cell = ({ className, children }: { className: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/useSemanticElements: a table cannot place the rows in sight alone
  // biome-ignore lint/a11y/useFocusableInteractive: its buttons take the focus
  <div role="gridcell" className={className}>
    {children}
  </div>
)
