import { failed, OutboundError, type OutboundResponse, type ParsedIdentity, passed, type Runtime, type Step } from '@bonafide/core'
import { decodeUtf8 } from '../base64.ts'
import type { Jwt } from '../jwt.ts'
import { asObject, ownProperty, parseStrictJson } from '../strict-json.ts'
import { audiencesIn } from './judge.ts'
import type { OidcConfig } from './schema.ts'

const timeoutMs = 5000
const maxBytes = 64 * 1024
/** Of one identity at a time: whoever sends invented tokens must not keep an API server busy. */
const maxUnderWay = 16

const path = '/apis/authentication.k8s.io/v1/tokenreviews'

/**
 * The API server of a cluster as the judge of its tokens, where nobody outside can fetch its keys (Kubernetes API, TokenReview v1). It is asked
 * for every login and nothing of its answer is kept, so the token of a deleted pod is refused at once.
 */
export class TokenReviews {
  readonly #underWay = new Map<string, number>()

  /** Shows the token to the identity's API server, and to nobody else. Never throws. */
  async judge({ id, config }: ParsedIdentity<OidcConfig>, jwt: Jwt, runtime: Runtime): Promise<Step> {
    const underWay = this.#underWay.get(id) ?? 0
    if (underWay >= maxUnderWay) return unanswered('Too many logins by this identity wait for its API server.')
    this.#underWay.set(id, underWay + 1)
    try {
      return await review(config, jwt, runtime)
    } catch (error) {
      // Only what our own guard says: nothing of the request, which holds the token.
      return unanswered(`The API server could not be asked: ${error instanceof OutboundError ? error.message : 'no answer'}.`)
    } finally {
      const left = (this.#underWay.get(id) ?? 1) - 1
      if (left > 0) this.#underWay.set(id, left)
      else this.#underWay.delete(id)
    }
  }
}

async function review(config: OidcConfig, jwt: Jwt, runtime: Runtime): Promise<Step> {
  const { apiServer = '', certificateAuthority } = config
  const audiences = audiencesIn(jwt.claims.aud)?.filter((one) => config.audiences.includes(one)) ?? []
  // The operator's reviewer for this very place; without one the token speaks for itself, so nothing is stored anywhere.
  const reviewer = await runtime.reviewerToken?.(new URL(apiServer))
  const response = await runtime.fetch(`${apiServer.replace(/\/$/, '')}${path}`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', authorization: `Bearer ${reviewer ?? jwt.text}` },
    body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token: jwt.text, audiences } }),
    timeoutMs,
    maxBytes,
    ...(certificateAuthority && { certificateAuthority }),
  })
  return statusFailure(response, reviewer !== undefined) ?? judgeStatus(response, jwt, audiences)
}

function statusFailure({ status }: OutboundResponse, hasReviewer: boolean): Step | undefined {
  if (status === 200 || status === 201) return undefined
  if (status === 401 && !hasReviewer)
    return denied(
      'The API server does not take the token as its own reviewer: it has ended, or was not made for the API server as well. Make it for both audiences, or let the operator name a reviewer.',
    )
  if (status === 401) return unanswered('The API server does not know the reviewer of this server: its token has ended.')
  if (status === 403) {
    const who = hasReviewer ? 'The reviewer of this server' : 'The service account of the workload'
    return unanswered(`${who} may not review tokens: bind it to the cluster role system:auth-delegator.`)
  }
  return unanswered(`The API server answered ${status}.`)
}

/** What the API server says of the token, held against what the token says of itself. Nothing of the answer is quoted: it may hold the token. */
function judgeStatus({ body }: OutboundResponse, { claims }: Jwt, audiences: readonly string[]): Step {
  const document = asObject(parseStrictJson(decodeUtf8(body) ?? ''))
  const status = document && asObject(ownProperty(document, 'status'))
  if (!document || ownProperty(document, 'kind') !== 'TokenReview' || !status)
    return unanswered('The API server answered something else than a TokenReview.')
  if (ownProperty(status, 'authenticated') !== true) return denied('The API server does not vouch for the token.')
  // An API server that knows nothing of audiences vouches for tokens that were made for anybody.
  const confirmed = ownProperty(status, 'audiences')
  if (!Array.isArray(confirmed) || !confirmed.some((one) => audiences.includes(one)))
    return denied('The API server does not say that the token is for this server: it may know nothing of audiences.')
  const user = asObject(ownProperty(status, 'user'))
  if (user === undefined || ownProperty(user, 'username') !== claims.sub)
    return denied('The API server knows the bearer by another name than the token says.')
  const uid = claimedUid(claims)
  if (uid !== undefined && ownProperty(user, 'uid') !== uid)
    return denied('The service account has been made anew since the token was issued.')
  return passed('proof_valid', { detail: 'The API server of the cluster vouches for it.' })
}

function claimedUid(claims: Record<string, unknown>): unknown {
  const cluster = asObject(ownProperty(claims, 'kubernetes.io'))
  const account = cluster && asObject(ownProperty(cluster, 'serviceaccount'))
  return account && ownProperty(account, 'uid')
}

const denied = (detail: string): Step => failed('proof_valid', 'token_review_denied', { detail })
const unanswered = (detail: string): Step => failed('proof_valid', 'token_review_failed', { detail })
