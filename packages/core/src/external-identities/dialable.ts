import type { ServerSettings } from '../context.ts'
import { DomainError } from '../errors.ts'
import type { IdentityProvider } from './provider.ts'

// Names that only resolve inside of some network (RFC 2606, RFC 6762, RFC 8375, ICANN's reservation of .internal).
const insideOnly = /(^|\.)(localhost|localdomain|internal|local|lan|corp|home|intranet|arpa)$/

/**
 * Fails with `malformed_request` when a configuration would have us ask somebody who is not to be asked: plain http, bare addresses and names
 * of inner networks, unless the operator has named them. What a name leads to is looked at again whenever it is dialled.
 */
export function requireDialable(provider: IdentityProvider, config: unknown, { privateHosts }: Pick<ServerSettings, 'privateHosts'>): void {
  for (const { pointer, url } of provider.dials?.(config) ?? []) {
    const refusal = undialable(new URL(url), privateHosts)
    if (refusal === undefined) continue
    const { place, message } = refusal
    const hint = `If this server shall ask it all the same, its operator can name ${place} in BONAFIDE_ALLOW_PRIVATE_HOSTS.`
    throw new DomainError('malformed_request', `The configuration cannot be kept: its ${pointer.slice(1)} ${message}. ${hint}`, {
      fields: [{ pointer: `/config${pointer}`, message: `${message}; the operator can allow ${place} by BONAFIDE_ALLOW_PRIVATE_HOSTS` }],
    })
  }
}

/** Why an address is not one that this server would send to, and what its operator would have to name; undefined when it is. */
export function undialable(
  { protocol, hostname, port }: URL,
  privateHosts: readonly string[],
): { place: string; message: string } | undefined {
  const place = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
  if (privateHosts.includes(place)) return undefined
  // A dot at the end changes nothing about where a name leads.
  const message = whyNotPublic(protocol, hostname.replace(/\.$/, ''))
  return message === undefined ? undefined : { place, message }
}

/** What an address would have to be for everybody to reach it safely; undefined when it is. */
export function whyNotPublic(protocol: string, hostname: string): string | undefined {
  if (protocol !== 'https:') return 'must begin with https://'
  if (hostname.startsWith('[') || /^[\d.]+$/.test(hostname)) return 'must name a host and not an address'
  if (!hostname.includes('.') || insideOnly.test(hostname)) return 'must name a host that the Internet knows'
  return undefined
}
