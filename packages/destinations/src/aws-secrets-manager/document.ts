import type { Ownership, RemoteEntries } from '@bonafide/core'
import { type Node, type ParseError, parseTree } from 'jsonc-parser'

/** Longest value of a secret in bytes of UTF-8. Source: AWS Secrets Manager User Guide, "Quotas". */
export const maxValueBytes = 65_536

/** A secret's value as keys and values; each value beside the very characters that it was written with. */
export interface SecretDocument {
  entries: RemoteEntries
  /** Key → JSON text: what we do not own is written back unchanged, numbers of any length included. */
  raw: ReadonlyMap<string, string>
}

export const emptyDocument: SecretDocument = { entries: new Map(), raw: new Map() }

/** Reads a value; null when it is no JSON object. Of keys that stand there twice the last counts, as for everybody who reads it. */
export function readDocument(text: string): SecretDocument | null {
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
  if (errors.length > 0 || root?.type !== 'object') return null
  const entries = new Map<string, string | null>()
  const raw = new Map<string, string>()
  for (const { children: [key, value] = [] } of root.children ?? []) {
    if (!key || !value) return null
    entries.set(key.value as string, value.type === 'string' ? (value.value as string) : null)
    raw.set(key.value as string, textOf(text, value))
  }
  return { entries, raw }
}

/**
 * The value that a source makes of a document: one flat JSON object of texts, in the order of the source, then what is kept. It is put together
 * by hand since an object of JavaScript would sort keys that look like numbers to the front.
 */
export function writeDocument(
  source: ReadonlyMap<string, string>,
  kept: readonly string[],
  document: SecretDocument,
  keyPrefix: Ownership['keyPrefix'],
): string {
  const ours = [...source].map(([key, value]) => `${JSON.stringify(keyPrefix + key)}:${JSON.stringify(value)}`)
  const theirs = kept.map((name) => `${JSON.stringify(name)}:${document.raw.get(name) ?? '""'}`)
  return `{${[...ours, ...theirs].join(',')}}`
}

/** Bytes of UTF-8. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length

const textOf = (text: string, { offset, length }: Node): string => text.slice(offset, offset + length)
