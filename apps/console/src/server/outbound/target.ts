import { OutboundError } from '@bonafide/core'

/** Another place to connect to for some hosts: emulators, as the AWS and Azure SDKs know them. */
export interface Override {
  appliesTo(host: string): boolean
  /** Its origin is allowed as it stands, private and plain http included. */
  url: URL
  /** Request header that tells the emulator the host that was meant. */
  originalHostHeader?: string
}

export interface Target {
  url: URL
  /** True: named by the operator, so it may be private and plain http. */
  exempt: boolean
  headers: Record<string, string>
}

/** Where a request really goes. @throws OutboundError `refused` for what may not leave at all. */
export function targetOf(text: string, overrides: readonly Override[], allowPrivateHosts: readonly string[]): Target {
  const url = parseUrl(text)
  const override = overrides.find(({ appliesTo }) => appliesTo(url.hostname))
  if (override) return overridden(url, override)
  const exempt = allowPrivateHosts.includes(`${url.hostname}:${portOf(url)}`)
  if (url.protocol !== 'https:' && !(exempt && url.protocol === 'http:')) throw refused('only https is allowed')
  return { url, exempt, headers: {} }
}

function overridden(url: URL, { url: base, originalHostHeader }: Override): Target {
  const target = new URL(base)
  target.pathname = `${base.pathname.replace(/\/$/, '')}${url.pathname}`
  target.search = url.search
  return { url: target, exempt: true, headers: originalHostHeader ? { [originalHostHeader]: url.host } : {} }
}

export const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80))

/**
 * What the URL parser would silently repair (full-width letters, decimal addresses, back slashes, missing slashes …) is refused: the host
 * that somebody read in a configuration is the host that is dialled.
 */
function parseUrl(text: string): URL {
  if (!URL.canParse(text)) throw refused('the URL is not readable')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || url.hash !== '') throw refused('the URL holds a user or a fragment')
  const written = /^(https?):\/\/([^/?#\\@\s]+)/.exec(text)
  const sameHost = written?.[2] === url.host || written?.[2] === `${url.hostname}:${portOf(url)}`
  if (written === null || !sameHost) throw refused('the URL is not written in its normal form')
  return url
}

export const refused = (why: string): OutboundError => new OutboundError('refused', `The request was not sent: ${why}`)
