import { shortPrincipal } from '../exchanges/feed/principal.tsx'
import { titleOf } from '../exchanges/reason-titles.ts'
import type { HomeAttentionFragment } from './operations.generated.ts'

/** What to say of something that needs attention, and where to act on it. */
interface Told {
  sentence: string
  action: string
  /** Below the organisation's own address. */
  path: string
}

type Item = HomeAttentionFragment

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)
const accountPath = (item: Item, tab = '') => `/access/service-accounts/${item.serviceAccountId}${tab}`
const identityPath = (item: Item) => `/access/external-identities/${item.identityId}`

// A search is at most so long; the beginning of a longer name finds it too.
const searchable = (principal: string): string => principal.slice(0, 200)

function refusalsPath({ code, principal, exchangeId }: Item): string {
  // Whom a platform vouched for is in the inbox, with what can be done; all others are only among the exchanges.
  if (principal !== null) return `/exchanges/refused?${new URLSearchParams({ q: searchable(principal) })}`
  const filters = Object.entries({ outcome: 'refused', code, exchange: exchangeId })
  return `/exchanges?${new URLSearchParams(filters.filter((pair): pair is [string, string] => typeof pair[1] === 'string'))}`
}

const telling: Record<Item['kind'], (item: Item) => Told> = {
  REFUSALS: (item) => ({
    sentence: `${item.principal === null ? 'A caller whom no platform vouched for' : shortPrincipal(item.principal)} was refused ${times(item.count)}: ${
      item.code === null ? 'no reason was kept' : titleOf(item.code)
    }`,
    action: 'Review',
    path: refusalsPath(item),
  }),
  ISSUER_UNREACHABLE: (item) => ({
    sentence: `The issuer of ${item.identityName} does not answer, so its keys cannot be fetched`,
    action: 'Look',
    path: identityPath(item),
  }),
  ISSUER_ENDS_SOON: (item) => ({
    sentence:
      item.code === 'uploaded_keys_old'
        ? `The uploaded keys of ${item.identityName} are due for a look`
        : `The TLS certificate of the issuer of ${item.identityName} ends soon`,
    action: 'Look',
    path: identityPath(item),
  }),
  ISSUER_CLOCK_OFF: (item) => ({
    sentence: `The clock of the issuer of ${item.identityName} is off by more than 30 seconds`,
    action: 'Look',
    path: identityPath(item),
  }),
  DISABLED_ACCOUNT_ASKED: (item) => ({
    sentence: `Workloads asked ${times(item.count)} for ${item.serviceAccountName ?? 'an account'}, which is disabled`,
    action: 'Open',
    path: accountPath(item),
  }),
  TOKEN_EXPIRES_SOON: (item) => ({
    sentence: `Token ${item.tokenName} of ${item.serviceAccountName ?? 'an account'} ends within a week`,
    action: 'Renew',
    path: accountPath(item, '/tokens'),
  }),
  TOKEN_NEVER_EXPIRES: (item) => ({
    sentence: `Token ${item.tokenName} of ${item.serviceAccountName ?? 'an account'} never expires`,
    action: 'Fix',
    path: accountPath(item, '/tokens'),
  }),
  IDENTITY_UNBOUND: (item) => ({
    sentence: `Identity ${item.identityName} is bound to no account, so it lets nobody in`,
    action: 'Bind',
    path: identityPath(item),
  }),
  IDENTITY_UNUSED: (item) => ({
    sentence: `Identity ${item.identityName} has let nobody in for 90 days`,
    action: 'Open',
    path: identityPath(item),
  }),
  LAB_REFUSALS: (item) => ({
    sentence: `In the Lab, ${item.count === 1 ? 'one simulated login was' : `${item.count} simulated logins were`} refused`,
    action: 'Review',
    path: '/lab',
  }),
  SYNC_FAILING: (item) => ({
    sentence: `The sync of ${sourceOf(item)} fails${item.sentence === null ? '' : `: ${item.sentence}`}`,
    action: 'Fix',
    path: `/integrations/syncs/${item.syncId}`,
  }),
  SYNC_DRIFTED: (item) => ({
    sentence: `Somebody edited the secret that ${sourceOf(item)} is synced to, and the sync has stopped`,
    action: 'Decide',
    path: `/integrations/syncs/${item.syncId}`,
  }),
  CREDENTIAL_UNPROTECTED: (item) => ({
    sentence: `The role of ${item.credentialName} can be assumed without its external id, which protects nothing then`,
    action: 'Fix',
    path: `/integrations/credentials/${item.credentialId}`,
  }),
  WEBHOOK_FAILING: (item) => ({
    sentence:
      item.code === null
        ? `The webhook at ${item.webhookName} takes nothing that it is sent`
        : `The webhook at ${item.webhookName} was switched off: ${item.code === 'gone' ? 'it answered that it is gone' : 'it took nothing for five days'}`,
    action: 'Look',
    path: `/settings/webhooks/${item.webhookId}`,
  }),
}

const sourceOf = ({ appName, environmentName }: Item): string => `${environmentName} of ${appName}`

export const tell = (item: Item): Told => telling[item.kind](item)
