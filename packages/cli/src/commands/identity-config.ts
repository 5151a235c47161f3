import { type FormField, parseDuration } from '@bonafide/core'
import { splitList } from '@bonafide/identity-providers/forms'
import * as z from 'zod'
import { Failure, usage } from '../failure.ts'
import { type Config, fromGraphql, type ProviderName, providerNames } from '../identity-providers.ts'
import { jsonOf } from '../problem.ts'
import { attributeOf, choicesOf, type FieldFlag, flagsOf, isList } from './identity-flags.ts'

/** The options of a command. */
export type Options = Readonly<Record<string, unknown>>

/** Reads a file, or stdin for `-`. */
export type ReadText = (source: string) => Promise<string>

/** Whether any flag speaks of a configuration. */
export const speaksOfConfig = (options: Options): boolean =>
  options.config !== undefined || providerNames.some((provider) => flagsOf(provider).some((each) => usedNames(each, options).length > 0))

const namesOf = ({ flag, also, field }: FieldFlag): string[] =>
  (also === undefined ? [flag] : [flag, also]).flatMap((name) => (isList(field) ? [name, `add-${name}`, `remove-${name}`] : [name]))

const usedNames = (flag: FieldFlag, options: Options): string[] => namesOf(flag).filter((name) => options[attributeOf(name)] !== undefined)

/** Refuses the flags of other providers, which would be ignored. */
export function requireOwnFlags(provider: ProviderName, options: Options): void {
  const own = new Set(flagsOf(provider).flatMap(namesOf))
  for (const other of providerNames) {
    const strange = flagsOf(other)
      .flatMap((flag) => usedNames(flag, options))
      .find((name) => !own.has(name))
    if (strange !== undefined) throw usage(`--${strange} belongs to ${other} identities, and this is one of ${provider}.`)
  }
}

/** What a configuration becomes by the flags: `--config` instead of it, then each flag on top. */
export async function configBy(options: Options, provider: ProviderName, before: Config, readText: ReadText): Promise<Config> {
  const config = options.config === undefined ? { ...before } : readConfig(await readText(String(options.config)), provider)
  const flags = flagsOf(provider)
  // Where keys come from decides what must be said about them: what belonged to another source would be refused.
  if (options.keys !== undefined) for (const name of ['jwksUrl', 'jwks', 'keysRemindOn', 'apiServer']) delete config[name]
  for (const flag of flags) {
    const value = await valueBy(flag, options, config[flag.field.name], readText)
    if (value === undefined) continue
    if (value === null) delete config[flag.field.name]
    else config[flag.field.name] = value
  }
  return config
}

function readConfig(text: string, provider: ProviderName): Config {
  const parsed = z.record(z.string(), z.unknown()).safeParse(jsonOf(text))
  if (parsed.success) return fromGraphql(parsed.data, provider)
  throw new Failure('invalid', 'The configuration is not a JSON object.', {
    fix: 'Write it as bonafide identities get <id> --json shows it under "config"',
    code: 'malformed_file',
  })
}

/** Undefined: as it is. Null: as the server has it by default. */
async function valueBy(flag: FieldFlag, options: Options, before: unknown, readText: ReadText): Promise<unknown> {
  const given = (prefix: string) =>
    [flag.flag, ...(flag.also === undefined ? [] : [flag.also])].flatMap((name) => options[attributeOf(prefix + name)] ?? [])
  if (isList(flag.field)) return listBy(flag.field, before, { all: given(''), add: given('add-'), remove: given('remove-') })
  const [text] = given('')
  if (text === undefined) return undefined
  return text === '' ? null : readValue(flag, text, readText)
}

interface ListFlags {
  all: unknown[]
  add: unknown[]
  remove: unknown[]
}

function listBy(field: FormField, before: unknown, { all, add, remove }: ListFlags): string[] | undefined {
  if (all.length + add.length + remove.length === 0) return undefined
  const entries = (texts: unknown[]) =>
    texts.map(String).flatMap((text) => (field.control === 'list' ? splitList(text) : [text.trim()].filter(Boolean)))
  const kept = all.length > 0 ? entries(all) : Array.isArray(before) ? before.map(String) : []
  const gone = entries(remove)
  const strange = gone.find((entry) => !kept.includes(entry))
  if (strange !== undefined) throw usage(`"${strange}" is not among its ${field.label.toLowerCase()}, so it cannot be removed.`)
  return [...new Set([...kept.filter((entry) => !gone.includes(entry)), ...entries(add)])]
}

async function readValue({ field, flag }: FieldFlag, given: unknown, readText: ReadText): Promise<unknown> {
  const text = given === true ? 'on' : String(given)
  switch (field.control) {
    case 'switch':
      if (text === 'on' || text === 'off') return text === 'on'
      throw usage(`--${flag} is on or off, not "${text}".`)
    case 'duration':
      return secondsOf(text, flag)
    case 'select': {
      const value = choicesOf(field).get(text)
      if (value !== undefined) return value
      throw usage(`--${flag} is not "${text}".`, `Choose from ${[...choicesOf(field).keys()].join(', ')}`)
    }
    case 'text_area':
      return readText(text)
    case 'sts_endpoint':
      return text === 'any' ? null : text
    default:
      return text
  }
}

export function secondsOf(text: string, flag: string): number {
  const seconds = parseDuration(text)
  if (seconds === null) throw usage(`--${flag} is not "${text}".`, 'Write seconds or units: 900, 15m, 2h')
  return seconds
}
