const control = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/**
 * A word for a shell: bare where there is nothing in it to misunderstand, else quoted. What nobody sees, and what a template around the
 * script would read (`never`, a list of characters), is written by its number, as bash reads it.
 */
export function shellWord(text: string, never = ''): string {
  if (control.test(text) || [...never].some((one) => text.includes(one)))
    return `$'${Array.from(text, (one) => byNumber(one, never)).join('')}'`
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

function byNumber(character: string, never: string): string {
  if (character === "'" || character === '\\') return `\\${character}`
  if (!control.test(character) && !never.includes(character)) return character
  const code = character.codePointAt(0) ?? 0
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
}

/** What every script begins with: an error ends it, and so does a variable that is not there. */
export const scriptHead = ['#!/usr/bin/env bash', 'set -euo pipefail'] as const
