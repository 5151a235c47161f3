import type { Command } from './commands.ts'

const kept = 5
const nameOf = (organisationId: string) => `bonafide-recent-${organisationId}`

/** Where the palette led lately, in this tab: it is gone with the tab. */
export function readRecent(organisationId: string): Command[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(nameOf(organisationId)) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isPlace) : []
  } catch {
    return []
  }
}

export function rememberRecent(organisationId: string, { id, label, detail, path }: Command): void {
  if (path === undefined) return
  const others = readRecent(organisationId).filter((command) => command.path !== path)
  sessionStorage.setItem(nameOf(organisationId), JSON.stringify([{ id, label, detail, path }, ...others].slice(0, kept)))
}

const isPlace = (value: unknown): value is Command =>
  typeof value === 'object' &&
  value !== null &&
  ['id', 'label', 'path'].every((name) => typeof (value as Record<string, unknown>)[name] === 'string')
