import { DomainError } from '../errors.ts'

export interface DotEnvEntry {
  key: string
  value: string
  /** Where its line begins, from 1. */
  line: number
}

export interface DotEnvProblem {
  line: number
  message: string
}

export interface DotEnvFile {
  /** In the order of the file; a key that is set twice appears twice, the last one counts. */
  entries: DotEnvEntry[]
  /** Lines that were not understood, and skipped. */
  problems: DotEnvProblem[]
}

const keyPattern = /^[A-Za-z_][A-Za-z0-9_.-]*$/
// Written without quotes: nothing that a shell or another parser would read differently.
const barePattern = /^[A-Za-z0-9_./:@%+,-]+$/

/**
 * Reads a `.env` file: `KEY=value`, `export `, comments, single, double and back quotes over any number of lines, CRLF. Inside single and
 * back quotes every character stands for itself; inside double quotes \n, \r, \t, \", \\, \$ and \` are what they say. Nothing is
 * expanded. Never throws.
 */
export function parseDotEnv(source: string): DotEnvFile {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source
  const file: DotEnvFile = { entries: [], problems: [] }
  let at = 0
  let line = 1
  while (at < text.length) {
    const statement = readStatement(text, at)
    if (statement.problem) file.problems.push({ line, message: statement.problem })
    if (statement.entry) file.entries.push({ ...statement.entry, line })
    line += countLines(text, at, statement.end)
    at = statement.end
  }
  return file
}

/** Writes entries so that `parseDotEnv`, shells and other readers get the very same values back. Ends with a newline. */
export function printDotEnv(entries: readonly { key: string; value: string; comment?: string }[]): string {
  return entries
    .map(({ key, value, comment }) => `${comment ? printComment(comment) : ''}${requireKey(key)}=${printValue(value)}\n`)
    .join('')
}

interface Statement {
  end: number
  entry?: { key: string; value: string }
  problem?: string
}

function readStatement(text: string, start: number): Statement {
  const end = endOfLine(text, start)
  const rest = text.slice(start, end.content)
  if (/^\s*(#|$)/.test(rest)) return { end: end.next }
  const head = /^\s*(?:export\s+)?([^\s=#'"`]+)\s*=[^\S\r\n]*/.exec(rest)
  const key = head?.[1]
  if (!head || !key) return { end: end.next, problem: 'expected KEY=value' }
  // What stands there is not told: it may be a line of a value that lost its quotes.
  if (!keyPattern.test(key)) return { end: end.next, problem: 'what stands before = is not a usable name' }
  const from = start + head[0].length
  const quote = text.charAt(from)
  if (from < end.content && (quote === "'" || quote === '"' || quote === '`')) return readQuoted(text, from, key)
  return {
    end: end.next,
    entry: {
      key,
      value: text
        .slice(from, end.content)
        // Looks back from each # and not ahead from each blank, of which a line may hold millions.
        .replace(/(?<=^|\s)#.*$/s, '')
        .trimEnd(),
    },
  }
}

function readQuoted(text: string, from: number, key: string): Statement {
  const quote = text.charAt(from)
  let close = from + 1
  while (close < text.length && text.charAt(close) !== quote) close += quote === '"' && text.charAt(close) === '\\' ? 2 : 1
  const lineOfOpening = endOfLine(text, from)
  if (close >= text.length) return { end: lineOfOpening.next, problem: `the quote that opens ${key} is never closed` }
  const end = endOfLine(text, close + 1)
  if (!/^\s*(#.*)?$/.test(text.slice(close + 1, end.content))) return { end: end.next, problem: `${key}: text after the closing quote` }
  const raw = text.slice(from + 1, close)
  return { end: end.next, entry: { key, value: quote === '"' ? unescapeText(raw) : raw } }
}

const meaning: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$', '`': '`' }
const escapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\', $: '\\$', '`': '\\`' }

const unescapeText = (raw: string) => raw.replaceAll(/\\(.)/gs, (whole, letter: string) => meaning[letter] ?? whole)

function printValue(value: string): string {
  if (value === '' || barePattern.test(value)) return value
  if (!/['\r\n]/.test(value)) return `'${value}'`
  return `"${value.replaceAll(/[\n\r\t"\\$`]/g, (character) => escapes[character] ?? character)}"`
}

const printComment = (comment: string) =>
  comment
    .split(/\r\n|\r|\n/)
    .map((line) => `# ${line}\n`)
    .join('')

function requireKey(key: string): string {
  if (keyPattern.test(key)) return key
  throw new DomainError('malformed_request', `${JSON.stringify(key)} cannot be the name of an environment variable.`)
}

function endOfLine(text: string, from: number): { content: number; next: number } {
  const newline = text.indexOf('\n', from)
  if (newline < 0) return { content: text.length, next: text.length }
  return { content: newline > from && text.charAt(newline - 1) === '\r' ? newline - 1 : newline, next: newline + 1 }
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
