const verbs: Record<string, string> = {
  create: 'created',
  update: 'changed',
  delete: 'deleted',
  revoke: 'revoked',
  reveal: 'revealed',
  read: 'read',
  copy: 'copied',
  remove: 'removed',
  bind: 'bound',
  unbind: 'unbound',
  rename: 'renamed',
  restore: 'restored',
}

const whole: Record<string, string> = { 'session.create': 'signed in', 'session.revoke': 'ended a session' }

/** `service_account.create` → "created service account"; what has no plain verb is told as it is called. */
export function deedOf(action: string): string {
  const [resource = '', deed = ''] = action.split('.')
  const inWords = (name: string) => name.replaceAll('_', ' ')
  const verb = Object.hasOwn(verbs, deed) ? verbs[deed] : undefined
  return whole[action] ?? (verb ? `${verb} ${inWords(resource)}` : `${inWords(resource)}: ${inWords(deed)}`)
}
