import { audienceStep, freshStep, issuerStep, kindFailure, trustStep } from '../judge.ts'
import type { OidcConfig } from '../schema.ts'
import type { OidcPreset, PresetAnswers } from './preset.ts'

export const audience = 'https://secrets.example.test'

/** When the tokens of the tests were issued, in seconds. */
export const issuedAt = 1_790_000_000

/** What every token has. */
export const times = { iat: issuedAt, nbf: issuedAt, exp: issuedAt + 300 }

/** The configuration that a preset makes; throws with its problems when it makes none. */
export function compiled(preset: OidcPreset, answers: PresetAnswers): OidcConfig {
  const { config, problems } = preset.compile(answers, { audience })
  if (!config) throw new Error(JSON.stringify(problems))
  return config
}

/** What an identity says to a token whose signature is right: `accepted`, or the reason of its refusal. */
export function outcomeFor(config: OidcConfig, claims: Record<string, unknown>, algorithm = 'RS256', type = 'JWT'): string {
  if (!config.algorithms.some((one) => one === algorithm)) return 'algorithm'
  const jwt = { text: '', algorithm, keyId: 'key', type, claims }
  const kind = kindFailure(config, jwt)
  const steps = [
    freshStep(config, jwt, issuedAt * 1000 + 5000),
    issuerStep(config, jwt),
    ...(kind ? [kind] : []),
    audienceStep(config, jwt),
    trustStep(config, jwt),
  ]
  return steps.find(({ code }) => code !== undefined)?.code ?? 'accepted'
}

const id = (last: number) => `0192c5a1-7a3b-4000-8000-00000000000${last}`

/** Every question of every preset answered, the numbers that pin a name among them. */
export const exampleAnswers: Record<string, PresetAnswers> = {
  'github-actions': {
    owner: 'acme',
    repository: 'shop',
    repositoryId: '123',
    ownerId: '456',
    restrictTo: 'branch',
    ref: 'feature/cart',
    workflow: 'deploy.yml',
  },
  'gitlab-ci': { project: 'acme/shop', projectId: '123', namespaceId: '456', restrictTo: 'tag', ref: 'v1' },
  kubernetes: { issuer: 'https://oidc.example.test/id/A', namespace: 'shop', serviceAccount: 'checkout', uid: id(1) },
  'google-cloud': { uniqueId: '112233445566778899001', email: 'shop@acme.iam.gserviceaccount.com' },
  'aws-outbound': { issuer: 'https://a1.tokens.sts.global.api.aws', role: 'arn:aws:iam::111122223333:role/shop' },
  cognito: { kind: 'identity_pool', poolId: `eu-central-1:${id(1)}`, identityId: `eu-central-1:${id(2)}` },
  spiffe: { issuer: 'https://oidc.example.test', trustDomain: 'example.test', path: '/shop' },
  'azure-devops': { issuer: `https://vstoken.dev.azure.com/${id(1)}`, subject: 'p://acme/shop/deploy', projectId: id(2) },
  'terraform-cloud': {
    organization: 'acme',
    project: 'Default Project',
    workspace: 'shop',
    runPhase: 'apply',
    organizationId: 'org-AbCd1234',
    workspaceId: 'ws-AbCd1234',
    host: 'app.eu.terraform.io',
  },
  circleci: { organizationId: id(1), projectId: id(2), repository: 'github.com/acme/shop', restrictTo: 'branch', ref: 'main' },
  buildkite: { organization: 'acme', pipeline: 'shop', restrictTo: 'any', organizationId: id(1), pipelineId: id(2) },
  bitbucket: {
    workspace: 'acme',
    repositoryUuid: `{${id(1)}}`,
    workspaceUuid: `{${id(2)}}`,
    environmentUuid: `{${id(3)}}`,
    branch: 'main',
  },
  generic: { issuer: 'https://tokens.example.test', subject: 'job:acme', claims: 'project_id = 1' },
}
