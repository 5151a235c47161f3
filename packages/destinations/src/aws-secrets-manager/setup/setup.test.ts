import { spawnSync } from 'node:child_process'
import { parseDotEnv, type SetupText } from '@bonafide/core'
import { parse as parseHcl } from '@cdktn/hcl2json'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { namesSchema } from './names.ts'
import { createCloudSetup } from './setup.ts'
import { account, hostileNames, kinds, kmsKeyArn, names, region, run, serverArn, textsOf, trust } from './testing.ts'

const has = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0

const titled = (texts: readonly SetupText[], part: string, target = 'aws_cli') =>
  texts.find((text) => text.target === target && text.title.includes(part))?.content ?? ''
const json = (texts: readonly SetupText[], part: string) => JSON.parse(titled(texts, part))

/** The language of each text is its judge. */
async function read({ language, content, fileName }: SetupText): Promise<unknown> {
  if (language === 'json') return JSON.parse(content)
  if (language === 'yaml') return parseYaml(content, { strict: true, uniqueKeys: true })
  if (language === 'hcl') return parseHcl(fileName ?? '', content)
  const { status, harmed, calls } = run(`touch .env\n${content}`, { jq: 'cat >/dev/null' })
  expect([status, harmed]).toEqual([0, false])
  return calls
}

describe.each(kinds)('R-220 what is told about %s', (kind) => {
  test('is in every language what it says, and every file that a command reads is among the texts', async () => {
    for (const more of [{}, { account: null, secretName: null, kmsKeyArn: null, externalId: null }]) {
      const texts = await textsOf({ kind, ...more })
      expect(new Set(texts.map(({ target }) => target))).toEqual(new Set(['aws_cli', 'cloudformation', 'terraform', 'console']))
      const saved = new Set(texts.flatMap(({ fileName }) => fileName ?? []))
      for (const text of texts) {
        await read(text)
        expect(text.explanation).toMatch(/^[A-Z].*\.$/)
        for (const [, file] of text.content.matchAll(/(?:file:\/\/|--template-file )(\S+)/g)) expect(saved).toContain(file)
      }
    }
  })

  test('leaves nothing to fill in where everything is known, and explains every word that is to be replaced', async () => {
    for (const { content } of await textsOf({ kind })) expect(content).not.toMatch(/YOUR_|<|undefined|null/)
    const unknown = await textsOf({ kind, account: null, secretName: null, externalId: null }, null)
    for (const { content, explanation, title } of unknown)
      for (const [word] of content.matchAll(/YOUR_\w+/g)) expect([title, explanation]).toEqual([title, expect.stringContaining(word)])
  })

  test('keeps names data, whatever is in them', async () => {
    for (const name of hostileNames) {
      const texts = await textsOf({ kind, policyName: name, roleName: name, secretName: name, externalId: name })
      for (const text of texts) await read(text)
      const create = run(titled(texts, kind === 'aws_access_keys' ? 'Create the user' : 'Create the role')).calls[0]
      expect(create?.[4]).toBe(name)
      expect(json(texts, 'Save the policy').Statement[0].Resource).toBe(`arn:aws:secretsmanager:${region}:${account}:secret:${name}-??????`)
      const template = parseYaml(titled(texts, 'Template', 'cloudformation'))
      expect(template.Resources.Policy.Properties.ManagedPolicyName).toBe(name)
      const terraform = (await parseHcl('x.tf', titled(texts, 'Configuration', 'terraform'))) as { resource: Record<string, unknown> }
      expect(Object.keys(terraform.resource)).not.toContain('evil')
    }
  })

  test('gives the same policy to every tool', async () => {
    const texts = await textsOf({ kind })
    const policy = json(texts, 'Save the policy')
    expect(JSON.parse(titled(texts, 'Policy', 'console'))).toEqual(policy)
    expect(parseYaml(titled(texts, 'Template', 'cloudformation')).Resources.Policy.Properties.PolicyDocument).toEqual(policy)
    const hcl = titled(texts, 'Configuration', 'terraform')
    for (const action of policy.Statement.flatMap(({ Action }: { Action: string[] }) => Action)) expect(hcl).toContain(`"${action}",`)
  })
})

