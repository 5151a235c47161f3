import type { ServerSettings } from '../context.ts'
import { DomainError } from '../errors.ts'
import type { IdentityProvider } from './provider.ts'

/**
 * Fails with `malformed_request` when a configuration would take this server's own word for who somebody is. Its tokens are for clouds that trust
 * it; here they would turn whoever is shown one into a service account.
 */
export function requireForeign(provider: IdentityProvider, config: unknown, { publicUrl }: Pick<ServerSettings, 'publicUrl'>): void {
  const ours = hostOf(publicUrl)
  const own = provider.issuers(config).find(({ names }) => names.some((name) => hostOf(name.replace(/^uploaded:/, '')) === ours))
  if (!own) return
  const message = 'is this server itself, whose tokens are for the clouds that it syncs to'
  throw new DomainError(
    'malformed_request',
    `The configuration cannot be kept: its ${own.pointer.slice(1)} ${message}. Trust the platform that runs the workload.`,
    {
      fields: [{ pointer: `/config${own.pointer}`, message }],
    },
  )
}

/** Host and port as they are dialled; undefined for names that are no URL. */
function hostOf(name: string): string | undefined {
  if (!URL.canParse(name)) return undefined
  const { protocol, hostname, port } = new URL(name)
  return `${hostname.replace(/\.$/, '')}:${port || (protocol === 'http:' ? 80 : 443)}`
}
