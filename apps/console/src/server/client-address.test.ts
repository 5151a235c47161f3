import { describe, expect, it } from 'vitest'
import { createClientAddress } from './client-address.ts'

const addressOf = (trustedProxies: string[], peer: string | undefined, forwarded?: string) =>
  createClientAddress({ trustedProxies, onVercel: false })(
    new Headers(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }),
    peer,
  )

describe('the address of a caller', () => {
  it('TOK-22 X-Forwarded-For from somebody who is no trusted proxy is ignored', () => {
    expect(addressOf([], '203.0.113.7', '198.51.100.1')).toBe('203.0.113.7')
    expect(addressOf(['10.0.0.0/8'], '203.0.113.7', '198.51.100.1')).toBe('203.0.113.7')
  })

  it('TOK-22 behind a trusted proxy, what the caller wrote itself is ignored', () => {
    expect(addressOf(['10.0.0.0/8'], '10.1.1.1', '1.2.3.4, 198.51.100.1')).toBe('198.51.100.1')
    expect(addressOf(['10.0.0.0/8'], '::ffff:10.1.1.1', '1.2.3.4, 198.51.100.1, 10.2.2.2')).toBe('198.51.100.1')
  })

  it('TOK-22 one address has one spelling', () => {
    expect(addressOf([], '::ffff:203.0.113.7')).toBe('203.0.113.7')
    expect(addressOf([], '2001:0DB8:0:0:0:0:0:1')).toBe('2001:db8::1')
    expect(addressOf([], 'fe80::1%eth0')).toBe('fe80::1')
  })

  it('rubbish in the header ends the chain at the proxy', () => {
    expect(addressOf(['10.0.0.0/8'], '10.1.1.1', '1.2.3.4, <script>')).toBe('10.1.1.1')
    expect(addressOf(['10.0.0.0/8'], '10.1.1.1', '010.1.1.1')).toBe('10.1.1.1')
    expect(addressOf(['10.0.0.0/8'], '10.1.1.1')).toBe('10.1.1.1')
  })

  it('without a socket the address is unknown', () => expect(addressOf([], undefined, '1.2.3.4')).toBe('unknown'))
})
