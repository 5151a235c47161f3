import { DomainError } from '@bonafide/core'
import type { Door } from '../door.ts'
import type { HonoContext } from '../env.ts'

/**
 * Fails with `forbidden` when another site sent the request: it must not sign somebody in as somebody else (login forgery). Scripts send
 * neither header and pass. Browsers send at least one with every POST, and no page can change them.
 */
export function refuseOtherSites(request: HonoContext, { services }: Door): void {
  const ours = new URL(services.settings.publicUrl).origin
  const origin = request.req.header('origin')
  const site = request.req.header('sec-fetch-site')
  const isOurs = (origin === undefined || origin === ours) && (site === undefined || site === 'same-origin' || site === 'none')
  if (!isOurs) throw new DomainError('forbidden', `People sign in on ${ours}, not from another site.`)
}
