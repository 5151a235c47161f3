import { randomUUID } from 'node:crypto'
import { applyTransportFault, type TransportFault, type TunedFault } from '../faults.ts'
import { type FetchLike, type Handle, inProcessFetch, type Listening, listen } from '../serve.ts'
import { identityAnswer, refusalAnswer } from '../sts-answers.ts'
import { type ReceivedRequest, type StsRefusal, verifySigV4 } from '../sts-verify.ts'
import { type AwsAccount, type Caller, createAccount } from './account.ts'
import { credentialsAnswer, jsonAnswer } from './answers.ts'
import { assumeRole, type StsCall } from './assume-role.ts'
import { AwsRefusal } from './refusal.ts'
import { operations, writes } from './secrets-manager.ts'
import { type AwsSnapshot, restoreSnapshot, takeSnapshot } from './snapshot.ts'
import { assumeRoleWithWebIdentity } from './web-identity.ts'

export interface AwsCloudOptions {
  /** Clock of the cloud; the machine's own unless given. */
  now?: () => Date
  /** How the cloud asks OpenID Connect providers for their keys; the real `fetch` unless given. */
  fetch?: FetchLike
  /** Writing calls of Secrets Manager that an account and region may make a second; AWS says 50. */
  writesPerSecond?: number
}

/** One request that the cloud saw, and what came of it: `ok`, an error code, or the name of a fault. */
export interface AwsRequestRecord {
  action: string
  region: string
  accessKeyId: string
  /** What was asked, as JSON or as form parameters; web identity tokens included. */
  input: Record<string, unknown>
  result: string
}

/**
 * How a call goes wrong: `throttle` and `error` never reach the operation; `lost_answer` applies it and drops the connection; `twice` applies it
 * two times, as a network that repeats would; `delayed` waits for a promise before anything happens; transport faults spoil the genuine answer.
 */
export type AwsFault =
  | 'throttle'
  | 'lost_answer'
  | 'twice'
  | TransportFault
  | TunedFault
  | { kind: 'error'; code: string; message?: string; status?: number }
  | { kind: 'delayed'; until: Promise<unknown> }

export interface AwsCloud {
  handle: Handle
  fetch: FetchLike
  listen(): Promise<Listening>
  requests: AwsRequestRecord[]
  /** An account, made when first named. */
  account(id: string): AwsAccount
  /** Makes a key unknown from now on. */
  removeKey(accessKeyId: string): void
  /** The next `times` calls of an action (of every action when none is named) go wrong. */
  misbehave(fault: AwsFault, options?: { action?: string; times?: number }): void
  behave(): void
  /** What calls have changed, for another cloud of the same accounts, users and roles to go on with. */
  snapshot(): AwsSnapshot
  restore(snapshot: AwsSnapshot): void
}

interface Planned {
  fault: AwsFault
  action: string | undefined
  timesLeft: number
}

/**
 * Accounts of AWS as far as a sync needs them: STS (AssumeRole, AssumeRoleWithWebIdentity, GetCallerIdentity) and Secrets Manager with its keys,
 * verified, permitted, limited and refused as AWS does. The AWS SDK is pointed at it by `AWS_ENDPOINT_URL`.
 */
