import { randomBytes } from 'node:crypto'
import type { Runtime } from '@bonafide/core'
import type { Environment } from './env.ts'
import { isEntraHost, isStsHost } from './outbound/platform-hosts.ts'
import { createReviewerTokens } from './outbound/reviewer-tokens.ts'
import { createSafeFetch } from './outbound/safe-fetch.ts'
import type { Override } from './outbound/target.ts'

/** The real clock, dice and network. */
export const createRuntime = (environment: Environment): Runtime => ({
  now: Date.now,
  randomBytes: (length) => new Uint8Array(randomBytes(length)),
  fetch: createSafeFetch({ allowPrivateHosts: environment.allowPrivateHosts, overrides: overridesOf(environment) }),
  reviewerToken: createReviewerTokens(environment.tokenReviewers),
})

function overridesOf({ awsStsUrl, azureAuthorityUrl }: Environment): Override[] {
  const overrides: Override[] = []
  // The caller signed the real host; the emulator has to be told which.
  if (awsStsUrl) overrides.push({ appliesTo: isStsHost, url: awsStsUrl, originalHostHeader: 'x-bonafide-signed-host' })
  if (azureAuthorityUrl) overrides.push({ appliesTo: isEntraHost, url: azureAuthorityUrl })
  return overrides
}
