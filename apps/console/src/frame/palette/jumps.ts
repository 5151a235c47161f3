/** `g` and then one of these goes to a page. */
export const jumps: Readonly<Record<string, { label: string; path: string }>> = {
  h: { label: 'Home', path: '' },
  a: { label: 'Apps', path: '/apps' },
  i: { label: 'External Identities', path: '/access/external-identities' },
  s: { label: 'Service Accounts', path: '/access/service-accounts' },
  e: { label: 'Exchanges', path: '/exchanges' },
  l: { label: 'Audit Logs', path: '/logs' },
  d: { label: 'Developers', path: '/developers' },
}
