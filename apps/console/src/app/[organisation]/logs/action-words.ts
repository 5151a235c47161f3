interface Deed {
  action: string
  resourceType: string
  before?: unknown
  after?: unknown
}

const nouns: Record<string, string> = {
  app: 'app',
  credential: 'credential',
  environment: 'environment',
  exchange: 'refused caller',
  external_identity: 'external identity',
  invite: 'invite of',
  member: 'member',
  organisation: 'organisation',
  personal_access_token: 'personal access token',
  role: 'role',
  service_account: 'service account',
  service_account_token: 'token',
  sync: 'sync',
  trust_policy: 'trust policy',
  webhook: 'webhook',
}

const plainVerbs: Record<string, string> = { create: 'created', update: 'updated', delete: 'deleted', revoke: 'revoked' }

/** What somebody did, before the name of what it was done to; actions that a noun and a plain verb do not tell. */
const phrases: Record<string, string> = {
  'app.reorder_environments': 'reordered the environments of app',
  'app.set_encryption_mode': 'changed the encryption of app',
  'audit.export': 'exported the audit log',
  'credential.test': 'tested the credential',
  'exchange.dismiss': 'took off the refused inbox',
  'exchange.restore': 'put back into the refused inbox',
  'external_identity.revoke_tokens': 'revoked the tokens of external identity',
  'invite.create': 'invited',
  'invite.delete': 'withdrew the invite of',
  'lab.edit_secret': 'edited a simulated secret of the Lab',
  'lab.remove': 'removed the demo workspace',
  'member.create': 'joined as',
  'member.delete': 'removed member',
  'member.set_access': 'changed the environments of member',
  'member.update_role': 'changed the role of member',
  'organisation.create': 'founded the organisation',
  'organisation.update': 'renamed the organisation to',
  'secrets.copy': 'copied {secrets} from',
  'secrets.create': 'added {secrets} to',
  'secrets.delete': 'deleted {secrets} of',
  'secrets.read': 'read {secrets} of',
  'secrets.read_history': 'read the history of {secrets} of',
  'secrets.reveal': 'revealed {secrets} of',
  'secrets.update': 'changed {secrets} of',
  'service_account.bind_identities': 'changed the external identities of service account',
  'service_account.disable': 'disabled service account',
  'service_account.enable': 'enabled service account',
  'service_account.key_management': 'changed the key management of service account',
  'service_account.set_access': 'changed the environments of service account',
  'service_account_token.create': 'made the token',
  'service_account_token.narrow': 'narrowed its own token',
  'service_account_token.revoke': 'revoked the token',
  'session.create': 'signed in',
  'session.revoke': 'ended a session',
  'sync.drifted': 'found edits of others at the destination of sync',
  'sync.failed': 'could not run sync',
  'sync.pause': 'paused sync',
  'sync.recovered': 'got back to work sync',
  'sync.resolve_drift': 'decided about the edits of others of sync',
  'sync.resume': 'resumed sync',
  'sync.run': 'asked for a run of sync',
  'trust_policy.update': 'changed the trust policy',
  'webhook.disable': 'switched off the failing webhook',
  'webhook.redeliver': 'sent an event again to webhook',
  'webhook.rotate_secret': 'gave a new secret to webhook',
  'webhook.test': 'tested the webhook',
}

/** Its subject says it all: no name follows. */
const withoutObject = new Set([
  'audit.export',
  'lab.remove',
  'session.create',
  'session.revoke',
  'organisation.create',
  'trust_policy.update',
])

export const namesObject = (action: string): boolean => !withoutObject.has(action)

/** "updated external identity", with how many secrets it was about. */
export function phraseOf({ action, resourceType, before, after }: Deed): string {
  const [, verb = ''] = action.split('.')
  const phrase = phrases[action]
  if (phrase !== undefined) return phrase.replace('{secrets}', secretsIn(after ?? before))
  const noun = nouns[resourceType] ?? spaced(resourceType)
  return plainVerbs[verb] ? `${plainVerbs[verb]} ${noun}` : `${spaced(action.replace('.', ': '))} of ${noun}`
}

/** For the filter: the phrase without a number. */
export const actionLabel = (action: string): string =>
  phraseOf({ action, resourceType: action.split('.')[0] ?? '' }).replace(/ (of|from|to|as)$/, '')

function secretsIn(difference: unknown): string {
  const { secrets, secretIds } = (difference ?? {}) as { secrets?: unknown; secretIds?: unknown }
  const list = Array.isArray(secrets) ? secrets : Array.isArray(secretIds) ? secretIds : undefined
  return list === undefined ? 'secrets' : list.length === 1 ? 'one secret' : `${list.length} secrets`
}

const spaced = (code: string): string => code.replaceAll('_', ' ')

const plainActions = [
  ...['app', 'credential', 'environment', 'external_identity', 'role', 'service_account', 'sync', 'webhook'].flatMap((type) =>
    ['create', 'update', 'delete'].map((verb) => `${type}.${verb}`),
  ),
  'personal_access_token.create',
  'personal_access_token.revoke',
]

/** Every action that can be filtered by. */
export const knownActions: readonly string[] = [...plainActions, ...Object.keys(phrases)].toSorted()

export const knownTypes: readonly string[] = [...Object.keys(nouns), 'session', 'audit'].toSorted()
