import type { FormField, LintFinding, ProviderId } from '@bonafide/core'
import { type Lifetimes, providerForms } from '@bonafide/identity-providers/forms'
import { Failure } from './failure.ts'

/** The platforms by the names that people type. */
export const providerNames = ['aws-iam', 'azure', 'oidc'] as const
export type ProviderName = (typeof providerNames)[number]

/** The configuration of an identity, choices as the forms write them. */
export type Config = Record<string, unknown>

interface Provider {
  id: ProviderId
  /** Of GraphQL: the enum, the field of a `@oneOf` input, the type in the union. */
  enumName: string
  envelope: string
  configType: string
}

const providers: Record<ProviderName, Provider> = {
  'aws-iam': { id: 'aws_iam', enumName: 'AWS_IAM', envelope: 'awsIam', configType: 'AwsIamConfig' },
  azure: { id: 'azure_entra', enumName: 'AZURE_ENTRA', envelope: 'azureEntra', configType: 'AzureEntraConfig' },
  oidc: { id: 'oidc', enumName: 'OIDC', envelope: 'oidc', configType: 'OidcConfig' },
}

export const providerOf = (name: ProviderName): Provider => providers[name]

/** Undefined for a provider that this command does not know yet. */
export const providerNamed = (enumName: string): ProviderName | undefined =>
  providerNames.find((name) => providers[name].enumName === enumName)

export const fieldsOf = (name: ProviderName): readonly FormField[] => providerForms[providers[name].id].form.fields

/** What it trusts, a sentence a line; nothing where the configuration is not one that this command knows. */
export function inWords(name: ProviderName, config: unknown): string[] {
  const { configSchema, inWords: words } = providerForms[providers[name].id]
  const parsed = configSchema.safeParse(config)
  return parsed.success ? (words as (config: unknown) => string[])(parsed.data) : []
}

/** What deserves a second look in a configuration; fails when it is none. */
export function findingsIn(name: ProviderName, config: Config, lifetimes: Lifetimes): LintFinding[] {
  const { configSchema, lint } = providerForms[providers[name].id]
  const parsed = configSchema.safeParse(config)
  if (parsed.success) return (lint as (config: unknown, lifetimes: Lifetimes) => LintFinding[])(parsed.data, lifetimes)
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'The configuration'} ${message}.`)
  throw new Failure('invalid', `This is no configuration of ${name}.`, { why: wrong.join(' '), code: 'malformed_file' })
}

const choices = (provider: ProviderName): Set<string> =>
  new Set(fieldsOf(provider).flatMap(({ control, name }) => (control === 'select' ? [name] : [])))

function mapChoices(config: Config, provider: ProviderName, change: (text: string) => string): Config {
  const chosen = choices(provider)
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, chosen.has(name) && typeof value === 'string' ? change(value) : value]),
  )
}

/** Choices are enums in GraphQL, in capitals; what is not set is null there and left out here. */
export const fromGraphql = (config: Config, provider: ProviderName): Config =>
  mapChoices(Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null)), provider, (text) => text.toLowerCase())

/** As the `@oneOf` input of GraphQL takes it. */
export const configInput = (config: Config, provider: ProviderName): Record<string, Config> => ({
  [providerOf(provider).envelope]: mapChoices(config, provider, (text) => text.toUpperCase()),
})

/** The fields that a configuration must have and has not. Everything else is for the server to judge. */
export function missingFields(name: ProviderName, config: Config): string[] {
  const { error } = providerForms[providers[name].id].configSchema.safeParse(config)
  const wrong = new Set(error?.issues.flatMap(({ path: [field], code }) => (code === 'invalid_type' ? [String(field)] : [])))
  return [...wrong].filter((field) => config[field] === undefined)
}
