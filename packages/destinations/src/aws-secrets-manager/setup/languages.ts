/** A text in the JSON of a policy. */
export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** A word for a shell: bare where there is nothing in it to misunderstand, else quoted. */
export const shellWord = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** A command with a line for each of its options. */
export const command = (words: string, ...options: readonly string[]): string => `${[words, ...options].join(' \\\n  ')}\n`

/** What is written as it stands, and not as a text: a reference to something else of the same configuration. */
export class HclExpression {
  readonly code: string
  constructor(code: string) {
    this.code = code
  }
}

/** A value as HCL, as far as policies need it. */
export function hcl(value: unknown, depth = 1): string {
  const margin = '  '.repeat(depth)
  if (value instanceof HclExpression) return value.code
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : `[\n${value.map((one) => `${margin}  ${hcl(one, depth + 1)},\n`).join('')}${margin}]`
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? hclText(value) : JSON.stringify(value)
  const entries = Object.entries(value).map(([key, one]) => `${margin}  ${hclText(key)} = ${hcl(one, depth + 1)}\n`)
  return `{\n${entries.join('')}${margin}}`
}

/** Nothing in it begins a template. */
const hclText = (text: string): string => escaped(text).replaceAll(/[$%](?=\{)/g, byNumber)

/** Mappings and lists as YAML in blocks, texts in double quotes unless nothing could take them for something else. */
export function yaml(value: unknown, depth = 0): string {
  const margin = '  '.repeat(depth)
  if (Array.isArray(value)) return value.map((one) => `${margin}-${below(one, depth)}`).join('')
  return Object.entries(value as Record<string, unknown>)
    .map(([key, one]) => `${margin}${yamlText(key)}:${below(one, depth)}`)
    .join('')
}

const below = (value: unknown, depth: number): string =>
  typeof value === 'object' && value !== null ? `\n${yaml(value, depth + 1)}` : ` ${yamlText(String(value))}\n`

const yamlText = (text: string): string => (/^[A-Za-z][\w./-]*$/.test(text) && !reserved.test(text) ? text : escaped(text))

// What YAML 1.1 or 1.2 reads as no text.
const reserved = /^(true|false|yes|no|on|off|y|n|null|nan)$/i

const byNumber = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** JSON leaves alone what other languages do not let stand: the delete character, C1, separators and what else is not printable. */
const escaped = (text: string): string => JSON.stringify(text).replaceAll(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, byNumber)