describe('a role of another account', () => {
  test('R-209 R-222 trusts this server by its own ARN and with the external id that was issued', async () => {
    expect(json(await textsOf(), 'Save the trust policy')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: serverArn },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'e'.repeat(64) } },
        },
      ],
    })
  })

  test('R-223 asks for none where it is of the server’s own account', async () => {
    const trusted = json(await textsOf({ asksExternalId: false, externalId: null }), 'Save the trust policy')
    expect(trusted.Statement[0]).not.toHaveProperty('Condition')
  })

  test('R-213 names a placeholder while the server is nobody in AWS, or AWS does not say who', async () => {
    expect(json(await textsOf({}, null), 'Save the trust policy').Statement[0].Principal.AWS).toBe('YOUR_SERVER_PRINCIPAL_ARN')
    const setup = createCloudSetup({ serverIdentity: () => Promise.reject(new Error('no answer')) })
    expect(titled(await setup.texts(names(), trust), 'Save the trust policy')).toContain('YOUR_SERVER_PRINCIPAL_ARN')
  })

  test('is told to be out of reach from another partition', async () => {
    const texts = await textsOf({ region: 'cn-north-1', kmsKeyArn: null })
    expect(texts.find(({ title }) => title.includes('Save the trust'))?.explanation).toContain('another partition')
    expect((await textsOf()).map(({ explanation }) => explanation).join()).not.toContain('another partition')
  })
})

test('N-07 a role that trusts tokens pins audience and subject, by StringLike only where there is a wildcard', async () => {
  const kind = 'aws_web_identity'
  const [statement] = json(await textsOf({ kind }), 'Save the trust policy').Statement
  expect(statement.Principal).toEqual({ Federated: `arn:aws:iam::${account}:oidc-provider/bonafide.example` })
  expect(statement.Condition).toEqual({
    StringEquals: { 'bonafide.example:aud': 'sts.amazonaws.com' },
    StringLike: { 'bonafide.example:sub': trust.subjects },
  })
  const exact = await textsOf({ kind }, serverArn, { ...trust, subjects: ['organisation:1:credential:2'] })
  expect(json(exact, 'Save the trust policy').Statement[0].Condition).toEqual({
    StringEquals: { 'bonafide.example:aud': 'sts.amazonaws.com', 'bonafide.example:sub': 'organisation:1:credential:2' },
  })
  const template = parseYaml(titled(exact, 'Template', 'cloudformation')).Resources
  expect(template.Issuer.Properties).toEqual({ Url: 'https://bonafide.example', ClientIdList: ['sts.amazonaws.com'] })
  expect(template.Role.Properties.AssumeRolePolicyDocument.Statement[0].Principal).toEqual({ Federated: { Ref: 'Issuer' } })
  expect(titled(exact, 'Configuration', 'terraform')).toContain('"Federated" = aws_iam_openid_connect_provider.bonafide.arn')
  expect(run(titled(exact, 'Trust this server as an issuer')).calls[0]).toEqual([
    'aws',
    'iam',
    'create-open-id-connect-provider',
    '--url',
    'https://bonafide.example',
    '--client-id-list',
    'sts.amazonaws.com',
  ])
})

