import { execFile, spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bindExtIdentity, createExtIdentity, createSecrets, type ServiceAccount } from '@bonafide/core'
import { type DescribedIdentity, snippetsOf } from '@bonafide/identity-providers/snippets'
import { type Listening, listen } from '@bonafide/stand-ins'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { type CommandWorld, createCommandWorld } from './cli-world.ts'
import { post } from './world.ts'

const has = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
const canRunScripts = ['bash', 'curl', 'jq'].every(has)

const subject = 'repo:acme/shop:ref:refs/heads/main'
const right = 'right-of-the-runner'
const value = "it's a $(value) of two\nlines"

let world: CommandWorld
let account: ServiceAccount
let identityId: string
let appId: string
/** What a platform answers at an address of its own: to GitHub's runner, at a metadata server. */
let platform: Listening

beforeAll(async () => {
  world = await createCommandWorld()
  account = await world.account({ name: 'deployer' })
  const config = { issuer: world.issuer.issuer, audiences: [world.host], subjects: [subject], singleUse: 'jti' }
  const identity = await createExtIdentity({ provider: 'oidc', name: 'pipeline', config }, world.owner.context)
  identityId = identity.id
  await bindExtIdentity({ identityId, serviceAccountId: account.id }, world.owner.context)
  const app = await world.app('shop', account.id)
  appId = app.id
  await createSecrets({ environmentId: app.environments.Production, secrets: [{ key: 'PASSWORD', value }] }, world.owner.context)
  platform = await listen(async (request) => answerOf(request))
}, 60_000)
afterAll(async () => {
  await platform.close()
  await world.close()
})

const tokenFor = (audience: string) => world.issuer.issue({ claims: { aud: audience, sub: subject } })

async function answerOf(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  if (request.headers.get('metadata-flavor') === 'Google') return new Response(tokenFor(searchParams.get('audience') ?? ''))
  if (request.headers.get('metadata') === 'true')
    return Response.json({ access_token: await entraToken(searchParams.get('resource') ?? '') })
  if (request.headers.get('authorization') !== `Bearer ${right}`) return new Response(null, { status: 401 })
  const token = tokenFor(searchParams.get('audience') ?? world.host)
  return Response.json(request.method === 'POST' ? { oidcToken: token } : { value: token })
}

let azure: { tenantId: string; oid: string }
const entraToken = (resource: string) => world.entra.issueToken({ ...azure, audience: resource })

const place = (serviceAccountId = account.id) => ({ serverUrl: world.host, serviceAccountId })
const oidc = (issuer: string, sub: string): DescribedIdentity => ({
  provider: 'oidc',
  config: {
    issuer,
    audiences: [world.host],
    subjects: [sub],
    claims: [],
    keySource: 'discovery',
    algorithms: ['RS256'],
    tokenTypes: ['JWT'],
    singleUse: 'off',
    maxProofLifetimeSeconds: 86_400,
  },
})

/** A snippet as its reader would leave it: every word that was to be replaced is. */
function filledIn(identity: DescribedIdentity, kind: string, own: Record<string, string> = {}): string {
  const snippet = snippetsOf(identity, place()).find((one) => one.kind === kind)
  if (!snippet) throw new Error(`there is no snippet ${kind}`)
  const words: Record<string, string> = {
    APP_ID: appId,
    APP_NAME: 'shop',
    ENVIRONMENT: 'Production',
    SECRET_NAME: 'PASSWORD',
    AWS_REGION_NAME: 'eu-central-1',
    ...own,
  }
  return snippet.replace.reduce((code, { text }) => {
    if (words[text] === undefined) throw new Error(`nothing for ${text}`)
    return code.replaceAll(text, words[text])
  }, snippet.code)
}

const issuers: Record<string, [issuer: string, subject: string]> = {
  'github-actions': ['https://token.actions.githubusercontent.com', subject],
  'gitlab-ci': ['https://gitlab.com', 'project_path:acme/shop:ref_type:branch:ref:main'],
  'azure-pipelines': ['https://vstoken.dev.azure.com/0192c5a1-7a3b-4000-8000-000000000001', 'sc://acme/shop/production'],
  'pipeline itself': ['https://vstoken.dev.azure.com/0192c5a1-7a3b-4000-8000-000000000001', 'p://acme/shop/deploy'],
  circleci: ['https://oidc.circleci.com/org/1', 'org/1/project/2/user/3'],
  buildkite: ['https://agent.buildkite.com', 'organization:acme:pipeline:shop:ref:refs/heads/main:commit:x:step:'],
  bitbucket: ['https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc', '{1}:x'],
}

const scriptIn = (tree: unknown): string => {
  if (typeof tree === 'string') return tree.includes('set -euo pipefail') ? tree : ''
  return tree !== null && typeof tree === 'object' ? Object.values(tree).map(scriptIn).join('') : ''
}

