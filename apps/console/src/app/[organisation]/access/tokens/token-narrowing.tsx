import type { TokenRowFragment } from './operations.generated.ts'

/** What a token may do: all that its account may, or less, and then in words; its scope as it was told to the workload is the tooltip. */
export function TokenNarrowing({ narrowing }: Pick<TokenRowFragment, 'narrowing'>) {
  if (!narrowing) return <span className="text-muted">All that the account may</span>
  const { scope, readOnly, app, environment, path } = narrowing
  // What is not visible here, or gone, has no name; the scope still has its id.
  const place = [scope.includes(' app:') && (app?.name ?? 'one app'), scope.includes(' env:') && (environment?.name ?? 'one environment')]
  const where = place.filter((name) => name !== false).join(' / ')
  return (
    <span className="flex min-w-0 flex-col gap-0.5 max-sm:items-end" title={scope}>
      <span className="break-words">
        {readOnly ? 'Read secrets' : 'Read and write secrets'}
        {where && ` of ${where}`}
      </span>
      {path && <code className="font-mono text-xs break-all text-muted">{path}</code>}
    </span>
  )
}
