import { createServiceAccountToken, type ProviderId, type ServiceAccount } from '@bonafide/core'
import { signGetCallerIdentity, toRequest } from '@bonafide/stand-ins'
import { awsRoute, azureRoute, oidcRoute } from '../apps/console/integration/refusals.ts'
import { azureWorkload, oidcWorkload, readableEnvironment } from '../apps/console/integration/workloads.ts'
import { createWorld, type World } from '../apps/console/integration/world.ts'
import { type Child, startChild } from './child.ts'
import type { ServerAsk } from './server.ts'

/** One installation: a database with so many tokens, and a server process on it. */
export interface Site {
  world: World
  server: Child<ServerAsk, number>
  account: ServiceAccount
  environmentId: string
  tokenId: string
  /** Header of a token that reads the environment. */
  authorization: string
  /** So many proofs that nobody has sent yet. */
  awsBodies(count: number): unknown[]
  azureBodies(count: number, singleUse: boolean): Promise<unknown[]>
  /** A token that is good until it expires, for an account with so many identities. */
  oidcBody(identities: OidcCount): unknown
  close(): Promise<void>
}

/** How many identities of issuers are bound to an account. */
export const oidcCounts = [1, 10, 100] as const
export type OidcCount = (typeof oidcCounts)[number]

export const secretCount = 100

export async function createSite(storedTokens: number): Promise<Site> {
  const world = await createWorld()
  const account = await world.account()
  await world.awsIdentity(account.id)
  const azure = await azureWorkload(world, account.id)
  const once = await world.account()
  const azureOnce = await azureWorkload(world, once.id, { singleUse: true })
  const pipelines = new Map<OidcCount, Awaited<ReturnType<typeof oidcWorkload>>>()
  for (const count of oidcCounts) pipelines.set(count, await oidcWorkload(world, (await world.account()).id, count))
  const environmentId = await readableEnvironment(world, account.id, secretCount)
  const input = { serviceAccountId: account.id, name: 'bench', expiresInSeconds: null }
  const { bearerToken, serviceAccountToken } = await createServiceAccountToken(input, world.owner.context)
  await storeTokens(world, account.id, storedTokens)
  const server = await startChild<ServerAsk, number>('server.ts', {
    BONAFIDE_PUBLIC_URL: 'https://bonafide.example',
    BONAFIDE_TRUSTED_PROXIES: '127.0.0.1/32',
    BONAFIDE_LOG_LEVEL: 'info',
    DATABASE_URL: world.database.url,
    BONAFIDE_SECRET_KEY: world.secret,
    BENCH_ANSWERS: JSON.stringify(await platformAnswers(world, [await azure.body(), await azureOnce.body()])),
  })
  let sessions = 0
  return {
    world,
    server,
    account,
    environmentId,
    tokenId: serviceAccountToken.id,
    authorization: `Bearer ${bearerToken}`,
    awsBodies: (count) => Array.from({ length: count }, () => world.awsBody(world.role('app', `session-${++sessions}`), account.id)),
    async azureBodies(count, singleUse) {
      if (!singleUse) return Array<unknown>(count).fill(await azure.body())
      const bodies: unknown[] = []
      while (bodies.length < count) bodies.push(await azureOnce.body())
      return bodies
    },
    oidcBody: (identities) => pipelines.get(identities)?.body(),
    async close() {
      await server.stop()
      await world.close()
    },
  }
}

/** What STS says to a signature of the trusted role, and what Entra publishes, as the stand-ins would say it. */
async function platformAnswers(world: World, azureBodies: { azureEntra: { jwt: string } }[]): Promise<Record<string, string>> {
  const signed = signGetCallerIdentity({ credentials: world.role(), region: 'eu-central-1', now: world.now() })
  const sts = await (await world.sts.fetch(toRequest(signed))).text()
  const answers: Record<string, string> = { [new URL(signed.url).host]: sts }
  for (const { azureEntra } of azureBodies) {
    const payload = Buffer.from(azureEntra.jwt, 'base64').toString().split('.')[1] ?? ''
    const { tid } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { tid: string }
    const path = `/${tid}/discovery/keys`
    answers[path] = await (await world.entra.fetch(`https://login.microsoftonline.com${path}`)).text()
  }
  for (const path of ['/.well-known/openid-configuration', '/keys'])
    answers[path] = await (await world.issuer.fetch(`${world.issuer.issuer}${path}`)).text()
  return answers
}

async function storeTokens(world: World, serviceAccountId: string, count: number): Promise<void> {
  const client = await world.database.pool.connect()
  await client.query('set statement_timeout = 0')
  await client.query(
    `insert into service_account_tokens (id, service_account_id, name, value_hash, identity_key, wrapped_key_share, expires_at)
     select gen_random_uuid(), $1, 'stored', sha256(n::text::bytea), repeat('0', 64), repeat('0', 208), now() + interval '1 day'
     from generate_series(1, $2::int) n`,
    [serviceAccountId, count],
  )
  await client.query('vacuum analyze service_account_tokens')
  client.release(true)
}

let requests = 0
const routes: Record<ProviderId, string> = { aws_iam: awsRoute, azure_entra: azureRoute, oidc: oidcRoute }

/** An exchange as bytes on the wire; addresses change often enough that no rate limit answers for us. */
export function exchangeRequest(kind: ProviderId, body: unknown): string {
  const json = JSON.stringify(body)
  const address = Math.floor(++requests / 200)
  const head = [
    `POST ${routes[kind]} HTTP/1.1`,
    'host: bonafide.example',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(json)}`,
    `x-forwarded-for: 198.18.${address >> 8}.${address & 255}`,
  ]
  return `${head.join('\r\n')}\r\n\r\n${json}`
}

export function getRequest(path: string, headers: Record<string, string> = {}): string {
  const lines = Object.entries({ host: 'bonafide.example', ...headers }).map(([name, value]) => `${name}: ${value}`)
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}
