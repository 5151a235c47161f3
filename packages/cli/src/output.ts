import { isDomainError } from '@bonafide/core'
import { exitCodes, exitOf, Failure, usage } from './failure.ts'
import type { Terminal } from './terminal.ts'

/** One line of a list: what JSON shows, whole; a table shows the chosen columns of it. */
export type Row = Record<string, unknown>

export interface Column {
  /** Heading of the table, and nothing else. */
  title: string
  text(row: Row): string
}

export interface ListOutput {
  json: boolean
  /** With `--json=a,b`: only these members, in this order. */
  fields?: string[]
}

/** Prints a list: JSON array, or a table for people, or tab-separated lines without headings for pipes. */
export function printList(terminal: Terminal, rows: Row[], columns: Column[], output: ListOutput): void {
  if (output.json) {
    printJson(terminal, rows, output)
    return
  }
  const cells = rows.map((row) => columns.map((column) => printable(column.text(row))))
  if (!terminal.stdoutIsTerminal) {
    for (const line of cells) terminal.result(`${line.join('\t')}\n`)
    return
  }
  if (rows.length === 0) {
    terminal.notice('Nothing to show.')
    return
  }
  const widths = columns.map((column, index) => Math.max(column.title.length, ...cells.map((line) => (line[index] ?? '').length)))
  const padded = (line: string[]) =>
    line.map((cell, index) => (index === line.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join('  ')
  terminal.result(`${terminal.paint('dim', padded(columns.map((column) => column.title)), 'stdout')}\n`)
  for (const line of cells) terminal.result(`${padded(line)}\n`)
}

/** Prints one JSON document with two-space indent. Dates are ISO 8601. */
export function printJson(terminal: Terminal, value: unknown, { fields }: { fields?: string[] } = {}): void {
  terminal.result(`${JSON.stringify(chosen(value, fields), null, 2)}\n`)
}

/** Prints one line of JSON, of an output that is a line for each thing that happens. */
export function printJsonLine(terminal: Terminal, value: unknown, { fields }: { fields?: string[] } = {}): void {
  terminal.result(`${JSON.stringify(chosen(value, fields))}\n`)
}

function chosen(value: unknown, fields: string[] | undefined): unknown {
  if (fields === undefined) return value
  if (Array.isArray(value)) return value.map((item: unknown) => chosen(item, fields))
  const row = value as Row
  const unknown = fields.find((field) => !(field in row))
  if (unknown !== undefined) throw usage(`There is no field "${unknown}".`, `Choose from ${Object.keys(row).join(', ')}`)
  return Object.fromEntries(fields.map((field) => [field, row[field]]))
}

// A value from the server must not move the cursor, recolour the screen or break the table apart.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what must not reach a terminal
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g

/** The text on one line, without anything that a terminal would obey. */
export const printable = (text: string): string => text.replace(controls, '\ufffd')

/** How a check is marked: by a word of ours, its colour and its sign. */
export const marks = { ok: ['green', '✓'], warning: ['yellow', '!'], failed: ['red', '✗'], skipped: ['dim', '–'] } as const

/** What, why, fix, then code and request id, then a hint: the shape of every failure on stderr. Returns the exit code. */
export function reportFailure(error: unknown, terminal: Terminal, { verbose }: { verbose: boolean }): number {
  const failure = error instanceof Failure ? error : unexpected(error)
  const { why, fix, hint, code, requestId } = failure.details
  const lines = [`${terminal.paint('red', '✗')} ${printable(failure.message)}`]
  if (why) lines.push(`  Why      ${printable(why)}`)
  if (fix) lines.push(`  Fix      ${printable(fix)}`)
  if (code) lines.push(`  Code     ${printable(code)}${requestId ? `   Request ${printable(requestId)}` : ''}`)
  if (hint) lines.push(`  Hint     ${printable(hint)}`)
  process.stderr.write(`${lines.join('\n')}\n`)
  if (verbose && failure.cause instanceof Error && failure.cause.stack) process.stderr.write(`${failure.cause.stack}\n`)
  return exitCodes[failure.exit]
}

function unexpected(error: unknown): Failure {
  // The rules that we share with the server fail in its vocabulary.
  if (isDomainError(error)) return new Failure(exitOf(0, error.code), error.message, { code: error.code, cause: error })
  const why = error instanceof Error ? error.message : String(error)
  return new Failure('unexpected', 'Something went wrong that should not.', {
    why,
    fix: 'Run it again with --verbose and report what it says',
    code: 'unexpected',
    cause: error,
  })
}