/** A machine of a platform: a home of its own, and the programs that the platform brings. */
async function machine(programs: Record<string, string> = {}) {
  const folder = await mkdtemp(join(world.command.folder, 'machine-'))
  const bin = join(folder, 'bin')
  await mkdir(bin)
  const install = async (name: string, script: string) => {
    await writeFile(join(bin, name), `#!/bin/bash\n${script}\n`)
    await chmod(join(bin, name), 0o755)
  }
  await install('bonafide', `exec ${JSON.stringify(process.execPath)} ${JSON.stringify(join(world.command.folder, 'bonafide.mjs'))} "$@"`)
  for (const [name, script] of Object.entries(programs)) await install(name, script)
  for (const name of ['deploy.sh', 'your-program']) {
    await writeFile(join(folder, name), '#!/bin/bash\nprintf %s "$PASSWORD" >got\n')
    await chmod(join(folder, name), 0o755)
  }
  // curl is led to our platform wherever it asks for a metadata server.
  const { port } = new URL(platform.url)
  const served = ['metadata.google.internal', '169.254.169.254'].map((host) => `connect-to = "${host}:80:127.0.0.1:${port}"`)
  await writeFile(join(folder, '.curlrc'), `${served.join('\n')}\n`)
  const env = { HOME: folder, PATH: `${bin}:${process.env.PATH}`, AWS_EC2_METADATA_DISABLED: 'true' }
  return {
    folder,
    async run(script: string, more: Record<string, string | undefined> = {}) {
      await writeFile(join(folder, 'script'), script)
      const options = { cwd: folder, env: { ...env, ...more } }
      return promisify(execFile)('bash', ['--norc', 'script'], options).catch((error: { stdout: string; stderr: string }) => error)
    },
    got: () => readFile(join(folder, 'got'), 'utf8').catch(() => null),
  }
}

