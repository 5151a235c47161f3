import { jumps } from './jumps.ts'

export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  /** The focus is where letters are written. */
  typing: boolean
  /** A window is open in front of the page. */
  behindDialog: boolean
}

export type Shortcut =
  | { kind: 'palette' }
  | { kind: 'sheet' }
  | { kind: 'search' }
  | { kind: 'create' }
  | { kind: 'jump'; path: string }
  /** `g` was pressed: the next letter says where to go. */
  | { kind: 'leader' }

/** What a key means on every page, or nothing. `led`: `g` was pressed just before. */
export function shortcutOf({ key, ctrlKey, metaKey, altKey, typing, behindDialog }: KeyPress, led: boolean): Shortcut | undefined {
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'k') return { kind: 'palette' }
  if (ctrlKey || metaKey || altKey || typing || behindDialog) return undefined
  if (led && Object.hasOwn(jumps, key)) return { kind: 'jump', path: jumps[key]?.path ?? '' }
  const kind = Object.hasOwn(single, key) ? single[key as keyof typeof single] : undefined
  return kind && { kind }
}

const single = { '?': 'sheet', '/': 'search', c: 'create', g: 'leader' } as const
