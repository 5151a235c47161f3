import type { FormField, ProviderId } from '@bonafide/core'
import { formatDuration } from '@bonafide/core/duration'
import { type ProviderFields, providerForms } from '@bonafide/identity-providers/forms'

/** What a control of the form holds: text, a list, or on and off. */
export type DraftValue = string | string[] | boolean

/** An identity as it is being written, whether it makes sense yet or not. */
export interface Draft {
  name: string
  description: string
  tokenName: string
  defaultTtl: string
  maxTtl: string
  config: Record<string, DraftValue>
}

/** An identity as the server keeps it; the configuration as its provider parsed it, null where it was not valid. */
export interface StoredIdentity {
  name: string
  description: string
  tokenName: string
  defaultTtl: number
  maxTtl: number
  config: Readonly<Record<string, unknown>> | null
}

export const fieldsOf = (provider: ProviderId): ProviderFields<unknown> => providerForms[provider]

/** The texts that are no part of the provider's configuration, in their order. */
export const sharedLabels = {
  name: 'Identity Name',
  description: 'Description',
  tokenName: 'Token name',
  defaultTtl: 'Token Default TTL',
  maxTtl: 'Token Max TTL',
} as const
export type SharedField = keyof typeof sharedLabels
export const sharedFields = Object.keys(sharedLabels) as SharedField[]

/** A configuration as the controls of the form hold it. */
export function configDraft(provider: ProviderId, config: StoredIdentity['config']): Draft['config'] {
  const { fields } = fieldsOf(provider).form
  return Object.fromEntries(fields.map((field) => [field.name, draftValue(field, storedValue(config, field.name))]))
}

export function emptyDraft(provider: ProviderId): Draft {
  const { form } = fieldsOf(provider)
  return {
    name: '',
    description: '',
    tokenName: form.defaultTokenName,
    defaultTtl: '1h',
    maxTtl: '24h',
    config: configDraft(provider, null),
  }
}

export function draftOf(provider: ProviderId, stored: StoredIdentity): Draft {
  return {
    name: stored.name,
    description: stored.description,
    tokenName: stored.tokenName,
    defaultTtl: formatDuration(stored.defaultTtl),
    maxTtl: formatDuration(stored.maxTtl),
    config: configDraft(provider, stored.config),
  }
}

// One name, of two types in GraphQL: the documents ask for the OIDC one by another name.
const storedValue = (config: StoredIdentity['config'], name: string): unknown =>
  config?.[name] ?? (name === 'singleUse' ? config?.tokenUse : undefined)

const holdsEntries = ({ control }: Pick<FormField, 'control'>): boolean => control === 'list' || control === 'lines'

/** Whether a field belongs to the configuration as the others stand. */
export const isShown = ({ shownWhen }: FormField, config: Readonly<Record<string, DraftValue>>): boolean =>
  shownWhen === undefined || shownWhen.values.includes(String(config[shownWhen.field]))

function draftValue({ control, options }: FormField, value: unknown): DraftValue {
  if (holdsEntries({ control })) return Array.isArray(value) ? value.map(String) : []
  if (control === 'switch') return value === true
  if (control === 'duration') return typeof value === 'number' ? formatDuration(value) : ''
  // Enums are in capitals in GraphQL and nowhere else.
  if (control === 'select') return typeof value === 'string' ? value.toLowerCase() : (options?.[0]?.value ?? '')
  return typeof value === 'string' ? value : ''
}

/** What somebody who sent a link wants the form to hold, by field: lists are added to, texts replaced. Unknown names are left out. */
export function prefilled(provider: ProviderId, draft: Draft, wanted: Readonly<Record<string, string>>): Draft {
  const config = { ...draft.config }
  for (const { name, control } of fieldsOf(provider).form.fields) {
    const text = Object.hasOwn(wanted, name) ? wanted[name]?.trim() : undefined
    if (!text) continue
    const before = config[name]
    if (Array.isArray(before)) config[name] = [...new Set([...before, ...entriesIn(text, control)])]
    else if (control !== 'switch' && control !== 'select') config[name] = text
  }
  const { name, description } = wanted
  return { ...draft, ...(name ? { name } : {}), ...(description ? { description } : {}), config }
}

const entriesIn = (text: string, control: FormField['control']): string[] =>
  text
    .split(control === 'lines' ? /[\r\n]+/ : /[\s,]+/)
    .map((entry) => entry.trim())
    .filter(Boolean)

/** Names that an address may give values for. */
export const prefillable = (provider: ProviderId): string[] => [
  'name',
  'description',
  ...fieldsOf(provider).form.fields.map(({ name }) => name),
]

/** One field that two drafts differ in. */
export interface FieldChange {
  /** `name`, or `config.principals`. */
  path: string
  label: string
  removed: string[]
  added: string[]
}

/** What became of `before`, field by field, in the order of the form. */
export function changesBetween(provider: ProviderId, before: Draft, after: Draft): FieldChange[] {
  const shared = sharedFields.map((name) => changeOf(name, sharedLabels[name], before[name], after[name]))
  const own = fieldsOf(provider).form.fields.map((field) =>
    changeOf(`config.${field.name}`, field.label, shownValue(field, before), shownValue(field, after)),
  )
  return [...shared, ...own].filter((change) => change !== undefined)
}

const shownValue = (field: FormField, { config }: Draft): DraftValue => (isShown(field, config) ? (config[field.name] ?? '') : '')

function changeOf(path: string, label: string, before: DraftValue, after: DraftValue): FieldChange | undefined {
  const [old, fresh] = [entriesOf(before), entriesOf(after)]
  const removed = old.filter((entry) => !fresh.includes(entry))
  const added = fresh.filter((entry) => !old.includes(entry))
  return removed.length + added.length === 0 ? undefined : { path, label, removed, added }
}

function entriesOf(value: DraftValue): string[] {
  if (typeof value === 'boolean') return [value ? 'on' : 'off']
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()]
  return value
}

/** Somebody else changed the identity meanwhile: theirs, with what I changed myself on top. */
export function merged(provider: ProviderId, base: Draft, theirs: Draft, mine: Draft): Draft {
  const touched = new Set(changesBetween(provider, base, mine).map(({ path }) => path))
  const pick = (name: SharedField) => (touched.has(name) ? mine[name] : theirs[name])
  const names = Object.keys(mine.config)
  return {
    name: pick('name'),
    description: pick('description'),
    tokenName: pick('tokenName'),
    defaultTtl: pick('defaultTtl'),
    maxTtl: pick('maxTtl'),
    config: Object.fromEntries(names.map((name) => [name, (touched.has(`config.${name}`) ? mine : theirs).config[name] ?? ''])),
  }
}
