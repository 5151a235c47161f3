import { parseDotEnv } from '@bonafide/core'
import { Failure } from './failure.ts'
import type { Pair } from './formats.ts'
import { jsonOf } from './problem.ts'

export const importFormats = ['dotenv', 'json'] as const
export type ImportFormat = (typeof importFormats)[number]

export interface SecretFile {
  /** Each key once, in the order of the file. */
  pairs: Pair[]
  /** How many keys stood there more than once; the last one counts. */
  repeated: number
}

/** What a file is by its name, else by how it begins: no `.env` begins with a brace. */
export const formatOf = (name: string, text: string): ImportFormat =>
  name.toLowerCase().endsWith('.json') || /^\uFEFF?\s*\{/.test(text) ? 'json' : 'dotenv'

/** Reads secrets from a file: all of them, or none and a failure that names lines and keys, and never a value. */
export function readSecretFile(text: string, format: ImportFormat, name: string): SecretFile {
  const entries = format === 'json' ? jsonEntries(text.replace(/^\uFEFF/, ''), name) : dotEnvEntries(text, name)
  const pairs = new Map(entries.map(({ key, value }) => [key, value]))
  return { pairs: [...pairs].map(([key, value]) => ({ key, value })), repeated: entries.length - pairs.size }
}

const maxNamed = 5

function dotEnvEntries(text: string, name: string): Pair[] {
  const { entries, problems } = parseDotEnv(text)
  if (problems.length === 0) return entries
  const lines = problems.slice(0, maxNamed).map(({ line, message }) => `line ${line}: ${message}`)
  const more = problems.length > maxNamed ? [`and ${problems.length - maxNamed} more`] : []
  throw new Failure('invalid', `${name} was not imported: ${problems.length} of its lines cannot be understood.`, {
    why: [...lines, ...more].join('; '),
    fix: 'Correct these lines; values with quotes, # or line ends belong in quotes',
    code: 'malformed_file',
  })
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** A flat JSON object. Text stays as it is; numbers, true and false become the text that they are written with, however long. */
function jsonEntries(text: string, name: string): Pair[] {
  const parsed = jsonOf(text)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Failure('invalid', `${name} was not imported: it is no JSON object${placeOfFault(text)}.`, {
      fix: 'Give an object of keys and values, such as {"KEY": "value"}, or a .env file with --format dotenv',
      code: 'malformed_file',
    })
  }
  const unfit = Object.entries(parsed).flatMap(([key, value]) => (['string', 'number', 'boolean'].includes(typeof value) ? [] : [key]))
  if (unfit.length > 0) {
    throw new Failure(
      'invalid',
      `${name} was not imported: ${unfit.slice(0, maxNamed).join(', ')} ${unfit.length === 1 ? 'is' : 'are'} no text.`,
      {
        why: 'A secret is one text; lists, objects and null are not.',
        fix:
          'SecretString' in parsed
            ? 'Take what is inside: aws secretsmanager get-secret-value … --query SecretString --output text'
            : 'Write them as text first, for example with tojson of jq',
        code: 'malformed_file',
      },
    )
  }
  // Every value is one token now, so that keys and values alternate.
  const words = (text.match(token) ?? []).filter((word) => !/^[{}:,]$/.test(word))
  return Array.from({ length: words.length / 2 }, (_, index) => ({
    key: textOf(words[2 * index] ?? ''),
    value: textOf(words[2 * index + 1] ?? ''),
  }))
}

const textOf = (word: string): string => (word.startsWith('"') ? String(JSON.parse(word)) : word)

/** The line where it stops being JSON, where the reader says so. Nothing else of its message, which repeats the text. */
function placeOfFault(text: string): string {
  try {
    JSON.parse(text)
    return ''
  } catch (error) {
    const position = error instanceof Error ? / at position (\d+)/.exec(error.message)?.[1] : undefined
    return position === undefined ? '' : ` (line ${text.slice(0, Number(position)).split('\n').length})`
  }
}
