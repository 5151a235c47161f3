import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allows, issuerEntry, notAllowed } from './issuers.ts'

describe('an entry of the allow-list', () => {
  it.each([
    ['https://token.actions.githubusercontent.com', 'https://token.actions.githubusercontent.com'],
    ['https://*.ci.example.com', 'https://eu.ci.example.com'],
    ['https://*.ci.example.com/issuer', 'https://eu.ci.example.com/issuer'],
    ['aws:111122223333', 'aws:111122223333'],
    ['aws:*', 'aws:111122223333'],
    ['uploaded:https://cluster.example', 'uploaded:https://cluster.example'],
  ])('%s means %s', (entry, issuer) => expect([issuerEntry.parse(entry), allows(entry, issuer)]).toEqual([entry, true]))

  it.each([
    ['https://issuer.example', 'https://issuer.example/'],
    ['https://issuer.example', 'https://issuer.example.evil.test'],
    ['https://issuer.example', 'http://issuer.example'],
    ['https://issuer.example', 'https://Issuer.example'],
    ['https://issuer.example', 'uploaded:https://issuer.example'],
    ['https://*.ci.example.com', 'https://ci.example.com'],
    ['https://*.ci.example.com', 'https://.ci.example.com'],
    ['https://*.ci.example.com', 'https://a.b.ci.example.com'],
    ['https://*.ci.example.com', 'https://evil.test/x.ci.example.com'],
    ['https://*.ci.example.com', 'https://evil.test:x.ci.example.com'],
    ['https://*.ci.example.com', 'https://user@evil.ci.example.com'],
    ['https://*.ci.example.com', 'https://evil.test#.ci.example.com'],
    ['https://*.ci.example.com', 'https://eu.ci.example.com/other'],
    ['https://*.ci.example.com', 'https://eu.ci.example.com.evil.test'],
    ['aws:*', 'aws-cn:111122223333'],
    ['aws:*', 'aws:'],
    ['aws:*', 'https://aws:111122223333'],
  ])('%s does not mean %s', (entry, issuer) => expect(allows(entry, issuer)).toBe(false))

  it.each([
    '',
    '*',
    'https://*',
    'https://*.com',
    'https://*.',
    'https://a*.ci.example.com',
    'https://ci.*.example.com',
    'https://*.*.example.com',
    'https://ci.example.com/*',
    'https://ci.example.com:443',
    'https://CI.example.com',
    'https://user@ci.example.com',
    'https://ci.example.com?x',
    'https://ci.example.com#x',
    'https://ci.example.com/a/../b',
    'https:ci.example.com',
    'ci.example.com',
    'aws:',
    'aws:1*',
    'aws:*:*',
    'aws:a/b',
    'AWS:1',
    '*:1',
    'uploaded:https://*.ci.example.com',
    'https://ci.example.com https://other.example',
    'x'.repeat(301),
  ])('cannot be %j', (entry) => expect(issuerEntry.safeParse(entry).success).toBe(false))

  it('is trimmed', () => expect(issuerEntry.parse(' aws:* ')).toBe('aws:*'))

  it('with a * never reaches beyond one label, whatever is tried', () => {
    const host = fc.stringMatching(/^[a-z0-9./:@#?*\\%_-]{0,30}$/)
    fc.assert(
      fc.property(host, (label) => {
        const issuer = `https://${label}.ci.example.com`
        if (!allows('https://*.ci.example.com', issuer)) return true
        return new URL(issuer).hostname.replace(/^[^.]+/, '') === '.ci.example.com'
      }),
      { numRuns: 5000 },
    )
  })
})

describe('a list of issuers', () => {
  const github = { pointer: '/issuer', names: ['https://token.actions.githubusercontent.com'] }
  const tenant = { pointer: '/tenantId', names: ['https://login.microsoftonline.com/t/v2.0', 'https://sts.windows.net/t/'] }

  it('lets anybody in while it is empty', () => expect(notAllowed([github, tenant], [])).toEqual([]))

  it('must name everybody who vouches, under one of their names', () => {
    expect(notAllowed([github, tenant], ['https://sts.windows.net/t/'])).toEqual([github])
    expect(notAllowed([github, tenant], ['https://token.actions.githubusercontent.com', 'https://sts.windows.net/t/'])).toEqual([])
    expect(notAllowed([github], ['aws:*'])).toEqual([github])
  })
})
