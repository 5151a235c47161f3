import type { LintFinding, ProviderForm, ProviderId } from '@bonafide/core'
import type * as z from 'zod'
import { awsIamForm, summaryOfAwsIam } from './aws-iam/config.ts'
import { lintAwsIam } from './aws-iam/lint.ts'
import { type AwsIamConfig, awsIamConfigSchema } from './aws-iam/schema.ts'
import { azureEntraForm, summaryOfAzureEntra } from './azure-entra/config.ts'
import { lintAzureEntra } from './azure-entra/lint.ts'
import { type AzureEntraConfig, azureEntraConfigSchema } from './azure-entra/schema.ts'
import type { Lifetimes } from './lint-lifetimes.ts'

export { describePrincipal } from './aws-iam/config.ts'
export { awsStsEndpoints, type StsEndpoint } from './aws-iam/endpoints.ts'
export type { AwsIamConfig } from './aws-iam/schema.ts'
export type { AzureEntraConfig } from './azure-entra/schema.ts'
export type { Lifetimes } from './lint-lifetimes.ts'
export { splitList } from './split-list.ts'

/** The half of a provider that runs anywhere: what to ask for, what to refuse, what to warn of. */
export interface ProviderFields<Config> {
  form: ProviderForm
  configSchema: z.ZodType<Config>
  lint(config: Config, lifetimes: Lifetimes): LintFinding[]
  summary(config: Config): string
}

const awsIam: ProviderFields<AwsIamConfig> = {
  form: awsIamForm,
  configSchema: awsIamConfigSchema,
  lint: lintAwsIam,
  summary: summaryOfAwsIam,
}

const azureEntra: ProviderFields<AzureEntraConfig> = {
  form: azureEntraForm,
  configSchema: azureEntraConfigSchema,
  lint: lintAzureEntra,
  summary: summaryOfAzureEntra,
}

/** Every provider's form by its id; free of Node and of keys, so that browsers can carry it. */
export const providerForms = { aws_iam: awsIam, azure_entra: azureEntra } satisfies Record<ProviderId, ProviderFields<unknown>>
