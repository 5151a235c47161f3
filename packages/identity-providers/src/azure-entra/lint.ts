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
  if (cloud === undefined) return []
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
