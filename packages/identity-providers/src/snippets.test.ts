import { execFileSync } from 'node:child_process'
import type { Snippet } from '@bonafide/core'
import { parse as parseHcl } from '@cdktn/hcl2json'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { identities, isBashScript, place } from './snippets/testing.ts'
import { type DescribedIdentity, snippetsOf } from './snippets.ts'

const reads: Record<Snippet['language'], (snippet: Snippet) => unknown> = {
  yaml: ({ code }) => parseYaml(code, { strict: true }),
  json: ({ code }) => JSON.parse(code),
  shell: ({ code }) => isBashScript(code),
  hcl: ({ code, fileName }) => parseHcl(fileName, code),
  python: ({ code }) => code.includes('import json'),
  javascript: ({ code }) => execFileSync(process.execPath, ['--input-type=module', '--check', '-'], { input: code }),
}

const all = Object.entries(identities).flatMap(([platform, identity]) =>
  snippetsOf(identity, place).map((snippet) => [`${platform}: ${snippet.kind}`, snippet] as const),
)

describe.each(all)('%s', (_, snippet) => {
  test('is read by its language', async () => {
    expect(await reads[snippet.language](snippet)).toBeTruthy()
  })

  test('says what it is, and names every word that is to be replaced, as it stands', () => {
    expect(snippet.title).toMatch(/^[A-Za-z]/)
    expect(snippet.fileName).toMatch(/^[\w./-]+$/)
    for (const sentence of [snippet.about, ...snippet.notes, ...snippet.replace.map(({ meaning }) => meaning)])
      expect(sentence).toMatch(/^[A-Z].*[.…a-zA-Z]$/)
    const words = new Set(snippet.replace.map(({ text }) => text))
    for (const { text } of snippet.replace) expect(snippet.code).toContain(text)
    // Whatever is in capitals is to be replaced, or a variable of the shell or of a platform.
    const capitals = [...snippet.code.matchAll(/(?<![$\w{/.-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(([word]) => word)
    const known = /^(BONAFIDE|PHASE|AWS|SYSTEM|ACTIONS|BITBUCKET|TFC|HOST|SECRET_NAME$)/
    expect(capitals.filter((word) => !words.has(word) && !known.test(word))).toEqual([])
  })

  test('holds no secret, and shows none to other users of a machine', () => {
    expect(snippet.code).not.toMatch(/eyJ[\w-]{10}|pss_|client_secret|-----BEGIN/)
    // An argument can be read by everybody on the machine: tokens go by standard input.
    expect(snippet.code).not.toMatch(/(-H|--header|--data\S*|-d|-u)\s*["'][^"'\n]*\$\$?(jwt|token|idToken|SYSTEM_ACCESSTOKEN|SECRET_NAME)/)
  })
})

test('every identity has its own ways first, each once, and all of them are for this server and this account', () => {
  const first: Record<string, string> = {
    aws_iam: 'bonafide',
    azure_entra: 'bonafide',
    'github-actions': 'github-actions',
    'gitlab-ci': 'gitlab-ci',
    kubernetes: 'kubernetes',
    'google-cloud': 'gcloud',
    'aws-outbound': 'bonafide',
    cognito: 'bonafide',
    spiffe: 'bonafide',
    'azure-devops': 'azure-pipelines',
    'azure-devops-connection': 'azure-pipelines',
    'terraform-cloud': 'terraform-cloud-run',
    circleci: 'circleci',
    buildkite: 'buildkite',
    bitbucket: 'bitbucket',
    generic: 'bonafide',
  }
  expect(Object.keys(identities).sort()).toEqual(Object.keys(first).sort())
  for (const [platform, identity] of Object.entries(identities)) {
    const snippets = snippetsOf(identity, place)
    const kinds = snippets.map(({ kind }) => kind)
    expect([platform, kinds[0]]).toEqual([platform, first[platform]])
    expect(new Set(kinds).size).toBe(kinds.length)
    for (const { kind, code, purpose, replace } of snippets.filter((one) => one.purpose === 'log_in' && one.kind !== 'aws')) {
      expect([kind, purpose, code.includes(place.serverUrl), code.includes(place.serviceAccountId ?? '-')]).toEqual([
        kind,
        'log_in',
        true,
        true,
      ])
      expect(replace.map(({ text }) => text)).not.toContain('SERVICE_ACCOUNT_ID')
    }
  }
})

test('without an account a word stands where its id belongs, and is named', () => {
  for (const identity of Object.values(identities)) {
    for (const { kind, code, replace } of snippetsOf(identity, { ...place, serviceAccountId: null }).filter(
      (one) => one.purpose === 'log_in',
    )) {
      if (kind === 'aws') continue
      expect([kind, code.includes('SERVICE_ACCOUNT_ID')]).toEqual([kind, true])
      expect(replace.map(({ text }) => text)).toContain('SERVICE_ACCOUNT_ID')
    }
  }
})

test('a token is asked for with an audience that the identity accepts: that of this server if it is one', () => {
  const oidc = identities['github-actions'] as Extract<DescribedIdentity, { provider: 'oidc' }>
  const withAudiences = (...audiences: string[]) =>
    snippetsOf({ provider: 'oidc', config: { ...oidc.config, audiences } }, place).find(({ kind }) => kind === 'github-actions')?.code
  expect(withAudiences('api://other', place.serverUrl)).toContain(`audience=${place.serverUrl}\n`)
  expect(withAudiences('api://other', 'api://more')).toContain('audience=api://other\n')
})

test('R-291 R-292 a federated credential is created, read, changed and deleted by every tool, for exactly this issuer and subject', () => {
  for (const [platform, kinds] of Object.entries({ azure_entra: 4, 'gitlab-ci': 4, kubernetes: 4 })) {
    const identity = identities[platform]
    const credentials = identity ? snippetsOf(identity, place).filter(({ kind }) => kind.startsWith('federated-credential')) : []
    expect(credentials).toHaveLength(kinds)
    for (const { code, notes } of credentials) {
      for (const deed of ['create', 'get', 'update', 'delete']) expect(code).toMatch(new RegExp(`^(# )? *${deed}[):]`, 'm'))
      expect(code).toContain('api://AzureADTokenExchange')
      expect(notes.join(' ')).toContain('Add credential')
      if (platform === 'kubernetes') expect(code).toContain('system:serviceaccount:shop:checkout')
    }
  }
  const buildkite = identities.buildkite ? snippetsOf(identities.buildkite, place) : []
  expect(buildkite.filter(({ kind }) => kind.startsWith('federated-credential'))).toEqual([])
})
