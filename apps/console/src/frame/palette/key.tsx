/** A key of the keyboard. */
export const Key = ({ children }: { children: string }) => (
  <kbd className="inline-flex min-w-6 items-center justify-center rounded border border-line bg-surface px-1.5 font-mono text-xs text-muted">
    {children}
  </kbd>
)
