import type { Snippet, SnippetPlace } from '@bonafide/core'
import { authFlags, bonafideSnippet, phaseSnippet } from '../../snippets/command-line.ts'
import type { AzureCloud } from '../clouds.ts'
import type { AzureEntraConfig } from '../schema.ts'
import { azureDevopsTerraform } from './azure-devops-terraform.ts'
import { credentialSnippets } from './federated-credential.ts'
import { planAndDeploy } from './plan-and-deploy.ts'
import { azScript, azureEntraPipeline, metadataScript, resourceFlags } from './tokens.ts'

const graphs: Record<AzureCloud, string> = {
  public: 'https://graph.microsoft.com',
  usgov: 'https://graph.microsoft.us',
  china: 'https://microsoftgraph.chinacloudapi.cn',
}

/** Every way for the workloads of an Azure identity to log in, and how their side is made. */
export function azureEntraSnippets({ tenantId, resource, cloud }: AzureEntraConfig, place: SnippetPlace): Snippet[] {
  const flags = authFlags('azure', place, resourceFlags(resource))
  const azure = { ...place, resource }
  return [
    bonafideSnippet(flags, place, 'Run this where the workload lives.'),
    azureEntraPipeline(azure),
    azScript(azure),
    metadataScript(azure),
    phaseSnippet(flags, place),
    azureDevopsTerraform({ tenantId }),
    planAndDeploy({}),
    ...credentialSnippets({ issuer: 'CREDENTIAL_ISSUER', subject: 'CREDENTIAL_SUBJECT', graph: graphs[cloud] }),
  ]
}
