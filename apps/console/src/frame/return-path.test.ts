import { describe, expect, it } from 'vitest'
import { returnPath } from './return-path.ts'

const hostile = [
  '//evil.example',
  '/\\evil.example',
  'https:evil.example',
  'https://evil.example',
  '/\t/evil.example',
  '/%09/evil.example\n',
  'javascript:alert(1)',
  '/login?next=//evil.example',
  '/./\\evil.example',
  '/.//evil.example',
  '/api/auth/sign-out',
  '',
  'evil',
]

describe('where signing in leads to', () => {
  it('is the page that was asked for', () => {
    expect(returnPath('/acme/exchanges?outcome=REFUSED&after=x')).toBe('/acme/exchanges?outcome=REFUSED&after=x')
  })

  it.each(hostile)('WEB-12 is the start page for %j', (next) => {
    expect(returnPath(next)).toBe('/')
  })

  it('WEB-12 stays on this server when slashes are encoded', () => {
    expect(new URL(returnPath('/%2F%2Fevil.example'), 'https://ours.example').origin).toBe('https://ours.example')
  })

  it('is the start page when nothing was asked for', () => {
    expect(returnPath(undefined)).toBe('/')
  })
})
