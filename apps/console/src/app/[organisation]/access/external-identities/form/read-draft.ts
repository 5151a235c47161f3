import type { FormField, LintFinding, ProviderForm, ProviderId } from '@bonafide/core'
import { parseDuration } from '@bonafide/core/duration'
import { type Draft, type DraftValue, emptyDraft, fieldsOf, isShown, type SharedField, sharedFields, sharedLabels } from './draft.ts'

/** What is wrong, by path: `name`, `config.principals`, `config.principals.1`. */
export type Problems = Readonly<Record<string, string>>

export interface Reading {
  problems: Problems
  /** What the mutation takes; there when nothing is wrong. */
  input: IdentityInput | undefined
  /** The configuration as GraphQL takes it; there when nothing is wrong with it, whatever the other fields say. */
  configInput: Record<string, unknown> | undefined
  /** The configuration with its defaults, without entries that are not valid; there when anything of it can be trusted. */
  config: unknown
  /** What deserves a second look; pointers count the entries of the draft. */
  findings: LintFinding[]
}

export interface IdentityInput {
  name: string
  description: string
  tokenName: string
  defaultTtl: number
  maxTtl: number
  config: Record<string, unknown>
}

const bounds = { minimumSeconds: 60, maximumSeconds: 7_776_000 }
const notADuration = 'must be a duration such as 90, 60s, 10m, 2h, 7d or 1h30m'

/** Reads a draft by the provider's own schema, as the server will. */
export function readDraft(provider: ProviderId, draft: Draft): Reading {
  const { form, configSchema, lint } = fieldsOf(provider)
  const values = valuesOf(form, draft.config)
  const parsed = configSchema.safeParse(values)
  const raw: Record<string, string> = { ...problemsOfTexts(draft), ...problemsOfLifetimes(draft) }
  for (const { path, message } of parsed.error?.issues ?? []) raw[['config', ...path.map(String)].join('.')] ??= message
  for (const field of form.fields) if (Number.isNaN(values[field.name])) raw[`config.${field.name}`] = notADuration
  const problems = Object.fromEntries(Object.entries(raw).map(([path, message]) => [path, sentence(path, message, form.fields)]))
  const lifetimes = {
    defaultTtlSeconds: parseDuration(draft.defaultTtl) ?? 3600,
    maxTtlSeconds: parseDuration(draft.maxTtl) ?? 86_400,
  }
  const usable = parsed.success ? { config: parsed.data, places: undefined } : repaired(provider, values, parsed.error.issues)
  const findings = usable ? lint(usable.config, lifetimes).map((finding) => atDraft(finding, usable.places)) : []
  const configInput = parsed.success ? forGraphql(form.fields, parsed.data as Record<string, unknown>) : undefined
  const isSound = Object.keys(problems).length === 0
  const input =
    isSound && configInput
      ? {
          name: draft.name.trim(),
          description: draft.description.trim(),
          tokenName: draft.tokenName.trim() || form.defaultTokenName,
          defaultTtl: lifetimes.defaultTtlSeconds,
          maxTtl: lifetimes.maxTtlSeconds,
          config: configInput,
        }
      : undefined
  return { problems, input, configInput, config: usable?.config, findings }
}

