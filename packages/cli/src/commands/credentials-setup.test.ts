import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { credentialRow as credential } from '../testing/sync-answers.ts'
import { useCommand } from '../testing/use-command.ts'

const world = useCommand()

const credentials = (words: string[]) => world.run(['credentials', ...words])
const input = () => world.graphql.sent().at(-1)?.variables.input

describe('setup', () => {
  const text = {
    target: 'aws_cli',
    title: 'Policy',
    explanation: 'Keep the ARN.',
    fileName: 'policy.json',
    language: 'json',
    content: '{}',
  }
  const texts = [
    text,
    { ...text, title: 'Make it', fileName: null, language: 'bash', content: 'aws iam create-policy\n' },
    { ...text, title: 'Attach it', fileName: null, language: 'bash', content: 'aws iam attach-role-policy' },
    { ...text, target: 'terraform', fileName: 'main.tf', language: 'hcl', content: 'resource\u001b[2J "a" {}' },
  ]
  const setup = (...words: string[]) => credentials(['setup', '--kind', 'web-identity', '--region', 'eu-central-1', ...words])

  test('texts go to stdout, what to know to stderr', async () => {
    world.graphql.answer({ credentialSetup: texts })
    const outcome = await setup(
      '--secret-name',
      'prod/shop',
      '--kms-key',
      'arn:aws:kms:eu-central-1:111122223333:key/a',
      '--account',
      '111122223333',
    )
    expect(outcome.stdout).toBe('{}\n\naws iam create-policy\n\naws iam attach-role-policy\n\nresource\ufffd[2J "a" {}\n\n')
    expect(outcome.stderr).toContain('Policy, to be saved as policy.json\nKeep the ARN.\n')
    expect(input()).toMatchObject({ kind: 'AWS_WEB_IDENTITY', secretName: 'prod/shop', withoutExternalId: false })
  })

  test('names of app, environment and credential become ids', async () => {
    world.graphql.answer({ page: { edges: [{ node: credential }], pageInfo: { hasNextPage: false, endCursor: null } } })
    world.graphql.answer({ credentialSetup: texts })
    expect(await setup('--app', 'SHOP', '--env', 'production', '--credential', 'aws-prod', '--target', 'terraform')).toMatchObject({
      code: 0,
      stdout: 'resource\ufffd[2J "a" {}\n\n',
    })
    const [app] = world.server.apps
    expect(input()).toMatchObject({ appId: app?.id, environmentId: app?.environments[1]?.id, credentialId: credential.id })
    world.graphql.answer({ credentialSetup: texts })
    await setup('--app', 'shop')
    expect(input()).toMatchObject({ appId: app?.id })
    expect(input()).not.toHaveProperty('environmentId')
  })

  test('--output-dir writes files for their owner alone, and over none', async () => {
    const folder = join(world.home, '..', 'written')
    world.graphql.answer({ credentialSetup: texts })
    const outcome = await setup('--output-dir', folder)
    expect(outcome.stdout.trim().split('\n')).toEqual(
      ['aws_cli/policy.json', 'aws_cli/aws_cli.sh', 'terraform/main.tf'].map((name) => join(folder, name)),
    )
    expect(await readFile(join(folder, 'aws_cli/aws_cli.sh'), 'utf8')).toBe(
      '# Make it\n# Keep the ARN.\naws iam create-policy\n\n# Attach it\n# Keep the ARN.\naws iam attach-role-policy\n\n',
    )
    expect((await stat(join(folder, 'aws_cli/policy.json'))).mode & 0o777).toBe(0o600)
    await writeFile(join(folder, 'aws_cli/policy.json'), 'mine')
    world.graphql.answer({ credentialSetup: texts })
    expect(await setup('--output-dir', folder)).toMatchObject({ code: 6, stderr: expect.stringContaining('is there already') })
    expect(await readFile(join(folder, 'aws_cli/policy.json'), 'utf8')).toBe('mine')
  })

  test('a name that leads out of the folder is refused', async () => {
    const folder = join(world.home, '..', 'inside')
    world.graphql.answer({ credentialSetup: [{ ...text, fileName: '../outside' }] })
    expect(await setup('--output-dir', folder)).toMatchObject({ code: 6, stdout: '' })
    expect(await readdir(join(folder, '..'))).not.toContain('outside')
  })
})
