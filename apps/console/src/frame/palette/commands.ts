import { entries } from '../../documentation/entries.generated.ts'

/** One line of the palette: somewhere to go, or something to do. */
export interface Command {
  id: string
  label: string
  /** What tells it from others of its name. */
  detail?: string
  /** Other words that find it. */
  words?: string
  /** One of the two. */
  path?: string
  run?: () => void
}

export interface CommandGroup {
  title: string
  items: readonly Command[]
}

/** The pages that everybody knows by name. */
export const pages: readonly Command[] = [
  ['Home', '', 'start overview'],
  ['Apps', '/apps', 'secrets environments'],
  ['Members', '/access/members', 'people users access control'],
  ['Service Accounts', '/access/service-accounts', 'machines access control'],
  ['Roles', '/access/roles', 'permissions access control'],
  ['External Identities', '/access/external-identities', 'aws azure oidc github trust access control'],
  ['Tokens', '/access/tokens', 'access control'],
  ['Authentication', '/access/authentication', 'sessions personal access tokens'],
  ['Exchanges', '/exchanges', 'logins refused accepted'],
  ['Refused callers', '/exchanges/refused', 'exchanges inbox trust dismiss'],
  ['Try it out', '/exchanges/try-out', 'exchanges dry run token proof test'],
  ['Syncs', '/integrations/syncs', 'integrations aws secrets manager'],
  ['Third-party credentials', '/integrations/credentials', 'integrations aws role keys cloud'],
  ['Audit Logs', '/logs', 'history events'],
  ['CLI', '/developers', 'developers install command line'],
  ['API reference', '/developers/api', 'developers rest openapi'],
  ['GraphQL explorer', '/developers/graphql', 'developers schema query'],
  ['Documentation', '/developers/docs', 'developers help how to guide'],
  ['Settings', '/settings', 'organisation'],
  ['Trust policy', '/settings/trust', 'settings issuers allow list lint findings block'],
  ['Appearance', '/settings/appearance', 'theme density'],
].map(([label = '', path = '', words = '']) => ({ id: `page:${path}`, label, path, words }))

/** What the documentation has a page for, or an entry on one. */
export const documentation: readonly Command[] = entries.map(([label, slug, anchor]) => {
  const path = `/developers/docs/${slug}${anchor === undefined ? '' : `#${anchor}`}`
  return { id: `docs:${path}`, label, path, words: 'documentation help' }
})

/** Those that hold every word of what was typed, the ones that begin with it first. */
export function matching(commands: readonly Command[], typed: string): Command[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const found = commands.filter(({ label, detail = '', words = '' }) => {
    const text = `${label} ${detail} ${words}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
  const [first = ''] = wanted
  return found.toSorted((left, right) => Number(beginsWith(right, first)) - Number(beginsWith(left, first)))
}

const beginsWith = ({ label }: Command, word: string): boolean => label.toLowerCase().startsWith(word)