describe('the commands', () => {
  test('R-221 R-222 R-223 make policy and role from files, by file://, and join them by the ARN of the policy', async () => {
    const texts = await textsOf()
    expect(run(titled(texts, 'Create the policy')).calls).toEqual([
      ['aws', 'iam', 'create-policy', '--policy-name', 'bonafide-secrets-manager', '--policy-document', 'file://bonafide-policy.json'],
    ])
    const [role] = run(titled(texts, 'Create the role')).calls
    expect(role?.slice(0, 7)).toEqual([
      'aws',
      'iam',
      'create-role',
      '--role-name',
      'bonafide-secrets-sync',
      '--assume-role-policy-document',
      'file://bonafide-trust-policy.json',
    ])
    expect(role?.[7]).toBe('--description')
    const attach = ['aws', 'iam', 'attach-role-policy', '--role-name', 'bonafide-secrets-sync', '--policy-arn']
    const arn = `arn:aws:iam::${account}:policy/bonafide-secrets-manager`
    expect(run(titled(texts, 'Attach the policy')).calls).toEqual([[...attach, arn]])
    // Whoever runs it is asked for the account, so that nothing is left to fill in.
    const asking = run(titled(await textsOf({ account: null }), 'Attach the policy')).calls
    expect(asking).toEqual([
      ['aws', 'sts', 'get-caller-identity', '--query', 'Account', '--output', 'text'],
      [...attach, arn],
    ])
  })

  test('R-225 R-224 list keys and secrets of the region', async () => {
    const texts = await textsOf()
    expect(run(titled(texts, 'find a key')).calls).toEqual([['aws', 'kms', 'list-keys', '--region', region]])
    expect(run(titled(texts, 'list the secrets')).calls).toEqual([['aws', 'secretsmanager', 'list-secrets', '--region', region]])
  })

  test.runIf(has('jq'))('R-224 R-254 export a secret into a .env that says what was in it, whatever that is, and import it', async () => {
    const secret = {
      PLAIN: 'postgres://shop:pass@db:5432/shop',
      EMPTY: '',
      NUMBER: 7,
      SPACES: ' a b ',
      HASH: 'a # b',
      QUOTES: `it's "quoted"`,
      DOLLAR: 'a$b${c}`d`\\n',
      LINES: 'first\nsecond\n',
      JSON: '{"a":"b"}',
      UNICODE: 'ü 漢字 🦊',
    }
    const answer = JSON.stringify({ SecretString: JSON.stringify(secret) })
    const exported = run(titled(await textsOf(), 'export a secret'), { aws: `cat <<'ANSWER'\n${answer}\nANSWER` })
    expect([exported.status, exported.stderr]).toEqual([0, ''])
    expect(exported.calls[0]).toEqual(['aws', 'secretsmanager', 'get-secret-value', '--secret-id', 'shop/production', '--region', region])
    expect(exported.dotEnv?.split('\n')[0]).toBe(`PLAIN=${secret.PLAIN}`)
    expect(exported.stdout).toBe(`${Object.keys(secret).join('\n')}\n`)
    const { entries, problems } = parseDotEnv(exported.dotEnv ?? '')
    expect(problems).toEqual([])
    expect(Object.fromEntries(entries.map(({ key, value }) => [key, value]))).toEqual({ ...secret, NUMBER: '7' })
    const imported = run(`touch .env\n${titled(await textsOf(), 'import the file')}`)
    expect([imported.calls[0], imported.dotEnv]).toEqual([['bonafide', 'secrets', 'import', '.env', '--env', 'development'], null])
    // What was not imported is not deleted.
    expect(run(`touch .env\n${titled(await textsOf(), 'import the file')}`, { bonafide: 'exit 1' }).dotEnv).toBe('')
  })

  test.each([
    ['aws', 'eu-central-1'],
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ])('are of the partition %s throughout', async (partition, code) => {
    for (const kind of kinds) {
      const texts = await textsOf({ kind, region: code, kmsKeyArn: null }, `arn:${partition}:iam::444455556666:role/BonafideServer`)
      const whole = texts.map(({ content }) => content).join('\n')
      for (const [, found] of whole.matchAll(/\barn:(aws[a-z-]*):/g)) expect(found).toBe(partition)
      for (const call of texts
        .filter(({ language }) => language === 'bash')
        .flatMap(({ content }) => run(content, { jq: 'cat >/dev/null' }).calls))
        if (call[0] === 'aws' && partition !== 'aws') expect(call).toContain(code)
    }
  })
})

test('nothing but names that AWS can have is taken', () => {
  const sound = names()
  expect(namesSchema.parse(sound)).toEqual(sound)
  const { policyName, roleName, ...bare } = {
    ...sound,
    account: undefined,
    secretName: undefined,
    kmsKeyArn: undefined,
    externalId: undefined,
  }
  expect(namesSchema.parse(bare)).toMatchObject({
    policyName,
    roleName,
    account: null,
    secretName: null,
    kmsKeyArn: null,
    externalId: null,
  })
  for (const name of hostileNames.filter((one) => !/^(2010|true)/.test(one)))
    for (const field of ['region', 'policyName', 'roleName', 'externalId', 'account', 'secretName', 'kmsKeyArn'])
      expect([field, name, namesSchema.safeParse({ ...sound, [field]: name }).success]).toEqual([field, name, false])
  const elsewhere = kmsKeyArn.replaceAll(region, 'eu-west-1')
  expect(namesSchema.safeParse({ ...sound, kmsKeyArn: elsewhere }).error?.issues[0]?.path).toEqual(['kmsKeyArn'])
})
