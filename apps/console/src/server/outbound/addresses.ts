import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

// RFC 6890 and its successors: whatever is not plain unicast of the public Internet. ipaddr.js names a range for each special block;
// these are the few that it does not know or that hide an IPv4 address inside.
const otherSpecial = ['64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32', '100::/64', 'fec0::/10', '5f00::/16', '3fff::/20'].map(
  (range) => ipaddr.IPv6.parseCIDR(range),
)

// RFC 4291 2.4 and the IANA registry: the only block from which public addresses are given out. The rest is reserved or local to somebody.
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

// Public by its number, and the agent of the machine itself on every virtual machine of Azure.
// https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
const azureHostAddress = '168.63.129.16'

/** True for an address of the public Internet: not private, loopback, link-local, shared (100.64/10), mapped, translated or reserved. */
export function isPublicAddress(address: string): boolean {
  // node:net is strict where ipaddr.js takes 010.0.0.1 and 127.1.
  if (address.includes('%') || isIP(address) === 0 || address === azureHostAddress) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return !(parsed instanceof ipaddr.IPv6) || (parsed.match(globalUnicast) && !otherSpecial.some((range) => parsed.match(range)))
}

/** One spelling per address: IPv4-mapped IPv6 becomes IPv4, zones go, IPv6 is compressed. Undefined for anything else. */
export function canonicalAddress(address: string): string | undefined {
  const withoutZone = address.replace(/%.*$/, '')
  if (!isFourPart(withoutZone) && !ipaddr.IPv6.isValid(withoutZone)) return undefined
  const parsed = ipaddr.parse(withoutZone)
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString()
  return parsed.toString()
}

/** True for an address within one of the CIDR ranges. */
export function isWithin(address: string, ranges: readonly (readonly [ipaddr.IPv4 | ipaddr.IPv6, number])[]): boolean {
  const parsed = ipaddr.parse(address)
  return ranges.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits))
}

// 010.0.0.1, 127.1 and 2130706433 are addresses to some readers and others to the next.
const isFourPart = (text: string): boolean => ipaddr.IPv4.isValidFourPartDecimal(text)
