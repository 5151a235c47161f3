/** What a person sees at the start: lines in a box as wide as the longest. */
export function box(lines: readonly string[]): string {
  const width = Math.max(...lines.map((line) => line.length))
  const rule = '─'.repeat(width + 2)
  return [`┌${rule}┐`, ...lines.map((line) => `│ ${line.padEnd(width)} │`), `└${rule}┘`].join('\n')
}

export interface Welcome {
  version: string
  publicUrl: string
  setupLink?: string
  /** Undefined with a database of the operator's. */
  dataDirectory?: string
}

export function welcome({ version, publicUrl, setupLink, dataDirectory }: Welcome): string {
  const lines = [`Bonafide ${version}`, '', `Console   ${publicUrl}`]
  if (setupLink) lines.push(`Set-up    ${setupLink}`, '          works once, for 30 minutes; a restart prints a new one')
  if (dataDirectory) lines.push(`Data      ${dataDirectory}`)
  lines.push('', 'Ctrl-C stops the server')
  return box(lines)
}
