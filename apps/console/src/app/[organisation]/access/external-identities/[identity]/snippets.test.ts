import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { shellWord } from './shell-word.ts'
import { snippetsOf } from './snippets.ts'

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

const issuers = {
  github: { issuer: 'https://token.actions.githubusercontent.com', subjects: ['repo:acme/shop:ref:refs/heads/main'] },
  gitlab: { issuer: 'https://git.example.org', subjects: ['project_path:acme/shop:ref_type:branch:ref:main'] },
  gcp: { issuer: 'https://accounts.google.com', subjects: ['1029384756'] },
  kubernetes: { issuer: 'https://oidc.example.org/cluster', subjects: ['system:serviceaccount:web:server'] },
  spiffe: { issuer: 'https://spire.example.org', subjects: ['spiffe://example.org/web'] },
  oidc: { issuer: 'https://login.example.org', subjects: ['ada'] },
}
const oidcSnippets = (mode: keyof typeof issuers, audience = place.host) =>
  snippetsOf('oidc', { ...place, oidc: { ...issuers[mode], audiences: [audience] } })

test.each(Object.keys(issuers) as (keyof typeof issuers)[])('OIDC workloads of %s log in by the mode of their platform', (mode) => {
  for (const { code } of oidcSnippets(mode)) expect(code).toContain(place.serviceAccountId)
  const command = oidcSnippets(mode).find(({ id }) => id === 'bonafide')?.code
  expect(command).toContain(`--mode ${mode} --service-account-id`)
  expect(command?.includes('--oidc-token-file')).toBe(mode === 'oidc')
  expect(command).not.toContain('--oidc-audience')
  const elsewhere = oidcSnippets(mode, 'api://bonafide').map(({ code }) => code)
  expect(elsewhere.some((code) => code.includes('--oidc-audience api://bonafide'))).toBe(mode !== 'oidc')
})

test.each(['plain', "it's", '$(touch /tmp/x)', '`id`', 'a b', '', '"', '\\', 'a\nb'])('a shell reads %j as it is written', (word) => {
  expect(execFileSync('sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8' })).toBe(word)
})

test('every snippet is a script that a shell can read', () => {
  for (const provider of ['aws_iam', 'azure_entra'] as const)
    for (const { code } of snippetsOf(provider, { ...place, resource: "api://it's" })) execFileSync('sh', ['-n'], { input: code })
  for (const mode of Object.keys(issuers) as (keyof typeof issuers)[])
    for (const { id, code } of oidcSnippets(mode, "api://it's")) if (id !== 'github') execFileSync('sh', ['-n'], { input: code })
})
