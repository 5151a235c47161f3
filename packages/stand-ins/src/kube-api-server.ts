import { randomUUID, verify } from 'node:crypto'
import { applyTransportFault } from './faults.ts'
import { createOidcIssuer, type IssuerMisbehaviour, type OidcIssuer } from './oidc-issuer.ts'
import type { IssuerKey } from './oidc-keys.ts'
import { type FetchLike, type Handle, inProcessFetch } from './serve.ts'

export interface KubeTokenRequest {
  namespace?: string
  serviceAccount?: string
  audiences?: string[]
  lifetimeSeconds?: number
  /** Claims to replace or add, before it is signed. */
  claims?: Record<string, unknown>
  /** Another key than the cluster's. */
  key?: IssuerKey
}

export interface KubeApiServer {
  /** What its tokens carry as iss; nobody outside can ask it for keys. */
  issuer: string
  handle: Handle
  fetch: FetchLike
  /** Every request, with the tokens that it was shown. */
  requests: { method: string; url: string; bearer: string | undefined; shown: string | undefined }[]
  /** A token as the TokenRequest API makes it, bound to a pod of its own. */
  issue: (request?: KubeTokenRequest) => { token: string; podUid: string }
  /** Binds a service account to system:auth-delegator. */
  allowReviews: (namespace: string, serviceAccount: string) => void
  deletePod: (podUid: string) => void
  /** Deletes a service account and makes it anew, under another uid. */
  recreate: (namespace: string, serviceAccount: string) => void
  strangersKey: OidcIssuer['strangersKey']
  misbehave: (fault: IssuerMisbehaviour) => void
  behave: () => void
  /** Last word on a TokenReview's status, for API servers that are older or worse than this one. */
  amend: (change: ((status: Record<string, unknown>) => Record<string, unknown>) | undefined) => void
}

export interface KubeApiServerOptions {
  issuer?: string
  now?: () => Date
  key?: IssuerKey
}

/** What tokens for the API server itself are made for. */
const ownAudience = 'https://kubernetes.default.svc.cluster.local'
const reviewPath = '/apis/authentication.k8s.io/v1/tokenreviews'

interface Bearer {
  username: string
  uid: string
  audiences: string[]
}

/**
 * The API server of a cluster as far as it judges tokens of service accounts (TokenReview v1): it verifies signature, time, audience, account
 * and pod, and lets only those review who may.
 */
export function createKubeApiServer({ issuer: url = ownAudience, now = () => new Date(), key }: KubeApiServerOptions = {}): KubeApiServer {
  const issuer = createOidcIssuer({ issuer: url, now, ...(key && { key }) })
  const uids = new Map<string, string>()
  const pods = new Set<string>()
  const reviewers = new Set<string>()
  let fault: IssuerMisbehaviour | undefined
  let amendment: ((status: Record<string, unknown>) => Record<string, unknown>) | undefined

  const uidOf = (username: string): string => {
    const uid = uids.get(username) ?? randomUUID()
    uids.set(username, uid)
    return uid
  }

  const bearerOf = (token: string, audiences: readonly string[]): Bearer | undefined => {
    const [header = '', payload = '', signature = ''] = token.split('.')
    const claims = jsonOf(payload)
    const cluster = claims['kubernetes.io'] as { pod?: { uid?: string }; serviceaccount?: { uid?: string } } | undefined
    const signer = issuer.keys.find(({ kid }) => kid === jsonOf(header).kid)
    const isSigned = signer && verify('sha256', Buffer.from(`${header}.${payload}`), signer.publicKey, Buffer.from(signature, 'base64url'))
    const seconds = now().getTime() / 1000
    const fitting = [claims.aud].flat().filter((one): one is string => typeof one === 'string' && audiences.includes(one))
    const username = String(claims.sub)
    const lives = uids.get(username) === cluster?.serviceaccount?.uid && pods.has(cluster?.pod?.uid ?? '')
    if (!isSigned || claims.iss !== url || Number(claims.exp) <= seconds || fitting.length === 0 || !lives) return undefined
    return { username, uid: uidOf(username), audiences: fitting }
  }

  const review = (bearer: string | undefined, token: string, audiences: readonly string[]): Response => {
    const reviewer = bearer === undefined ? undefined : bearerOf(bearer, [ownAudience])
    if (!reviewer) return refusal(401, 'Unauthorized')
    if (!reviewers.has(reviewer.username)) return refusal(403, 'Forbidden')
    const user = bearerOf(token, audiences.length > 0 ? audiences : [ownAudience])
    const status = user
      ? {
          authenticated: true,
          user: { username: user.username, uid: user.uid, groups: ['system:serviceaccounts'] },
          audiences: user.audiences,
        }
      : { user: {}, error: 'invalid bearer token' }
    const spec = { token, audiences }
    return Response.json(
      { kind: 'TokenReview', apiVersion: 'authentication.k8s.io/v1', metadata: {}, spec, status: amendment?.(status) ?? status },
      { status: 201 },
    )
  }

  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    const bearer = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
    const asked = request.method === 'POST' ? ((await request.json()) as { spec?: { token?: string; audiences?: string[] } }) : undefined
    made.requests.push({ method: request.method, url: request.url, bearer, shown: asked?.spec?.token })
    if (pathname === '/version') return Response.json({ major: '1', minor: '34' })
    if (pathname !== reviewPath || !asked) return refusal(404, 'NotFound')
    return review(bearer, asked.spec?.token ?? '', asked.spec?.audiences ?? [])
  }

  const handle: Handle = async (request) => {
    const genuine = await answer(request)
    if (!fault) return genuine
    return typeof fault === 'function' ? fault(request) : applyTransportFault(fault, { request, genuine })
  }

  const made: KubeApiServer = {
    issuer: url,
    handle,
    fetch: inProcessFetch(handle),
    requests: [],
    issue({ namespace = 'shop', serviceAccount = 'checkout', audiences = [ownAudience], lifetimeSeconds = 600, claims, key: signer } = {}) {
      const sub = `system:serviceaccount:${namespace}:${serviceAccount}`
      const podUid = randomUUID()
      pods.add(podUid)
      const cluster = {
        namespace,
        pod: { name: `${serviceAccount}-0`, uid: podUid },
        serviceaccount: { name: serviceAccount, uid: uidOf(sub) },
      }
      const token = issuer.issue({
        claims: { aud: audiences, sub, 'kubernetes.io': cluster, ...claims },
        // As a cluster has it: a kid, an alg, and no typ.
        header: { typ: undefined },
        lifetimeSeconds,
        ...(signer && { key: signer }),
      })
      return { token, podUid }
    },
    allowReviews: (namespace, serviceAccount) => void reviewers.add(`system:serviceaccount:${namespace}:${serviceAccount}`),
    deletePod: (podUid) => void pods.delete(podUid),
    recreate: (namespace, serviceAccount) => void uids.set(`system:serviceaccount:${namespace}:${serviceAccount}`, randomUUID()),
    strangersKey: issuer.strangersKey,
    misbehave: (next) => {
      fault = next
    },
    behave: () => {
      fault = undefined
    },
    amend: (change) => {
      amendment = change
    },
  }
  return made
}

const refusal = (code: number, reason: string): Response =>
  Response.json({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, code }, { status: code })

function jsonOf(part: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
  } catch {
    return {}
  }
}
