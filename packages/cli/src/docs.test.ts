import { readdir, readFile } from 'node:fs/promises'
import { defaultTokenVariable } from '@bonafide/identity-providers/proofs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exitCodes } from './failure.ts'
import { bundleCommand, type CommandUnderTest } from './testing/command.ts'

const commands = [
  'auth',
  'auth status',
  'auth token',
  'auth explain',
  'auth logout',
  'logout',
  'secrets list',
  'secrets get',
  'secrets set',
  'secrets import',
  'secrets export',
  'secrets delete',
  'run',
  'apps list',
  'identities list',
  'identities get',
  'identities create aws-iam',
  'identities create azure',
  'identities create oidc',
  'identities update',
  'identities delete',
  'identities bind',
  'identities unbind',
  'identities test',
  'identities lint',
  'identities tail',
  'identities snippet',
  'credentials list',
  'credentials get',
  'credentials create',
  'credentials update',
  'credentials delete',
  'credentials test',
  'credentials external-id',
  'credentials server-identity',
  'credentials setup',
  'syncs list',
  'syncs get',
  'syncs remote',
  'syncs create aws-secrets-manager',
  'syncs plan',
  'syncs run',
  'syncs pause',
  'syncs resume',
  'syncs logs',
  'syncs update',
  'syncs set-credential',
  'syncs resolve',
  'syncs delete',
  'api',
  'doctor',
  'lab personas',
  'lab exchange',
  'completion',
  'version',
]

let command: CommandUnderTest
let page: string
/** Flags by command, as its help lists them. */
const flags = new Map<string, Set<string>>()

beforeAll(async () => {
  command = await bundleCommand()
  page = await readFile(new URL('../../../docs/cli.md', import.meta.url), 'utf8')
  for (const words of ['', ...commands]) {
    const { code, stdout } = await command.run([...words.split(' ').filter(Boolean), '--help'])
    expect(code, words).toBe(0)
    flags.set(words, new Set([...stdout.matchAll(/^ {2}(?:(-\w), )?(--[\w-]+)/gm)].flatMap((match) => [match[1], match[2]]).filter(isText)))
  }
}, 60_000)
afterAll(() => command.remove())

const docs = new URL('../../../docs/', import.meta.url)
/** What is called in a page's code, each call on one line. */
const callsIn = (text: string): string[] =>
  [...text.replaceAll(/\\\n\s*/g, '').matchAll(/(?<!--[\w-]+ )\bbonafide ((?:[a-z-]+ ?)+[^`\n]*)/g)].map(([, call = '']) => call)

function expectCallable(call: string): void {
  const own = call.replace(/ -- .*/, '').replace(/\s#.*/, '')
  const named = commands
    .filter((words) => own === words || own.startsWith(`${words} `))
    .sort((left, right) => right.length - left.length)[0]
  expect(named, call).toBeDefined()
  for (const flag of own.replaceAll(/'[^']*'/g, '').match(/(?<=[\s[])--?[a-zA-Z][\w-]*/g) ?? [])
    expect(flagsOf(named ?? ''), call).toContain(flag)
}

const isText = (text: string | undefined): text is string => text !== undefined
const flagsOf = (words: string): Set<string> => new Set([...(flags.get(words) ?? []), ...(flags.get('') ?? [])])

describe('docs/cli.md', () => {
  test('every call in it is of a command that exists, with flags that it takes', () => {
    const calls = callsIn(page)
    expect(calls.length).toBeGreaterThan(30)
    for (const call of calls) expectCallable(call)
  })

  test('every flag that exists is in it', () => {
    const missing = [...flags.values()].flatMap((each) => [...each]).filter((flag) => !new RegExp(`[\`\\s[]${flag}\\b`).test(page))
    expect([...new Set(missing)]).toEqual([])
  })

  test('its exit codes are the ones of the command', () => {
    const table = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code))
    const own = new Set<number>([exitCodes.notExecutable, exitCodes.commandNotFound])
    expect(table).toEqual(Object.values(exitCodes).filter((code) => !own.has(code)))
    for (const code of own) expect(page).toContain(String(code))
  })

  test('its variables are the ones that are read', async () => {
    const source = await readFile(new URL('./env.ts', import.meta.url), 'utf8')
    const read = [...source.matchAll(/value\('((?:BONAFIDE|PHASE)_\w+)'\)/g)].map(([, name = '']) => name)
    const told = page.match(/\b(?:BONAFIDE|PHASE)_[A-Z_]+\b/g) ?? []
    expect(new Set(told.filter((name) => name !== 'BONAFIDE_ACCOUNT'))).toEqual(new Set([...read, defaultTokenVariable]))
  })
})

test('every call in the other pages of docs/ is of a command that exists, with flags that it takes', async () => {
  const names = (await readdir(docs)).filter((name) => name.endsWith('.md'))
  const calls = await Promise.all(names.map(async (name) => callsIn(await readFile(new URL(name, docs), 'utf8'))))
  expect(calls.flat().length).toBeGreaterThan(90)
  for (const call of calls.flat()) expectCallable(call)
})
