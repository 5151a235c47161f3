import { randomInt, randomUUID } from 'node:crypto'
import type { LabAws, LabSecret, Runtime } from '@bonafide/core'
import { ownerTag } from '@bonafide/destinations'
import { type AwsCloud, type AwsSnapshot, createAwsCloud, makeCurrent, type Policy, type StoredSecret, staged } from '@bonafide/stand-ins'
import { letters } from './derive.ts'

/** Everything that the simulated account knows; made up once, and then kept as it became. */
interface State {
  /** Twelve digits: of the customer's account, and of the server's own. */
  account: string
  serverAccount: string
  server: { accessKeyId: string; secretAccessKey: string }
  externalId: string
  cloud: AwsSnapshot
}

const region = 'eu-central-1'
const roleName = 'bonafide-sync'
const userName = 'bonafide-server'

/** Far more than a demo needs, and little enough to be read and written with every call. */
const maxStateBytes = 4_000_000

/** An account of AWS whose role trusts this server and asks for an external id, as the guide has people make it. */
export function simulatedAwsAccount({ now, randomBytes }: Pick<Runtime, 'now' | 'randomBytes'>): LabAws {
  const opened = (text: string): { state: State; cloud: AwsCloud } => {
    const state = JSON.parse(text) as State
    return { state, cloud: cloudOf(state, now) }
  }
  return {
    begin: () =>
      written({
        account: accountNumber(),
        serverAccount: accountNumber(),
        server: {
          // Key ids end as those of AWS's documentation do, so that nobody takes them for real ones.
          accessKeyId: `AKIA${letters(randomBytes(9))}EXAMPLE`,
          secretAccessKey: Buffer.from(randomBytes(30)).toString('base64'),
        },
        externalId: Buffer.from(randomBytes(32)).toString('hex'),
        cloud: { secrets: [], sessions: [] },
      }),
    credential(text) {
      const { account, externalId } = JSON.parse(text) as State
      return { kind: 'aws_assume_role', config: { roleArn: `arn:aws:iam::${account}:role/${roleName}`, region }, externalId }
    },
    serverKeys: (text) => (JSON.parse(text) as State).server,
    async answer(request, before) {
      const { state, cloud } = opened(before)
      const response = await cloud.handle(request)
      if (cloud.requests.every(({ action, result }) => result !== 'ok' || isReading(action))) return { response, state: before }
      const after = written({ ...state, cloud: cloud.snapshot() })
      return Buffer.byteLength(after) > maxStateBytes ? { response: full(), state: before } : { response, state: after }
    },
    secrets(text) {
      const { state, cloud } = opened(text)
      return secretsOf(state, cloud).map(([at, secret]) => told(at, secret))
    },
    edit({ name, region, key, value }, text) {
      const { state, cloud } = opened(text)
      const secret = cloud.account(state.account).secrets.get(region)?.get(name)
      const entries = secret && !secret.deletedAt ? entriesOf(secret) : null
      if (!secret || !entries) return null
      const document = JSON.stringify(Object.fromEntries(new Map([...entries, [key, value]])))
      const at = new Date(now())
      makeCurrent(secret, { id: randomUUID(), value: document, stages: new Set(), createdAt: at })
      secret.changedAt = at
      const after = written({ ...state, cloud: cloud.snapshot() })
      return Buffer.byteLength(after) > maxStateBytes ? null : after
    },
  }
}

const written = (state: State): string => JSON.stringify(state)

const accountNumber = (): string => String(randomInt(100_000_000_000, 1_000_000_000_000))

const isReading = (action: string): boolean => /^(Get|Describe|List)/.test(action)

function cloudOf({ account: id, serverAccount, server, externalId, cloud: saved }: State, now: () => number): AwsCloud {
  const cloud = createAwsCloud({ now: () => new Date(now()), fetch: () => Promise.reject(new Error('nothing leaves the Lab')) })
  const user = cloud.account(serverAccount).addUser({ name: userName, keys: server, policies: [allow('sts:AssumeRole')] })
  const trust: Policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: user.arn },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      },
    ],
  }
  cloud.account(id).addRole({ name: roleName, trust, policies: [allow('secretsmanager:*')] })
  cloud.restore(saved)
  return cloud
}

const allow = (action: string): Policy => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] })

const secretsOf = ({ account }: State, cloud: AwsCloud): [string, StoredSecret][] =>
  [...cloud.account(account).secrets].flatMap(([at, named]) => [...named.values()].map((secret): [string, StoredSecret] => [at, secret]))

const told = (region: string, secret: StoredSecret): LabSecret => ({
  name: secret.name,
  region,
  versions: secret.versions.size,
  changedAt: secret.changedAt,
  deletedAt: secret.deletedAt,
  ownerId: secret.tags.get(ownerTag) ?? null,
  entries: entriesOf(secret),
})

/** What is no text is told as JSON writes it. */
function entriesOf(secret: StoredSecret): Map<string, string> | null {
  const value = staged(secret, 'AWSCURRENT')?.value
  if (value === undefined) return null
  try {
    const parsed: unknown = JSON.parse(value)
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null
    return new Map(Object.entries(parsed).map(([key, one]) => [key, typeof one === 'string' ? one : JSON.stringify(one)]))
  } catch {
    return null
  }
}

const full = (): Response =>
  new Response(JSON.stringify({ __type: 'LimitExceededException', message: 'The simulated account is full.' }), {
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
  })
