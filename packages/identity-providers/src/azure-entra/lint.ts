import type { LintFinding } from '@bonafide/core'
import { type Lifetimes, lintLifetimes } from '../lint-lifetimes.ts'
import { cloudHosts } from './clouds.ts'
import { type AzureEntraConfig, audiencesOf } from './schema.ts'

/** What deserves a second look in an Azure identity. */
export function lintAzureEntra(config: AzureEntraConfig, lifetimes: Lifetimes): LintFinding[] {
  return [...lintResource(config), ...lintUsers(config), ...lintLifetimes(lifetimes)]
}

function lintResource(config: AzureEntraConfig): LintFinding[] {
  const [, resource] = audiencesOf(config)
  const cloud = Object.entries(cloudHosts).find(([, { management }]) => management === resource)?.[0]
  if (cloud === undefined) return lintService(resource)
  if (cloud !== config.cloud) {
    return [
      {
        code: 'resource_of_other_cloud',
        severity: 'warning',
        pointer: '/resource',
        message: `This is the management audience of cloud ${cloud}.`,
      },
    ]
  }
  return [
    {
      code: 'shared_audience',
      severity: 'warning',
      pointer: '/resource',
      message:
        'Tokens for Azure management go to other services too, and any of them could show yours here. Register an application and use its audience, e.g. api://bonafide.',
    },
  ]
}

// Services of Microsoft that any workload may have a token for: what it shows them, they could show here.
const services: Record<string, string> = {
  'https://graph.microsoft.com/': 'Microsoft Graph',
  '00000003-0000-0000-c000-000000000000/': 'Microsoft Graph',
  'https://vault.azure.net/': 'Azure Key Vault',
  'https://storage.azure.com/': 'Azure Storage',
  'https://database.windows.net/': 'Azure SQL',
  'api://AzureADTokenExchange/': 'Microsoft Entra',
}

function lintService(resource: string): LintFinding[] {
  const service = Object.hasOwn(services, resource) ? services[resource] : undefined
  if (service === undefined) return []
  const message = `Tokens for this audience are made for ${service}, and whoever receives one could show it here. Register an application and use its audience, e.g. api://bonafide.`
  return [{ code: 'borrowed_audience', severity: 'warning', pointer: '/resource', message }]
}

function lintUsers({ allowUserTokens }: AzureEntraConfig): LintFinding[] {
  if (!allowUserTokens) return []
  return [
    {
      code: 'user_tokens_allowed',
      severity: 'warning',
      pointer: '/allowUserTokens',
      message: 'People are let in by tokens that any of their applications may hold.',
    },
  ]
}
