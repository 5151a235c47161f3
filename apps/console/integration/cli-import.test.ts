import { execFile } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandSyncWorld, createCommandSyncWorld } from './cli-syncs-world.ts'

let world: CommandSyncWorld
let page: string
let bin: string

beforeAll(async () => {
  page = await readFile(join(import.meta.dirname, '../../../docs/aws-import.md'), 'utf8')
  world = await createCommandSyncWorld()
  bin = join(world.command.folder, 'bin')
  await mkdir(bin)
  await program('bonafide', `import(${JSON.stringify(join(world.command.folder, 'bonafide.mjs'))})`)
  // Answers as the AWS CLI does, with what stands in AWS_SECRET_STRING.
  await program(
    'aws',
    `const text = process.env.AWS_SECRET_STRING
    if (process.argv.slice(2, 6).join(' ') !== 'secretsmanager get-secret-value --secret-id demo-secret') process.exit(252)
    const answer = { Name: 'demo-secret', SecretString: text, VersionStages: ['AWSCURRENT'] }
    process.stdout.write(process.argv.includes('--query') ? text + '\\n' : JSON.stringify(answer, null, 4) + '\\n')`,
  )
})
afterAll(() => world.close())

async function program(name: string, body: string): Promise<void> {
  await writeFile(join(bin, name), `#!${process.execPath}\n${body}\n`)
  await chmod(join(bin, name), 0o755)
}

/** The block of the page that begins with this mark. */
const block = (mark: string): string =>
  new RegExp(`^\`\`\`sh\\n#: ${mark}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(page)?.[1] ?? expect.fail(`no block ${mark}`)

/** Somebody who follows the page, in a folder of their own, for an app of their own. */
async function reader(app: string, secret: string) {
  await world.ownApp(app)
  const folder = join(world.command.folder, app)
  await mkdir(folder)
  await writeFile(join(folder, '.bonafide.json'), JSON.stringify({ app }))
  const env = {
    PATH: `${bin}:${process.env.PATH}`,
    HOME: folder,
    BONAFIDE_HOST: world.host,
    BONAFIDE_TOKEN: world.token,
    AWS_SECRET_STRING: secret,
  }
  return {
    folder,
    follow: async (mark: string): Promise<{ stdout: string; stderr: string; code: number }> => {
      try {
        return { code: 0, ...(await promisify(execFile)('bash', ['-eo', 'pipefail', '-c', block(mark)], { cwd: folder, env })) }
      } catch (error) {
        return error as { stdout: string; stderr: string; code: number }
      }
    },
    secrets: async (): Promise<Record<string, string>> =>
      JSON.parse((await world.run(['secrets', 'export', '--raw', '--format', 'json', '--app', app])).stdout),
  }
}

const plain = {
  SECRET_KEY_1: 'dummy_value_1',
  EMPTY: '',
  URL: 'postgres://u:p@host/db?sslmode=require&x==',
  INSIDE: 'it\'s "quoted" here',
  BACKSLASH: 'C:\\new\\table',
  DOLLAR: '$HOME $(whoami)',
  HASH: 'a#b',
  EMOJI: '🔑 ключ 鍵',
}
const hard = {
  ...plain,
  LINES: '-----BEGIN KEY-----\nabc+/=\n-----END KEY-----\n',
  COMMENT: 'a # b',
  SPACES: '  both ends\t',
  QUOTED: '"quoted"',
  CONTROL: '\u0001\b\u007f',
}

describe('docs/aws-import.md', () => {
  it('R-224 R-260 R-261: export, import, delete: the secrets are the same, and no file stays', async () => {
    const { follow, secrets, folder } = await reader('by-file', JSON.stringify(plain))
    expect(await follow('export')).toMatchObject({ code: 0 })
    const imported = await follow('import')
    expect(imported).toMatchObject({
      code: 0,
      stdout: 'Imported 8 secrets into Development of by-file: 8 created, 0 updated, 0 unchanged.\n',
      stderr: expect.stringContaining('rm .env'),
    })
    expect(await secrets()).toEqual(plain)
    expect(await follow('import')).toMatchObject({ stdout: expect.stringContaining('0 created, 0 updated, 8 unchanged') })
    await follow('delete')
    expect(await readdir(folder)).toEqual(['.bonafide.json'])
  })

  it('R-254: its export of a secret that a sync wrote gives the same secrets back', async () => {
    await world.credential('aws-prod')
    await world.ownApp('source')
    await world.run(['secrets', 'import', '-', '--app', 'source'], { stdin: JSON.stringify(plain) })
    const destination = ['--credential', 'aws-prod', '--secret-name', 'demo-secret', '--yes', '--wait']
    expect(await world.run(['syncs', 'create', 'aws-secrets-manager', '--app', 'source', ...destination])).toMatchObject({ code: 0 })
    const { follow, secrets } = await reader('back', world.remote('demo-secret') ?? '')
    await follow('export')
    expect(await follow('import')).toMatchObject({ code: 0 })
    expect(await secrets()).toEqual(plain)
  })

  it('R-254 R-260: without a file, values of every kind come back byte for byte', async () => {
    const { follow, secrets, folder } = await reader('by-pipe', JSON.stringify(hard))
    expect(await follow('pipe')).toMatchObject({ code: 0, stdout: expect.stringContaining('13 created') })
    expect(await secrets()).toEqual(hard)
    expect(await readdir(folder)).toEqual(['.bonafide.json'])
    expect(world.logged.join('')).not.toContain('BEGIN KEY')
  })

  it('what it says of values that a bare .env cannot hold is so', async () => {
    const { follow, secrets } = await reader('limits', JSON.stringify({ COMMENT: 'a # b', SPACES: ' both ends ', QUOTED: '"quoted"' }))
    await follow('export')
    expect(await follow('import')).toMatchObject({ code: 0 })
    expect(await secrets()).toEqual({ COMMENT: 'a', SPACES: 'both ends', QUOTED: 'quoted' })
    const lines = await reader('lines', JSON.stringify({ LINES: hard.LINES, OPEN: "'half" }))
    await lines.follow('export')
    const refused = await lines.follow('import')
    expect(refused).toMatchObject({ code: 6, stdout: '', stderr: expect.stringContaining('line 2') })
    expect(refused.stderr).not.toContain('abc+')
    expect(await lines.secrets()).toEqual({})
  })
})
