import { printDotEnv } from '@bonafide/core'
import { Failure, usage } from './failure.ts'

export interface Pair {
  key: string
  value: string
}

/** The formats in which secrets can be exported. Each loses nothing, or refuses what it cannot say. */
export const exportFormats = {
  dotenv: (pairs: readonly Pair[]) => printDotEnv(pairs.map(({ key, value }) => ({ key, value }))),
  json: (pairs: readonly Pair[]) => `${JSON.stringify(Object.fromEntries(pairs.map(({ key, value }) => [key, value])), null, 2)}\n`,
  // Double-quoted YAML scalars are a superset of JSON strings (YAML 1.2, 5.7): `007`, `true` and `1e5` stay text.
  yaml: (pairs: readonly Pair[]) => pairs.map(({ key, value }) => `${yamlText(key)}: ${yamlText(value)}\n`).join('') || '{}\n',
  csv: (pairs: readonly Pair[]) =>
    [['Key', 'Value'], ...pairs.map(({ key, value }) => [key, value])].map((line) => `${line.map(csvCell).join(',')}\r\n`).join(''),
  shell: (pairs: readonly Pair[]) => pairs.map(({ key, value }) => `export ${shellName(key)}=${shellQuote(value)}\n`).join(''),
  value: (pairs: readonly Pair[]) => onlyValue(pairs),
} as const satisfies Record<string, (pairs: readonly Pair[]) => string>

export type ExportFormat = keyof typeof exportFormats

/** A text as one word of a POSIX shell. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function shellName(key: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return key
  throw new Failure('invalid', `"${key}" cannot be the name of a shell variable.`, {
    fix: 'Export as json or dotenv',
    code: 'unsupported_key',
  })
}

const yamlText = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/**
 * RFC 4180. The text is not changed, so a value that begins with `=`, `+`, `-` or `@` comes back as it was; a spreadsheet may take it for a formula, which the
 * command says when it meets one.
 */
function csvCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Whether a spreadsheet would compute this cell instead of showing it. */
export const looksLikeFormula = (text: string): boolean => /^[=+\-@\t\r]/.test(text)

function onlyValue(pairs: readonly Pair[]): string {
  const [only, another] = pairs
  if (only && !another) return only.value
  throw usage('The format "value" is for exactly one secret.', 'Name one key, or choose another --format')
}
