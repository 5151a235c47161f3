import { randomUUID } from 'node:crypto'
import {
  type AwsPrincipal,
  completePrincipal,
  type FederatedUser,
  federatedUser,
  type IamUser,
  iamUser,
  type NewAwsPrincipal,
  type RoleSession,
  roleSession,
  rootUser,
} from './principals.ts'
import { type FetchLike, type Handle, inProcessFetch, type Listening, listen } from './serve.ts'
import { type CallerIdentity, identityAnswer, refusalAnswer } from './sts-answers.ts'
import { ignoresCaller, misbehavingAnswer, misbehaviourName, type StsMisbehaviour } from './sts-faults.ts'
import { type ReceivedRequest, type StsRefusal, type VerifyingRules, verifySigV4 } from './sts-verify.ts'

export interface AwsStsOptions {
  /** Clock of the service; the machine's own unless given. */
  now?: () => Date
  /** Host that signatures are expected to cover, whatever address the request came to. */
  signedHost?: string
  /** Lets keys of one partition in at another partition's host; AWS does not. */
  acceptsForeignPartitions?: boolean
  /** False: requests are not kept, for a service that runs as long as its process. */
  keepsRequests?: boolean
}

/** One request the service saw, and what it said. */
export interface StsRequestRecord {
  method: string
  url: string
  headers: Record<string, string>
  body: string
  /** `GetCallerIdentity`, an error code, or the name of a misbehaviour; `pending` until answered. */
  result: string
}

export interface AwsSts {
  handle: Handle
  /** Calls `handle` in process with the manners of `fetch`. */
  fetch: FetchLike
  listen: () => Promise<Listening & { requests: StsRequestRecord[] }>
  requests: StsRequestRecord[]
  addPrincipal: (principal: NewAwsPrincipal) => AwsPrincipal
  addRoleSession: (session: RoleSession) => AwsPrincipal
  addUser: (user: IamUser) => AwsPrincipal
  addRoot: (root?: Parameters<typeof rootUser>[0]) => AwsPrincipal
  addFederatedUser: (user: FederatedUser) => AwsPrincipal
  /** Deactivates a key: from now on it is unknown. */
  removePrincipal: (accessKeyId: string) => void
  /** Makes the following answers go wrong, all of them or the next `times`. */
  misbehave: (next: StsMisbehaviour, options?: { times?: number }) => void
  behave: () => void
}

/** Header by which the product names the host a proof was signed for, when an endpoint override leads the request elsewhere. */
export const SIGNED_HOST_HEADER = 'x-bonafide-signed-host'

const nobody: CallerIdentity = {
  arn: 'arn:aws:sts::111122223333:assumed-role/deploy/session',
  userId: 'AROAAAAAAAAAAAAAAAAAA:session',
  account: '111122223333',
}

/** AWS STS, as far as `GetCallerIdentity` goes: verifies signatures as AWS does and answers, errs or misbehaves like it. */
export function createAwsSts(options: AwsStsOptions = {}): AwsSts {
  const now = options.now ?? (() => new Date())
  const principals = new Map<string, AwsPrincipal>()
  const requests: StsRequestRecord[] = []
  let misbehaviour: { next: StsMisbehaviour; timesLeft: number } | undefined

  const addPrincipal = (given: NewAwsPrincipal) => {
    const principal = completePrincipal(given)
    principals.set(principal.accessKeyId, principal)
    return principal
  }

  const takeMisbehaviour = () => {
    const current = misbehaviour
    if (current && --current.timesLeft <= 0) misbehaviour = undefined
    return current?.next
  }

  const handle: Handle = async (request) => {
    const next = takeMisbehaviour()
    const received = await receive(request.clone(), options.signedHost)
    const record = recordOf(request, received)
    if (options.keepsRequests ?? true) requests.push(record)
    const requestId = randomUUID()
    const asJson = (request.headers.get('accept') ?? '').includes('application/json')
    const rules = { principals, now: now(), acceptsForeignPartitions: options.acceptsForeignPartitions ?? false }
    const verdict = judge(received, rules)
    const refusal = 'code' in verdict ? verdict : undefined
    const genuine = refusal ? refusalAnswer(refusal, requestId, asJson) : identityAnswer(identityOf(verdict), requestId, asJson)
    if (next === undefined || (refusal && !ignoresCaller(next))) {
      record.result = refusal?.code ?? 'GetCallerIdentity'
      return genuine
    }
    record.result = misbehaviourName(next)
    return misbehavingAnswer(next, { identity: identityOf(verdict), requestId }, { request, genuine })
  }

  return {
    handle,
    fetch: inProcessFetch(handle),
    listen: async () => ({ ...(await listen(handle)), requests }),
    requests,
    addPrincipal,
    addRoleSession: (session) => addPrincipal(roleSession(session)),
    addUser: (user) => addPrincipal(iamUser(user)),
    addRoot: (root) => addPrincipal(rootUser(root)),
    addFederatedUser: (user) => addPrincipal(federatedUser(user)),
    removePrincipal: (accessKeyId) => void principals.delete(accessKeyId),
    misbehave: (next, { times = Number.POSITIVE_INFINITY } = {}) => {
      misbehaviour = { next, timesLeft: times }
    },
    behave: () => {
      misbehaviour = undefined
    },
  }
}

function judge(received: ReceivedRequest, rules: VerifyingRules): AwsPrincipal | StsRefusal {
  if (received.path !== '/') return { status: 404, code: 'UnknownOperationException', message: `No operation at ${received.path}` }
  const verdict = verifySigV4(received, rules)
  return 'code' in verdict ? verdict : (refusalOfAction(received) ?? verdict)
}

/** The parameters come from the body of a form post, from the query otherwise. */
function refusalOfAction(received: ReceivedRequest): StsRefusal | undefined {
  const isForm = (received.headers.get('content-type') ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded')
  const text = received.method === 'POST' && isForm ? Buffer.from(received.body).toString('utf8') : ''
  const parameters = new URLSearchParams(text || received.query)
  const action = parameters.get('Action')
  if (action === null) return { status: 400, code: 'MissingAction', message: 'The request is missing an action or a required parameter.' }
  if (action === 'GetCallerIdentity' && parameters.get('Version') === '2011-06-15') return undefined
  return {
    status: 400,
    code: 'InvalidAction',
    message: `Could not find operation ${action} for version ${parameters.get('Version') ?? 'NO_VERSION_SPECIFIED'}`,
  }
}

function identityOf(verdict: AwsPrincipal | StsRefusal): CallerIdentity {
  return 'arn' in verdict ? { arn: verdict.arn, userId: verdict.userId, account: verdict.account } : nobody
}

async function receive(request: Request, signedHost: string | undefined): Promise<ReceivedRequest> {
  const url = new URL(request.url)
  return {
    method: request.method,
    path: url.pathname,
    query: url.search.slice(1),
    headers: request.headers,
    host: request.headers.get(SIGNED_HOST_HEADER) ?? signedHost ?? request.headers.get('host') ?? url.host,
    body: new Uint8Array(await request.arrayBuffer()),
  }
}

function recordOf(request: Request, received: ReceivedRequest): StsRequestRecord {
  const body = Buffer.from(received.body).toString('utf8')
  return { method: request.method, url: request.url, headers: Object.fromEntries(request.headers), body, result: 'pending' }
}
