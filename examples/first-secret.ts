/**
 * From nothing to a secret read, by script alone: starts a fresh server in a temporary folder with a stand-in for AWS, sets up an app, a
 * secret and a trusted role, logs a workload in with a signed AWS request, reads one secret, is refused another, and shows why.
 *
 *   npx tsx examples/first-secret.ts
 *
 * Against a real server only the first step falls away: everything below `drive` is plain HTTP.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AwsPrincipal, createAwsSts, signGetCallerIdentity, toEnvelope } from '@bonafide/stand-ins'

const owner = { email: 'ada@example.org', password: randomBytes(12).toString('base64url'), organisation: 'acme' }
const sts = createAwsSts()
const aws = await sts.listen()
const folder = mkdtempSync(join(tmpdir(), 'bonafide-example-'))
const port = await freePort()
const url = `http://localhost:${port}`

const server = spawn(process.execPath, [join(import.meta.dirname, '../scripts/start.mjs')], {
  env: {
    ...process.env,
    PORT: String(port),
    BONAFIDE_DATA_DIR: folder,
    BONAFIDE_SETUP_EMAIL: owner.email,
    BONAFIDE_SETUP_PASSWORD: owner.password,
    BONAFIDE_SETUP_ORGANISATION: owner.organisation,
    AWS_ENDPOINT_URL_STS: aws.url,
  },
  stdio: ['ignore', 'inherit', 'inherit'],
})
try {
  await ready()
  await drive()
} finally {
  server.kill('SIGTERM')
  await new Promise((resolve) => server.once('exit', resolve))
  await aws.close()
  rmSync(folder, { recursive: true, force: true })
}

async function drive(): Promise<void> {
  const { sessionToken } = await post('/api/auth/sign-in', { email: owner.email, password: owner.password })
  const session = `Bearer Session ${sessionToken}`

  const { app } = await mutate(session, 'createApp', '{ name: "shop" }', 'app { id environments { edges { node { id name } } } }')
  const environments: { id: string; name: string }[] = app.environments.edges.map((edge: { node: unknown }) => edge.node)
  const idOf = (name: string) => environments.find((one) => one.name === name)?.id
  const secrets = '[{ key: "DATABASE_URL", value: "postgres://db.internal/shop" }]'
  for (const name of ['Development', 'Production'])
    await mutate(session, 'createSecrets', `{ environmentId: "${idOf(name)}", secrets: ${secrets} }`, 'secrets { id }')

  const { roles } = await graphql(session, '{ roles { edges { node { id name } } } }')
  const roleId = roles.edges.find((edge: { node: { name: string } }) => edge.node.name === 'Service').node.id
  const { serviceAccount } = await mutate(session, 'createServiceAccount', `{ name: "web", roleId: "${roleId}" }`, 'serviceAccount { id }')
  await mutate(
    session,
    'grantServiceAccountAccess',
    `{ serviceAccountId: "${serviceAccount.id}", environmentIds: ["${idOf('Development')}"] }`,
    '__typename',
  )
  const config = '{ awsIam: { principals: ["arn:aws:iam::111122223333:role/web-prod"] } }'
  const { externalIdentity } = await mutate(
    session,
    'createExtIdentity',
    `{ name: "prod-ec2", config: ${config} }`,
    'externalIdentity { id summary }',
  )
  await mutate(
    session,
    'bindExtIdentity',
    `{ identityId: "${externalIdentity.id}", serviceAccountId: "${serviceAccount.id}" }`,
    '__typename',
  )
  say(`trusts ${externalIdentity.summary}`)

  const trusted = sts.addRoleSession({ account: '111122223333', roleName: 'web-prod', sessionName: 'i-0abc' })
  const { authentication } = await logIn(trusted, serviceAccount.id)
  say(`${trusted.arn} got a token for ${authentication.TTL} s`)

  const read = (environment: string) =>
    fetch(`${url}/service/public/v1/secrets/?app_id=${app.id}&env=${environment}`, {
      headers: { authorization: `Bearer ${authentication.token}` },
    })
  const [secret] = (await (await read('Development')).json()) as { key: string; value: string }[]
  if (!secret) throw new Error('the environment is empty')
  say(`and reads ${secret.key} = ${secret.value}`)
  const production = await read('Production')
  const { error } = (await production.json()) as { error: string }
  say(`but not Production: ${production.status} ${error}`)

  const stranger = sts.addRoleSession({ account: '111122223333', roleName: 'web-staging', sessionName: 'i-0def' })
  const refusal = await logIn(stranger, serviceAccount.id)
  say(`${stranger.arn} is refused: ${refusal.code}`)
  const { exchanges } = await graphql(session, '{ exchanges(first: 1) { edges { node { steps { name status expected received } } } } }')
  const failed = exchanges.edges[0].node.steps.find((step: { status: string }) => step.status === 'FAILED')
  say(`because of ${failed.name}: expected ${failed.expected}, received ${failed.received}`)
}

/** What a workload does: signs a request to AWS, and shows it to us instead of sending it. */
function logIn(credentials: AwsPrincipal, serviceAccountId: string) {
  const signed = signGetCallerIdentity({ credentials, region: 'eu-central-1', now: new Date() })
  return post('/service/public/identities/external/v1/aws/iam/auth/', toEnvelope(signed, serviceAccountId))
}

/** Runs a mutation; `input` and `selection` are GraphQL. */
async function mutate(authorization: string, name: string, input: string, selection: string) {
  const data = await graphql(authorization, `mutation { ${name}(input: ${input}) { ${selection} userErrors { code message } } }`)
  const [problem] = data[name].userErrors
  if (problem) throw new Error(`${name}: ${problem.code}: ${problem.message}`)
  return data[name]
}

async function graphql(authorization: string, query: string) {
  const { data, errors } = await post('/api/graphql', { query }, { authorization })
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

// biome-ignore lint/suspicious/noExplicitAny: an example reads answers as a script would, without their types
async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<any> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return response.json()
}

/** Waits until the server answers that it is ready; fails when it ends first. */
async function ready(): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`)
    const response = await fetch(`${url}/readyz`).catch(() => null)
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function say(line: string): void {
  console.log(`→ ${line}`)
}
