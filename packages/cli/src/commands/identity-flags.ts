import type { FormField } from '@bonafide/core'
import { Option } from 'commander'
import { fieldsOf, type ProviderName, providerNames } from '../identity-providers.ts'
import { repeated } from './options.ts'

/** A field of a provider's form as flags: the forms say which there are, so a field that is added there is a flag here. */
export interface FieldFlag {
  field: FormField
  /** Without its dashes. */
  flag: string
  /** Another name for it. */
  also?: string
}

// What people would call it, where that is not what the field is called.
const flagNames: Record<string, string> = {
  tenantId: 'tenant',
  allowedServicePrincipalIds: 'principal',
  keySource: 'keys',
  certificateAuthority: 'ca',
}
const otherNames: Record<string, string> = { allowedServicePrincipalIds: 'service-principal' }
const choiceNames: Record<string, string> = { jwks_url: 'url', uploaded: 'upload', token_review: 'token-review' }

export const isList = ({ control }: FormField): boolean => control === 'list' || control === 'lines'

export const flagsOf = (name: ProviderName): FieldFlag[] =>
  fieldsOf(name).map((field) => ({ field, flag: flagNames[field.name] ?? derivedName(field), also: otherNames[field.name] }))

function derivedName(field: FormField): string {
  const name = field.name.replace(/Seconds$/, '')
  return kebab(isList(field) ? name.replace(/s$/, '') : name)
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** The member of a command's options that holds this flag. */
export const attributeOf = (flag: string): string => flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** What may be chosen, by the word that is typed. */
export const choicesOf = ({ options = [] }: FormField): Map<string, string> =>
  new Map(options.map(({ value }) => [choiceNames[value] ?? value, value]))

const placeholders: Record<FormField['control'], string> = {
  text: '<text>',
  text_area: '<file>',
  list: '<text>',
  lines: '<rule>',
  duration: '<duration>',
  switch: '[on|off]',
  select: '<choice>',
  sts_endpoint: '<url>',
}

/** The flags with which an identity of this provider is made. */
export const createOptions = (name: ProviderName): Option[] =>
  flagsOf(name).flatMap(({ field, flag, also }) => [
    option(field, flag, helpOf(field)),
    ...(also === undefined ? [] : [option(field, also, `the same as --${flag}`)]),
  ])

function option(field: FormField, flag: string, help: string): Option {
  const made = new Option(`--${flag} ${placeholders[field.control]}`, help)
  if (field.control === 'select') made.choices([...choicesOf(field).keys()])
  return isList(field) ? made.argParser(repeated) : made
}

function helpOf(field: FormField): string {
  const text = field.help.replace(/\.$/, '').replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase())
  if (isList(field)) return `${text} (repeatable)`
  if (field.control === 'text_area') return `${text} (- for stdin)`
  return field.control === 'sts_endpoint' ? `${text} (any, or its URL)` : text
}

/** The flags with which an identity of whatever provider is changed; one that several providers have is one flag. */
export function updateOptions(): Option[] {
  const byFlag = new Map<string, { field: FormField; providers: ProviderName[] }[]>()
  for (const provider of providerNames) {
    for (const { field, flag, also } of flagsOf(provider)) {
      for (const name of also === undefined ? [flag] : [flag, also]) {
        const same = byFlag.get(name) ?? []
        byFlag.set(name, same)
        const alike = same.find((each) => each.field.label === field.label && each.field.control === field.control)
        if (alike) alike.providers.push(provider)
        else same.push({ field, providers: [provider] })
      }
    }
  }
  return [...byFlag].flatMap(([flag, meanings]) => {
    const [first, another] = meanings
    if (!first) return []
    const help = meanings.map(({ field, providers }) => `${field.label} (${providers.join(', ')})${toChoose(field)}`).join('; ')
    // What one provider takes as a switch and another as a choice is told apart when the provider is known.
    if (another && another.field.control !== first.field.control) return [new Option(`--${flag} [choice]`, help)]
    if (!isList(first.field)) return [new Option(`--${flag} ${placeholders[first.field.control]}`, help)]
    return [
      option(first.field, flag, `${help}: these instead of all there are`),
      option(first.field, `add-${flag}`, `${help}: these too`),
      option(first.field, `remove-${flag}`, `${help}: these no more`),
    ]
  })
}

const toChoose = (field: FormField): string => (field.control === 'select' ? `: ${[...choicesOf(field).keys()].join(', ')}` : '')
