import ipaddr from 'ipaddr.js'
import { canonicalAddress, isWithin } from './outbound/addresses.ts'

/** How far back through proxies an address is looked for: longer chains are somebody's invention. */
const maxHops = 20

export interface ClientAddressOptions {
  /** CIDR ranges of the proxies that are believed. */
  trustedProxies: readonly string[]
  /** On Vercel there is no socket, and the platform's own header names the caller. */
  onVercel: boolean
}

/**
 * Who sent the request: the other end of the socket or, when that is a trusted proxy, the nearest address in `X-Forwarded-For` that is
 * not one. Read from the right, since everything further left is what the caller itself may have written.
 */
export function createClientAddress({ trustedProxies, onVercel }: ClientAddressOptions) {
  const ranges = trustedProxies.map((range) => ipaddr.parseCIDR(range))
  return (headers: Headers, peerAddress: string | undefined): string => {
    if (onVercel && peerAddress === undefined)
      return canonicalAddress(headers.get('x-vercel-forwarded-for')?.split(',')[0]?.trim() ?? '') ?? 'unknown'
    let address = canonicalAddress(peerAddress ?? '')
    if (address === undefined) return 'unknown'
    if (ranges.length === 0) return address
    const hops = (headers.get('x-forwarded-for') ?? '').split(',').slice(-maxHops).reverse()
    for (const hop of hops) {
      if (!isWithin(address, ranges)) return address
      const next = canonicalAddress(hop.trim())
      if (next === undefined) return address
      address = next
    }
    return address
  }
}