describe.runIf(canRunScripts)('a snippet as it stands gets a token, and reads a secret with it:', () => {
  it.each(Object.keys(issuers))('%s', async (kind) => {
    const [issuer, sub] = issuers[kind] ?? ['', '']
    const snippet = parseYaml(filledIn(oidc(issuer, sub), kind === 'pipeline itself' ? 'azure-pipelines' : kind))
    const script = scriptIn(snippet)
    const token = tokenFor(world.host)
    const { run, got } = await machine({
      circleci: `echo '${token}'`,
      'buildkite-agent': `[ "$1" = oidc ] && echo '${token}' || cat >>redacted`,
    })
    const outcome = await run(kind === 'buildkite' ? script.replaceAll('$$', '$') : script, {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${platform.url}/token?api-version=2`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: right,
      SYSTEM_OIDCREQUESTURI: `${platform.url}/oidc`,
      SYSTEM_ACCESSTOKEN: right,
      BONAFIDE_ID_TOKEN: token,
      BITBUCKET_STEP_OIDC_TOKEN: token,
      idToken: token,
    })
    expect([kind, outcome.stderr, await got()]).toEqual([kind, '', value])
    // What a job prints anybody may read: there is nothing but what tells the platform to hide it.
    for (const line of outcome.stdout.split('\n').filter(Boolean)) expect(line).toMatch(/^(::add-mask::|##vso\[task\.setsecret\])/)
  })

  it('HCP Terraform', async () => {
    const code = filledIn(
      oidc('https://app.terraform.io', 'organization:acme:project:p:workspace:shop:run_phase:apply'),
      'terraform-cloud-run',
    )
    const script = /<<-SCRIPT\n(.*)\n *SCRIPT/s.exec(code)?.[1] ?? ''
    const { run, got } = await machine()
    expect([await run(script, { TFC_WORKLOAD_IDENTITY_TOKEN: tokenFor(world.host) }), await got()]).toEqual([
      { stdout: '', stderr: '' },
      value,
    ])
  })

  it.each(['curl', 'oauth'])('%s, with the token in a file', async (kind) => {
    const { run, folder } = await machine()
    await writeFile(join(folder, 'token'), `${tokenFor(world.host)}\n`)
    const code = filledIn(oidc('https://tokens.example.org', 'job:deploy'), kind, { '/path/to/token': `${folder}/token` })
    const { stdout, stderr } = await run(code)
    expect([stderr, JSON.parse(stdout)]).toEqual(['', [expect.objectContaining({ key: 'PASSWORD', value })]])
  })

  it.each(['curl', 'gcloud'])('Google Cloud by %s', async (kind) => {
    const { run } = await machine({ gcloud: `echo '${tokenFor(world.host)}'` })
    const { stdout, stderr } = await run(filledIn(oidc('https://accounts.google.com', '112233445566778899001'), kind))
    expect([stderr, JSON.parse(stdout)]).toEqual(['', [expect.objectContaining({ key: 'PASSWORD', value })]])
  })

  it('an AWS token by aws, and an SVID by spire-agent', async () => {
    const svids = JSON.stringify([{ svids: [{ svid: tokenFor(world.host) }] }, { bundles: {} }])
    const { run } = await machine({ aws: `echo '${tokenFor(world.host)}'`, 'spire-agent': `echo '${svids}'` })
    for (const [issuer, sub] of [
      ['https://a1.tokens.sts.global.api.aws', 'arn:aws:iam::111122223333:role/shop'],
      ['https://oidc.example.org', 'spiffe://example.org/shop'],
    ] as const) {
      const { stdout, stderr } = await run(filledIn(oidc(issuer, sub), 'oauth'))
      expect([sub, stderr, JSON.parse(stdout)]).toEqual([sub, '', [expect.objectContaining({ key: 'PASSWORD' })]])
    }
  })

  it('Azure, by its metadata server, by az, and in a pipeline', async () => {
    const { tenantId } = await world.entra.addTenant()
    azure = { tenantId, oid: crypto.randomUUID() }
    const resource = 'api://bonafide'
    const config = { tenantId, resource, allowedServicePrincipalIds: [azure.oid] }
    const { id } = await createExtIdentity({ provider: 'azure_entra', name: 'vm', config }, world.owner.context)
    await bindExtIdentity({ identityId: id, serviceAccountId: account.id }, world.owner.context)
    const identity: DescribedIdentity = {
      provider: 'azure_entra',
      config: { ...config, cloud: 'public', allowUserTokens: false, singleUse: false },
    }
    const { run, got } = await machine({ az: `[ "$4" = ${resource} ] && echo '${await entraToken(resource)}'` })
    for (const kind of ['curl', 'az']) {
      const { stdout, stderr } = await run(filledIn(identity, kind))
      expect([kind, stderr, JSON.parse(stdout)]).toEqual([kind, '', [expect.objectContaining({ key: 'PASSWORD', value })]])
    }
    const pipeline = scriptIn(parseYaml(filledIn(identity, 'azure-pipelines', { SERVICE_CONNECTION: 'production' })))
    expect([(await run(pipeline)).stderr, await got()]).toEqual(['', value])
  })

  it('AWS, by the command on an instance, by curl, and by a function of Lambda', async () => {
    const { account: role } = await world.trustedAccount({ requireServerBinding: true })
    await world
      .app('shop of the role', role.id)
      .then(({ environments }) =>
        createSecrets({ environmentId: environments.Production, secrets: [{ key: 'PASSWORD', value }] }, world.owner.context),
      )
    const identity: DescribedIdentity = {
      provider: 'aws_iam',
      config: {
        principals: ['arn:aws:iam::111122223333:role/app'],
        signatureExpirySeconds: 60,
        stsEndpoint: null,
        allowReuse: false,
        requireServerBinding: true,
      },
    }
    const { rows } = await world.database.pool.query("select id from apps where name = 'shop of the role'")
    const own = { APP_ID: rows[0].id as string, APP_NAME: 'shop of the role' }
    const asRole = (kind: string) =>
      filledIn(identity, kind, own).replaceAll(account.id, role.id).replaceAll('--app shop of the role', "--app 'shop of the role'")
    const credentials = world.roleEnvironment(world.role('app'))
    const { run, got } = await machine()
    expect([(await run(asRole('ec2'), credentials)).stderr, await got()]).toEqual([expect.stringContaining('Signed in'), value])
    const { stdout } = await run(asRole('curl'), credentials)
    expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ key: 'PASSWORD', value })])

    const folder = await mkdtemp(join(import.meta.dirname, '../../../node_modules/.snippet-'))
    try {
      await writeFile(join(folder, 'index.mjs'), asRole('lambda'))
      const call = `import { handler } from '${folder}/index.mjs'; console.log(JSON.stringify(await handler()))`
      const answer = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', call], {
        env: { PATH: process.env.PATH, ...credentials },
      })
      expect(JSON.parse(answer.stdout)).toEqual({ names: ['PASSWORD'] })
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('the Bonafide CLI, with the token in a file', async () => {
    const { run, folder, got } = await machine()
    await writeFile(join(folder, 'token'), tokenFor(world.host))
    const code = filledIn(oidc('https://tokens.example.org', 'job:deploy'), 'bonafide', { '/path/to/token': `${folder}/token` })
    expect([(await run(code)).stderr, await got()]).toEqual([expect.stringContaining('Signed in'), value])
  })

  it.each([['node', process.execPath] as const, ...(has('python3') ? [['python', 'python3'] as const] : [])])(
    'a program for %s',
    async (kind, program) => {
      const { run, folder } = await machine()
      await writeFile(join(folder, 'token'), `${tokenFor(world.host)}\n`)
      const code = filledIn(oidc('https://tokens.example.org', 'job:deploy'), kind, { '/path/to/token': `${folder}/token` })
      const file = join(folder, kind === 'node' ? 'program.mjs' : 'program.py')
      await writeFile(file, code)
      expect(await run(`${program} ${file}`)).toEqual({ stdout: 'PASSWORD\n', stderr: '' })
    },
  )

  it('and says why not where it is refused, without a token or a secret in what it prints', async () => {
    const before = await world.count('service_account_tokens')
    const { run, folder, got } = await machine()
    const jwt = world.issuer.issue({ claims: { aud: world.host, sub: 'repo:acme/shop:ref:refs/heads/other' } })
    await writeFile(join(folder, 'token'), jwt)
    const code = filledIn(oidc('https://tokens.example.org', 'job:deploy'), 'curl', { '/path/to/token': `${folder}/token` })
    const { stdout, stderr } = await run(code)
    expect([stdout, await got()]).toEqual(['', null])
    expect(stderr).toContain('subject_not_trusted')
    expect(stderr).not.toContain(jwt)
    expect(await world.count('service_account_tokens')).toBe(before)
  })
})

describe('the API and the command', () => {
  const query =
    'query($id: ID!, $account: ID, $kind: String) { externalIdentity(id: $id) { snippets(serviceAccountId: $account, kind: $kind) { kind code purpose language replace { text } } } }'
  const ask = async (variables: object, sessionToken = world.owner.sessionToken) => {
    const { json } = await post(
      `${world.host}/api/graphql`,
      { query, variables: { id: identityId, ...variables } },
      { authorization: `Bearer Session ${sessionToken}` },
    )
    return json
  }

  it('fill in the account that is bound, and say what is left to be replaced', async () => {
    const { data } = await ask({ account: account.id })
    const [first] = data.externalIdentity.snippets
    expect(first).toMatchObject({ kind: 'github-actions', purpose: 'LOG_IN', language: 'YAML' })
    expect(first.code).toContain(account.id)
    expect(first.replace.map(({ text }: { text: string }) => text)).toEqual(['SECRET_NAME', 'APP_ID', 'ENVIRONMENT'])
    const one = (await ask({ kind: 'curl' })).data.externalIdentity.snippets
    expect(one).toHaveLength(1)
    expect(one[0].code).toContain('SERVICE_ACCOUNT_ID')
    expect((await ask({ kind: 'no-such' })).data.externalIdentity.snippets).toEqual([])
  })

  it('GQL-21 know no account but those that are bound, ours or of somebody else', async () => {
    const unbound = await world.account()
    for (const id of [unbound.id, crypto.randomUUID()]) {
      const { data, errors } = await ask({ account: id })
      expect([data.externalIdentity.snippets, errors[0].extensions.code]).toEqual([null, 'not_found'])
    }
    const { errors } = await ask({ account: 'no id' })
    expect(errors[0].extensions.code).toBe('malformed_request')
  })

  it('show nothing to whom identities are none of their business', async () => {
    const developer = await world.member('Developer')
    const { data, errors } = await ask({}, developer.sessionToken)
    expect([data.externalIdentity, errors[0].extensions.code]).toEqual([null, 'forbidden'])
  })

  it('print one with the command, and what is left to do beside it', async () => {
    const { createPersonalAccessToken } = await world.graphql(
      'mutation { createPersonalAccessToken(input: { name: "laptop", expiresInSeconds: 3600 }) { token } }',
    )
    const { run } = world.machine({ BONAFIDE_TOKEN: createPersonalAccessToken.token })
    const listed = JSON.parse((await run(['identities', 'snippet', 'pipeline', '--json=kind'])).stdout)
    expect(listed[0]).toEqual({ kind: 'github-actions' })
    const printed = await run(['identities', 'snippet', 'pipeline', '--kind', 'github-actions'])
    const fromApi = (await ask({ account: account.id, kind: 'github-actions' })).data.externalIdentity.snippets[0]
    expect(printed).toMatchObject({ code: 0, stdout: fromApi.code })
    expect(printed.stderr).toContain('Replace APP_ID: ')
    const named = await run(['identities', 'snippet', 'pipeline', '--service-account', 'deployer', '--kind', 'curl', '--json'])
    expect(JSON.parse(named.stdout)).toMatchObject({ fileName: 'read-secrets.sh' })
    expect(await run(['identities', 'snippet', 'pipeline', '--kind', 'none'])).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('github-actions'),
    })
    const stranger = await world.account({ name: 'stranger' })
    expect(await run(['identities', 'snippet', 'pipeline', '--service-account', stranger.id])).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('not_found'),
    })
  })
})
