/** How an organisation is called in addresses: its name in lower-case letters, digits and hyphens, or its id where nothing of the name is left. */
export function slugOf({ id, name }: { id: string; name: string }): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return slug === '' || takenPaths.has(slug) ? id : slug
}

/** First parts of addresses that are pages or doors of their own. */
const takenPaths = new Set([
  'login',
  'setup',
  'invite',
  'api',
  'service',
  'public',
  'v1',
  'identities',
  'oauth',
  'secrets',
  'metrics',
  'health',
  'healthz',
  'readyz',
])

/** Whether the first part of an address could name an organisation at all; `.env` and `package.json` cannot. */
export const isOrganisationPath = (part: string): boolean => /^[a-z0-9-]+$/.test(part) && !takenPaths.has(part)