/** The texts of the controls as the schema takes them; what is empty is left to its default, what is not shown is left out. */
function valuesOf({ id, fields }: ProviderForm, config: Readonly<Record<string, DraftValue>>): Record<string, unknown> {
  const shown = fields.filter((field) => isShown(field, config))
  const entries = shown.map((field): [string, unknown] => [field.name, schemaValue(field, config[field.name] ?? '', id)])
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function schemaValue({ control, advanced }: FormField, value: DraftValue, provider: ProviderId): unknown {
  const cleaned = provider === 'azure_entra' ? withoutPath : (entry: string) => entry.trim()
  if (Array.isArray(value)) return value.length === 0 && advanced ? undefined : value.map(cleaned)
  if (typeof value === 'boolean') return value
  const text = cleaned(value)
  if (control === 'sts_endpoint') return text === '' ? null : text
  if (text === '') return undefined
  return control === 'duration' ? (parseDuration(text) ?? Number.NaN) : text
}

// As the portal of Azure and az write ids down.
const withoutPath = (text: string): string => text.trim().replace(/^\/?(tenants|servicePrincipals)\//, '')

function problemsOfTexts({ name, description, tokenName }: Draft): Record<string, string> {
  const problems: Record<string, string> = {}
  if (name.trim() === '') problems.name = 'must not be empty'
  else if (name.trim().length > 100) problems.name = 'must be at most 100 characters'
  if (description.trim().length > 1000) problems.description = 'must be at most 1000 characters'
  if (tokenName.trim().length > 64) problems.tokenName = 'must be at most 64 characters'
  return problems
}

function problemsOfLifetimes({ defaultTtl, maxTtl }: Draft): Record<string, string> {
  const problems: Record<string, string> = {}
  for (const [name, text] of Object.entries({ defaultTtl, maxTtl })) {
    const seconds = parseDuration(text)
    if (seconds === null) problems[name] = notADuration
    else if (seconds < bounds.minimumSeconds) problems[name] = 'must be at least 60 seconds'
    else if (seconds > bounds.maximumSeconds) problems[name] = 'must be at most 90 days'
  }
  if (!problems.defaultTtl && !problems.maxTtl && (parseDuration(defaultTtl) ?? 0) > (parseDuration(maxTtl) ?? 0))
    problems.defaultTtl = 'must not be above the maximum TTL'
  return problems
}

/** "Must be …" becomes a sentence: with the name of its field, or as it stands below an entry of a list. */
export function sentence(path: string, message: string, fields: readonly FormField[]): string {
  const [first = '', name, index] = path.split('.')
  const label = first === 'config' ? fields.find((field) => field.name === name)?.label : sharedLabels[first as SharedField]
  const isFragment = /^(must|may|is|has) /.test(message)
  const text = isFragment && index === undefined && label ? `${label} ${message}` : `${message.charAt(0).toUpperCase()}${message.slice(1)}`
  return /[.?]$/.test(text) ? text : `${text}.`
}

/** What is good of a configuration that as a whole is not, so that the rest can be explained while somebody types. */
function repaired(provider: ProviderId, values: Record<string, unknown>, issues: readonly { path: PropertyKey[] }[]) {
  const whole = new Set(issues.filter(({ path }) => path.length === 1).map(({ path }) => String(path[0])))
  const config = Object.fromEntries(Object.entries(values).filter(([name]) => !whole.has(name)))
  const places: Record<string, number[]> = {}
  for (const [name, value] of Object.entries(config)) {
    if (!Array.isArray(value)) continue
    const bad = new Set(issues.filter(({ path }) => path[0] === name).map(({ path }) => Number(path[1])))
    const kept = [...value.keys()].filter((index) => !bad.has(index))
    places[name] = kept
    config[name] = kept.map((index) => value[index])
  }
  const parsed = fieldsOf(provider).configSchema.safeParse(config)
  return parsed.success ? { config: parsed.data, places } : undefined
}

function atDraft(finding: LintFinding, places: Record<string, number[]> | undefined): LintFinding {
  const [, name = '', index] = finding.pointer.split('/')
  const place = index === undefined ? undefined : places?.[name]?.[Number(index)]
  return place === undefined ? finding : { ...finding, pointer: `/${name}/${place}` }
}

function forGraphql(fields: readonly FormField[], config: Record<string, unknown>): Record<string, unknown> {
  const enums = new Set(fields.filter(({ control }) => control === 'select').map(({ name }) => name))
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, enums.has(name) && typeof value === 'string' ? value.toUpperCase() : value]),
  )
}

/** True when saving would change nothing. */
export function sameInput(provider: ProviderId, one: Draft, other: Draft): boolean {
  const [first, second] = [readDraft(provider, one).input, readDraft(provider, other).input]
  if (first && second) return JSON.stringify(first) === JSON.stringify(second)
  return sharedFields.every((name) => one[name] === other[name]) && JSON.stringify(one.config) === JSON.stringify(other.config)
}

/** Whether a field says something else than it would if it were left alone. */
export function isSet(provider: ProviderId, { config }: Draft, { name }: FormField): boolean {
  const { form, configSchema } = fieldsOf(provider)
  const { [name]: value, ...others } = valuesOf(form, config)
  if (JSON.stringify(config[name]) === JSON.stringify(emptyDraft(provider).config[name])) return false
  const [said, unsaid] = [configSchema.safeParse({ ...others, [name]: value }), configSchema.safeParse(others)]
  return !said.success || !unsaid.success || JSON.stringify(said.data) !== JSON.stringify(unsaid.data)
}

/** The names of the configuration's fields that cannot be left empty. */
export function requiredFields(provider: ProviderId): ReadonlySet<string> {
  const issues = fieldsOf(provider).configSchema.safeParse({}).error?.issues ?? []
  return new Set(issues.map(({ path }) => String(path[0])))
}
