import type { Context, Services } from '../context.ts'
import { newId } from '../runtime.ts'

/** What the server does by itself for syncs, as use cases and audit rows see it. */
export const asSync = (services: Services): Context => ({
  ...services,
  actor: { kind: 'system', name: 'sync' },
  request: { id: `req_${newId(services.runtime).replaceAll('-', '')}`, ip: '', userAgent: 'sync' },
})
