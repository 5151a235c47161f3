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
