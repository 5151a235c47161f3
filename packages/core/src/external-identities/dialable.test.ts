import { describe, expect, test } from 'vitest'
import { isDomainError } from '../errors.ts'
import { requireDialable } from './dialable.ts'
import type { IdentityProvider } from './provider.ts'

/** Why an address may not be asked; undefined when it may. */
function refusalOf(url: string, privateHosts: string[] = []): { code: string; pointer?: string; message: string } | undefined {
  const provider = { dials: (config: unknown) => [{ pointer: '/issuer', url: config as string }] } as unknown as IdentityProvider
  try {
    requireDialable(provider, url, { privateHosts })
    return undefined
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { code: error.code, pointer: error.fields?.[0]?.pointer, message: error.message }
  }
}

describe('an address that a configuration has us ask', () => {
  test.each([
    'http://tokens.example.com',
    'http://tokens.example.com:8080',
    'ftp://tokens.example.com',
    'file:///etc/passwd',
    'https://127.0.0.1',
    'https://10.1.2.3',
    'https://8.8.8.8',
    'https://169.254.169.254/latest',
    'https://2130706433',
    'https://0x7f.1',
    'https://127.1',
    'https://0177.0.0.1',
    'https://1.2.3.4.',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://[64:ff9b::a9fe:a9fe]',
    'https://[2606:4700::1111]',
    'https://localhost',
    'https://localhost.',
    'https://LOCALHOST',
    'https://a.localhost',
    'https://metadata.google.internal',
    'https://metadata.google.internal.',
    'https://db.internal',
    'https://printer.local',
    'https://kubernetes.default.svc.cluster.local',
    'https://router.lan',
    'https://ldap.corp',
    'https://nas.home',
    'https://nas.home.arpa',
    'https://1.0.0.127.in-addr.arpa',
    'https://wiki.intranet',
    'https://localhost.localdomain',
    'https://postgres',
    'https://postgres.',
    'https://kubernetes:6443',
  ])('JWT-64 may not be %s', (url) => {
    expect(refusalOf(url)).toMatchObject({ code: 'malformed_request', pointer: '/config/issuer' })
  })

  test.each([
    'https://token.actions.githubusercontent.com',
    'https://tokens.example.com:8443/a',
    'https://localhost.example.com',
    'https://internal.example.com',
  ])('may be %s', (url) => expect(refusalOf(url)).toBeUndefined())

  test.each([
    ['http://issuer.lan:8080', 'issuer.lan:8080'],
    ['http://issuer.lan', 'issuer.lan:80'],
    ['https://issuer.lan', 'issuer.lan:443'],
    ['https://10.1.2.3:8443/x', '10.1.2.3:8443'],
    ['https://[::1]:8443', '[::1]:8443'],
    ['https://kubernetes', 'kubernetes:443'],
  ])('JWT-64 may be %s where the operator has named %s, and nowhere beside it', (url, place) => {
    expect(refusalOf(url, [place])).toBeUndefined()
    const [host = '', port] = [place.slice(0, place.lastIndexOf(':')), place.slice(place.lastIndexOf(':') + 1)]
    for (const other of [`${host}:1${port}`, `x${place}`, `${host}.:${port}`, host, `evil.test:${port}`, '*'])
      expect(refusalOf(url, [other])).toMatchObject({ code: 'malformed_request' })
    expect(refusalOf(url)?.message).toContain(`${place} in BONAFIDE_ALLOW_PRIVATE_HOSTS`)
  })

  test('is nobody for a provider that asks constants of ours', () => {
    expect(() => requireDialable({} as IdentityProvider, {}, { privateHosts: [] })).not.toThrow()
  })
})
