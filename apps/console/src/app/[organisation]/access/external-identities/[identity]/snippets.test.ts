import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { shellWord, snippetsOf } from './snippets.ts'

const place = { host: 'https://bonafide.example', serviceAccountId: '0192c5a1-7a3b-7000-8000-000000000001' }

test('every way to log in names this server and this account', () => {
  const codes = [...snippetsOf('aws_iam', place).filter(({ id }) => id !== 'aws'), ...snippetsOf('azure_entra', place)].map(
    ({ code }) => code,
  )
  expect(codes).toHaveLength(7)
  for (const code of codes) {
    expect(code).toContain(place.host)
    expect(code).toContain(place.serviceAccountId)
  }
})

test('a resource other than the default is asked for', () => {
  const [command] = snippetsOf('azure_entra', { ...place, resource: 'api://bonafide' })
  expect(command?.code).toContain('--azure-resource api://bonafide')
  expect(snippetsOf('azure_entra', { ...place, resource: 'https://management.azure.com/' })[0]?.code).not.toContain('--azure-resource')
})

test.each(['plain', "it's", '$(touch /tmp/x)', '`id`', 'a b', '', '"', '\\', 'a\nb'])('a shell reads %j as it is written', (word) => {
  expect(execFileSync('sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8' })).toBe(word)
})

test('every snippet is a script that a shell can read', () => {
  for (const provider of ['aws_iam', 'azure_entra'] as const)
    for (const { code } of snippetsOf(provider, { ...place, resource: "api://it's" })) execFileSync('sh', ['-n'], { input: code })
})