export function createAwsCloud(options: AwsCloudOptions = {}): AwsCloud {
  const { now = () => new Date(), fetch: fetchKeys = fetch, writesPerSecond = 50 } = options
  const accounts = new Map<string, AwsAccount>()
  const callers = new Map<string, Caller>()
  const requests: AwsRequestRecord[] = []
  const budgets = new Map<string, { second: number; left: number }>()
  let planned: Planned[] = []
  const register = (caller: Caller) => void callers.set(caller.accessKeyId, caller)

  const takeFault = (action: string): AwsFault | undefined => {
    const plan = planned.find((one) => one.timesLeft > 0 && (one.action ?? action) === action)
    if (plan) plan.timesLeft -= 1
    planned = planned.filter((one) => one.timesLeft > 0)
    return plan?.fault
  }

  const spend = (account: AwsAccount, region: string): void => {
    const second = Math.floor(now().getTime() / 1000)
    const key = `${account.id} ${region}`
    const budget = budgets.get(key)
    const left = budget?.second === second ? budget.left : writesPerSecond
    if (left <= 0) throw new AwsRefusal('ThrottlingException', 'Rate exceeded')
    budgets.set(key, { second, left: left - 1 })
  }

  const answerSts = async (received: ReceivedRequest, scope: Scope, requestId: string): Promise<Response> => {
    const parameters = new URLSearchParams(Buffer.from(received.body).toString())
    const action = parameters.get('Action') ?? ''
    const call: StsCall = { parameters, accounts, now: now(), register }
    if (action === 'AssumeRoleWithWebIdentity') {
      return credentialsAnswer(action, await assumeRoleWithWebIdentity(call, fetchKeys), requestId)
    }
    const caller = verifiedCaller(received, 'sts')
    requireRegion(accounts.get(caller.account), scope.region, new AwsRefusal('RegionDisabledException', regionIsOff(caller, scope), 403))
    if (action === 'GetCallerIdentity') return identityAnswer(caller, requestId)
    if (action === 'AssumeRole') return credentialsAnswer(action, assumeRole(call, caller), requestId)
    throw new AwsRefusal('InvalidAction', `Could not find operation ${action} for version ${parameters.get('Version')}`)
  }

  const answerSecrets = (received: ReceivedRequest, { action, region }: Scope, requestId: string): Response => {
    const caller = verifiedCaller(received, 'secretsmanager')
    const account = accounts.get(caller.account)
    const unknown = new AwsRefusal('UnrecognizedClientException', 'The security token included in the request is invalid.')
    requireRegion(account, region, unknown)
    const operation = operations[action]
    if (!account || !operation) throw new AwsRefusal('UnknownOperationException', '')
    if (writes.has(action)) spend(account, region)
    return jsonAnswer(operation({ account, caller, region, now: now(), input: inputOf(received) }), requestId)
  }

  const verifiedCaller = (received: ReceivedRequest, service: string): Caller => {
    const verdict = verifySigV4(received, { principals: callers, now: now(), acceptsForeignPartitions: true, service })
    if ('code' in verdict) throw refused(verdict, service)
    const caller = callers.get(verdict.accessKeyId)
    if (!caller) throw new Error(`the keys of ${verdict.arn} are of nobody`)
    return caller
  }

  const answered = async (received: ReceivedRequest, scope: Scope, record: AwsRequestRecord): Promise<Response> => {
    const requestId = randomUUID()
    try {
      const answer = scope.isJson ? answerSecrets(received, scope, requestId) : await answerSts(received, scope, requestId)
      record.result = 'ok'
      return answer
    } catch (error) {
      if (!(error instanceof AwsRefusal)) throw error
      record.result = error.code
      return written(error, scope, requestId)
    }
  }

  const handle: Handle = async (request) => {
    const received = await receive(request.clone())
    const scope = scopeOf(received)
    const record: AwsRequestRecord = { ...scope, input: inputOf(received), result: 'pending' }
    requests.push(record)
    const fault = takeFault(scope.action)
    if (fault === undefined) return answered(received, scope, record)
    if (fault === 'throttle') return faulty(new AwsRefusal('ThrottlingException', 'Rate exceeded'), scope, record)
    if (typeof fault === 'object' && fault.kind === 'error') {
      return faulty(new AwsRefusal(fault.code, fault.message ?? fault.code, fault.status), scope, record)
    }
    if (typeof fault === 'object' && fault.kind === 'delayed') {
      await fault.until
      return answered(received, scope, record)
    }
    const genuine = await answered(received, scope, record)
    if (fault === 'twice') return answered(received, scope, record)
    if (fault === 'lost_answer') return Response.error()
    return applyTransportFault(fault, { request, genuine })
  }

  const accountOf = (id: string): AwsAccount => {
    const account = accounts.get(id) ?? createAccount(id, register)
    accounts.set(id, account)
    return account
  }

  return {
    handle,
    fetch: inProcessFetch(handle),
    listen: () => listen(handle),
    requests,
    account: accountOf,
    removeKey: (accessKeyId) => void callers.delete(accessKeyId),
    misbehave: (fault, { action, times = Number.POSITIVE_INFINITY } = {}) => void planned.push({ fault, action, timesLeft: times }),
    behave: () => {
      planned = []
    },
    snapshot: () => takeSnapshot(accounts.values(), callers.values(), now()),
    restore: (snapshot) => restoreSnapshot(snapshot, accountOf, register),
  }
}

/** Where a request is signed for, and what it asks; web identity tokens are not signed for any region. */
interface Scope {
  action: string
  region: string
  accessKeyId: string
  isJson: boolean
}

function scopeOf({ headers, body }: ReceivedRequest): Scope {
  const [accessKeyId = '', , region = ''] = /Credential=([^,\s]+)/.exec(headers.get('authorization') ?? '')?.[1]?.split('/') ?? []
  const target = headers.get('x-amz-target')
  const action = target?.split('.')[1] ?? new URLSearchParams(Buffer.from(body).toString()).get('Action') ?? ''
  return { action, region, accessKeyId, isJson: target !== null }
}

function inputOf({ headers, body }: ReceivedRequest): Record<string, unknown> {
  const text = Buffer.from(body).toString()
  return headers.has('x-amz-target') ? (JSON.parse(text || '{}') as Record<string, unknown>) : Object.fromEntries(new URLSearchParams(text))
}

/** Services that speak JSON have their own names for what STS says of a signature. */
const jsonNames: Record<string, string> = {
  InvalidClientTokenId: 'UnrecognizedClientException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
  ExpiredToken: 'ExpiredTokenException',
  IncompleteSignature: 'IncompleteSignatureException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
}

const refused = ({ code, message, status }: StsRefusal, service: string): AwsRefusal =>
  service === 'sts' ? new AwsRefusal(code, message, status) : new AwsRefusal(jsonNames[code] ?? code, message)

function written(refusal: AwsRefusal, scope: Scope, requestId: string): Response {
  const { code, message, status } = refusal
  return scope.isJson ? jsonAnswer({ __type: code, message }, requestId, status) : refusalAnswer({ code, message, status }, requestId)
}

function faulty(refusal: AwsRefusal, scope: Scope, record: AwsRequestRecord): Response {
  record.result = refusal.code
  return written(refusal, scope, randomUUID())
}

function requireRegion(account: AwsAccount | undefined, region: string, refusal: AwsRefusal): void {
  if (account?.disabledRegions.has(region)) throw refusal
}

const regionIsOff = ({ account }: Caller, { region }: Scope): string =>
  `STS is not activated in this region for account:${account}. Your account administrator can activate STS in this region (${region}) using the IAM Console.`

async function receive(request: Request): Promise<ReceivedRequest> {
  const url = new URL(request.url)
  return {
    method: request.method,
    path: url.pathname,
    query: url.search.slice(1),
    headers: request.headers,
    host: request.headers.get('host') ?? url.host,
    body: new Uint8Array(await request.arrayBuffer()),
  }
}
