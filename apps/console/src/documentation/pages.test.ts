import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { linksOf } from './markdown.ts'
import { slugOf } from './names.ts'
import { readDocumentation } from './pages.ts'
import { sequenceFile } from './sequence-file.ts'
import { docsFolder, documentationFiles, documentationOnDisk } from './testing.ts'

/** Hosts that a page may lead out to; whoever adds one has looked at it. */
const knownHosts = [
  'docs.github.com',
  'docs.gitlab.com',
  'learn.microsoft.com',
  'docs.aws.amazon.com',
  'www.rfc-editor.org',
  'spiffe.io',
  'www.standardwebhooks.com',
]

const { index, pages, groups } = documentationOnDisk()
const all = [index, ...pages]
const byFile = new Map(Object.keys(documentationFiles).map((file) => [file, all.find(({ slug }) => slug === slugOf(file))]))

describe.each(all.map((page) => [page.slug || 'README', page] as const))('docs/%s.md', (_, page) => {
  it('has one title, and it comes first', () => {
    expect(page.headings[0]?.depth).toBe(1)
    expect(page.headings.filter(({ depth }) => depth === 1)).toHaveLength(1)
  })

  it('leads only to pages, anchors and files that exist, and outside only to known hosts over https', () => {
    for (const { href, type } of linksOf(page.blocks)) {
      if (type === 'image') expect(page.sequences.has(href), href).toBe(true)
      else if (/^\w+:/.test(href)) expect(knownHosts, href).toContain(/^https:\/\/([^/]+)/.exec(href)?.[1])
      else {
        const [file = '', anchor] = href.split('#')
        const target = file === '' ? page : byFile.get(file)
        expect(target !== undefined || existsSync(new URL(file, docsFolder)), `docs/${href} does not exist`).toBe(true)
        if (anchor !== undefined)
          expect(
            target?.headings.map((heading) => heading.anchor),
            href,
          ).toContain(anchor)
      }
    }
  })

  it('has no HTML in it, which the console would show as text', () => {
    const kinds = JSON.stringify(page.blocks)
    expect(kinds).not.toContain('"type":"html"')
  })
})

describe('the documentation', () => {
  it('leads to every page from its index, and to none twice', () => {
    expect(pages).toHaveLength(Object.keys(documentationFiles).length - 1)
    expect(new Set(pages)).toHaveLength(pages.length)
    expect(groups.flatMap((group) => group.pages)).toEqual(pages)
  })

  it('takes up a page that its index does not name, at the end', () => {
    const { groups: more } = readDocumentation({ ...documentationFiles, 'zebra.md': '# A page of tomorrow\n' })
    expect(more.at(-1)?.pages.map(({ title }) => title)).toContain('A page of tomorrow')
  })

  it('R-006 R-007 R-294 shows the flows as pictures, each with its steps in words below', () => {
    const sequences = new Map(all.flatMap((page) => [...page.sequences]))
    for (const name of ['aws-flow', 'azure-flow', 'six-steps', 'entra-federation'])
      expect(sequences.get(`diagrams/${name}.svg`)?.steps.length, name).toBeGreaterThan(4)
    expect(sequences.get('diagrams/six-steps.svg')?.steps).toHaveLength(6)
    for (const [path, sequence] of sequences) {
      const file = readFileSync(new URL(path, docsFolder), 'utf8')
      expect(file, `${path} is not what its page says: run npx tsx codegen.ts`).toBe(sequenceFile(sequence))
      expect(file).toMatch(/<title id="title">.+<\/title>\n<desc id="description">1\. /)
    }
    expect(JSON.stringify(documentationFiles)).not.toContain('Loading diagram')
  })

  it('R-293 says of every part of an assertion what it must be', () => {
    for (const name of ['alg', 'kid', 'x5t', 'aud', 'iss', 'sub', 'jti', 'nbf', 'exp', 'iat'])
      expect(documentationFiles['assertion-format.md'], name).toMatch(new RegExp(`^\\| \`${name}\``, 'm'))
  })

  it.each(pages.filter(({ headings }) => headings.some(({ text }) => text === 'Next steps')))(
    'R-295 $slug ends with its next steps',
    (page) => {
      expect(page.headings.at(-1)?.text).toBe('Next steps')
      expect(linksOf(page.blocks.slice(-2)).length).toBeGreaterThan(1)
    },
  )

  it('R-295 leads on to the overview, Kubernetes, GitHub Actions and the assertion format', () => {
    const lastOf = (slug: string) => linksOf(pages.find((page) => page.slug === slug)?.blocks.slice(-2) ?? []).map(({ href }) => href)
    for (const slug of ['how-it-works', 'entra-federated-credentials'])
      expect(lastOf(slug)).toEqual(expect.arrayContaining(['kubernetes.md', 'github-actions.md', 'assertion-format.md']))
    expect(lastOf('kubernetes')).toContain('how-it-works.md')
  })

  it('R-290 R-291 R-292 tells how a federated credential is made, read, changed and deleted, on identities and applications', () => {
    const page = documentationFiles['entra-federated-credentials.md'] ?? ''
    for (const verb of ['create', 'list', 'show', 'update', 'delete'])
      for (const command of ['az identity federated-credential', 'az ad app federated-credential'])
        expect(page).toContain(`${command} ${verb} `)
    for (const method of ['POST', 'GET', 'PATCH', 'DELETE']) expect(page).toContain(`az rest --method ${method} `)
    expect(page).toContain('client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    expect(page).toContain('**Add credential**')
  })
})
