import type { ProviderId, Snippet, SnippetPlace } from '@bonafide/core'
import type { AwsIamConfig } from './aws-iam/schema.ts'
import { awsIamSnippets } from './aws-iam/snippets/index.ts'
import type { AzureEntraConfig } from './azure-entra/schema.ts'
import { azureEntraSnippets } from './azure-entra/snippets/index.ts'
import type { OidcConfig } from './oidc/schema.ts'
import { oidcSnippets } from './oidc/snippets/index.ts'

interface Configs {
  aws_iam: AwsIamConfig
  azure_entra: AzureEntraConfig
  oidc: OidcConfig
}

/** An identity as far as its snippets are made of it; the configuration is one that its schema has parsed. */
export type DescribedIdentity = { [Id in ProviderId]: { provider: Id; config: Configs[Id] } }[ProviderId]

/** How the workloads of an identity log in, filled in for one account and one server; the best way first. Runs anywhere, asks nobody. */
export function snippetsOf(identity: DescribedIdentity, place: SnippetPlace): Snippet[] {
  switch (identity.provider) {
    case 'aws_iam':
      return awsIamSnippets(identity.config, place)
    case 'azure_entra':
      return azureEntraSnippets(identity.config, place)
    case 'oidc':
      return oidcSnippets(identity.config, place)
  }
}
