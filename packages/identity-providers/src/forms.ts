import type { LintFinding, ProviderForm, ProviderId } from '@bonafide/core'
import type * as z from 'zod'
import { checkAwsIam } from './aws-iam/check.ts'
import { awsIamForm, summaryOfAwsIam } from './aws-iam/config.ts'
import { lintAwsIam } from './aws-iam/lint.ts'
import { type AwsIamConfig, awsIamConfigSchema } from './aws-iam/schema.ts'
import { awsIamInWords } from './aws-iam/words.ts'
import { checkAzureEntra } from './azure-entra/check.ts'
import { azureEntraForm, summaryOfAzureEntra } from './azure-entra/config.ts'
import { lintAzureEntra } from './azure-entra/lint.ts'
import { type AzureEntraConfig, azureEntraConfigSchema } from './azure-entra/schema.ts'
import { azureEntraInWords } from './azure-entra/words.ts'
import type { Check, FormValues } from './check.ts'
import type { Lifetimes } from './lint-lifetimes.ts'
import { checkOidc } from './oidc/check.ts'
import { oidcForm, summaryOfOidc } from './oidc/config.ts'
import { lintOidc } from './oidc/lint.ts'
import { type OidcConfig, oidcConfigSchema } from './oidc/schema.ts'
import { oidcInWords } from './oidc/words.ts'

export { describePrincipal } from './aws-iam/config.ts'
export { awsStsEndpoints, type StsEndpoint } from './aws-iam/endpoints.ts'
export type { AwsIamConfig } from './aws-iam/schema.ts'
export { isEntraIssuer } from './azure-entra/clouds.ts'
export type { AzureEntraConfig } from './azure-entra/schema.ts'
export type { Check, CheckSuggestion, FormValues } from './check.ts'
export { type DecodedJwt, decodeJwt } from './decode-jwt.ts'
export type { Lifetimes } from './lint-lifetimes.ts'
export { oidcPresets } from './oidc/presets/index.ts'
export type { OidcPreset, PresetAnswers, PresetField, PresetProblem, PresetResult } from './oidc/presets/preset.ts'
export type { OidcConfig } from './oidc/schema.ts'
export { splitList } from './split-list.ts'

/** The half of a provider that runs anywhere: what to ask for, what to refuse, what to warn of. */
export interface ProviderFields<Config> {
  form: ProviderForm
  configSchema: z.ZodType<Config>
  lint(config: Config, lifetimes: Lifetimes): LintFinding[]
  summary(config: Config): string
  /** What is trusted, a sentence a line. */
  inWords(config: Config): string[]
  /** Judges what somebody pasted by the rules of an unfinished form; asks nobody. */
  check(values: FormValues, pasted: string): Check
}

const awsIam: ProviderFields<AwsIamConfig> = {
  form: awsIamForm,
  configSchema: awsIamConfigSchema,
  lint: lintAwsIam,
  summary: summaryOfAwsIam,
  inWords: awsIamInWords,
  check: checkAwsIam,
}

const azureEntra: ProviderFields<AzureEntraConfig> = {
  form: azureEntraForm,
  configSchema: azureEntraConfigSchema,
  lint: lintAzureEntra,
  summary: summaryOfAzureEntra,
  inWords: azureEntraInWords,
  check: checkAzureEntra,
}

const oidc: ProviderFields<OidcConfig> = {
  form: oidcForm,
  configSchema: oidcConfigSchema,
  lint: lintOidc,
  summary: summaryOfOidc,
  inWords: oidcInWords,
  check: checkOidc,
}

/** Every provider's form by its id; free of Node and of keys, so that browsers can carry it. */
export const providerForms = { aws_iam: awsIam, azure_entra: azureEntra, oidc } satisfies Record<ProviderId, ProviderFields<unknown>>
