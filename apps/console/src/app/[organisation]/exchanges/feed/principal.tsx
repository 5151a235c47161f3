/** What tells principals apart at a glance: an ARN without partition and account, the object id of an Azure principal. */
export function shortPrincipal(principal: string): string {
  const arn = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.+)$/s.exec(principal)?.[1]
  if (arn !== undefined) return arn
  return /^[0-9a-f-]{36}\/([0-9a-f-]{36})$/.exec(principal)?.[1] ?? principal
}

/** Whom the platform vouched for, cut to fit; whole for assistive technology and on hover. It is the caller's own text: kept apart from ours. */
export function Principal({ principal }: { principal: string | null }) {
  if (principal === null) return <span className="text-muted">nobody vouched for</span>
  const short = shortPrincipal(principal)
  return (
    <bdi title={principal} className="relative block max-w-72 truncate font-mono">
      {short === principal ? (
        principal
      ) : (
        <>
          <span aria-hidden>{short}</span>
          <span className="sr-only">{principal}</span>
        </>
      )}
    </bdi>
  )
}
