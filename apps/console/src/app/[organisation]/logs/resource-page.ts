interface About {
  action: string
  resourceType: string
  resourceId: string | null
}

const pages: Record<string, (id: string) => string> = {
  app: (id) => `/apps/${id}`,
  credential: (id) => `/integrations/credentials/${id}`,
  exchange: (id) => `/exchanges/${id}`,
  external_identity: (id) => `/access/external-identities/${id}`,
  member: (id) => `/access/members/${id}`,
  organisation: () => '/settings',
  role: (id) => `/access/roles/${id}`,
  service_account: (id) => `/access/service-accounts/${id}`,
  sync: (id) => `/integrations/syncs/${id}`,
  webhook: (id) => `/settings/webhooks/${id}`,
}

/** Where the thing itself is looked at; undefined when it has no page, or is gone. */
export function pageOfResource({ action, resourceType, resourceId }: About): string | undefined {
  if (resourceId === null || action.endsWith('.delete')) return undefined
  return pages[resourceType]?.(resourceId)
}
