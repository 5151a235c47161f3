import type { Snippet } from '@bonafide/core'
import { parse as parseHcl } from '@cdktn/hcl2json'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { type DescribedIdentity, snippetsOf } from '../snippets.ts'
import { hostileTexts, identities, runWithStandIns } from './testing.ts'

type Oidc = Extract<DescribedIdentity, { provider: 'oidc' }>

/** The identities with the text wherever an administrator, a platform or a database could have put one. */
function withText(text: string): Record<string, DescribedIdentity> {
  const subjects: Record<string, string> = {
    'github-actions': `repo:acme/shop:environment:${text}`,
    'gitlab-ci': `project_path:acme/${text}`,
    kubernetes: `system:serviceaccount:${text}x:${text}y`,
    spiffe: `spiffe://${text}`,
    'azure-devops': `p://acme/${text}`,
    'azure-devops-connection': `sc://acme/x${text.replaceAll('/', '')}/x${text}`,
    'terraform-cloud': `organization:acme:project:p:workspace:${text}`,
  }
  return Object.fromEntries(
    Object.entries(identities).map(([platform, identity]) => {
      if (identity.provider === 'aws_iam') return [platform, { ...identity, config: { ...identity.config, principals: [text] } }]
      if (identity.provider === 'azure_entra')
        return [platform, { ...identity, config: { ...identity.config, tenantId: `x${text}`, resource: `x${text}` } }]
      const { config } = identity
      const known = ['github-actions', 'circleci', 'buildkite', 'bitbucket', 'google-cloud', 'aws-outbound']
      const issuer =
        known.includes(platform) || platform.startsWith('azure') ? `${config.issuer}${issuerEnd(platform, text)}` : `https://x/${text}`
      const made: Oidc = {
        provider: 'oidc',
        config: { ...config, issuer, audiences: [`x${text}`], subjects: [subjects[platform] ?? `x${text}`] },
      }
      return [platform, made]
    }),
  )
}

// Some platforms are known by the whole of their issuer.
const issuerEnd = (platform: string, text: string): string =>
  ['buildkite', 'google-cloud', 'aws-outbound'].includes(platform) ? '' : `/${text}`

const placeWith = (text: string) => ({ serverUrl: `https://x${text}`, serviceAccountId: `x${text}` })

/** The same tree with every text taken out of it. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (value === null || typeof value !== 'object') return typeof value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]))
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : []
}

async function treeOf({ language, code, fileName }: Snippet): Promise<unknown> {
  if (language === 'yaml') return parseYaml(code)
  if (language === 'json') return JSON.parse(code)
  return language === 'hcl' ? parseHcl(fileName, code) : undefined
}

/** The scripts inside a file of a pipeline, as the platform hands them to a shell. */
function scriptsIn(kind: string, tree: unknown): string[] {
  const scripts = textsIn(tree).filter((text) => /set -euo pipefail|bonafide auth/.test(text))
  return kind === 'buildkite' || kind === 'kubernetes' ? scripts.map((text) => text.replaceAll('$$', '$')) : scripts
}

// A shell has no NUL, and an environment without a name is none.
const texts = hostileTexts.map((text) => text.replaceAll('\u0000', '')).filter((text) => text !== '')

interface Pair {
  platform: string
  snippet: Snippet
  /** The same one of an identity with nothing odd in it. */
  plain: Snippet
}

function pairsWith(text: string): Pair[] {
  const [hostile, usual] = [withText(text), withText('plain')]
  return Object.keys(identities).flatMap((platform) => {
    const [made, plain] = [hostile[platform], usual[platform]].map((identity, index) =>
      identity ? snippetsOf(identity, placeWith(index === 0 ? text : 'plain')) : [],
    )
    // Entra takes no subject with a * in it.
    if (!text.includes('*')) expect(made?.map(({ kind }) => kind)).toEqual(plain?.map(({ kind }) => kind))
    return (made ?? []).flatMap((snippet) => {
      const other = plain?.find(({ kind }) => kind === snippet.kind)
      return other ? [{ platform, snippet, plain: other }] : []
    })
  })
}

describe.each(texts)('with %j in an identity', (text) => {
  const pairs = pairsWith(text)

  test('every file has the same parts as with a plain one', async () => {
    for (const { snippet, plain } of pairs)
      expect([snippet.kind, shapeOf(await treeOf(snippet))]).toEqual([snippet.kind, shapeOf(await treeOf(plain))])
  })

  test('no template of a platform is opened by it', () => {
    for (const { snippet } of pairs) {
      if (snippet.kind.startsWith('github-actions')) expect(snippet.code.replaceAll("${{ '${{' }}", '')).not.toContain('${{')
      if (/^azure-(pipelines|devops-plan)/.test(snippet.kind))
        expect(snippet.code.replace('SYSTEM_ACCESSTOKEN: $(System.AccessToken)', '')).not.toContain('$(System.A')
      if (snippet.kind === 'circleci') expect(snippet.code).not.toContain('<<')
    }
  })
})

const scriptsOf = async (snippet: Snippet): Promise<string[]> =>
  snippet.language === 'shell' ? [snippet.code] : scriptsIn(snippet.kind, await treeOf(snippet))

test('with all of it at once no script does anything else than with a plain one', async () => {
  const text = texts.join('').replaceAll('*', '')
  const done = new Set<string>()
  for (const { platform, snippet, plain } of pairsWith(text)) {
    const plainScripts = await scriptsOf(plain)
    for (const [index, script] of (await scriptsOf(snippet)).entries()) {
      if (done.has(script)) continue
      done.add(script)
      const [run, plainRun] = [runWithStandIns(script, ['create']), runWithStandIns(plainScripts[index] ?? '', ['create'])]
      const where = `${platform}: ${snippet.kind}`
      expect([where, run.harmed, run.stderr]).toEqual([where, false, plainRun.stderr])
      expect([where, plainRun.calls.length > 0]).toEqual([where, true])
      // The same programs with the same words; where a plain one stands, the hostile one does. JSON within a word is written by other rules.
      const isJson = (word: string) => word.startsWith('{')
      const expected = plainRun.calls.map((call) => call.map((word) => (isJson(word) ? '{' : word.replaceAll('plain', () => text))))
      expect([where, run.calls.map((call) => call.map((word) => (isJson(word) ? '{' : word)))]).toEqual([where, expected])
    }
  }
}, 120_000)
