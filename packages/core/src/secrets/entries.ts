import { openEnvironment } from '@bonafide/crypto'
import * as z from 'zod'
import { openServerCopy } from '../apps/environment-keys.ts'
import { heldEnvironment } from '../apps/environments.ts'
import { holderOf } from '../apps/reach.ts'
import type { FoundEnvironment } from '../apps/store.ts'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import type { Page } from '../page.ts'
import { parse, text, uuid } from '../parse.ts'
import type { EntryFilter, SecretEntry, StoredEntry } from './entry.ts'
import { openOf, shownLength } from './open.ts'
import { paced } from './pace.ts'
import { filterFields } from './read.ts'
import { secretType } from './secret-input.ts'

const listInput = z.object({
  environmentId: uuid,
  search: text(256).optional(),
  path: filterFields.path,
  tags: filterFields.tags,
  type: secretType.optional(),
  orderBy: z.enum(['key', 'updated_at']).default('key'),
  first: z.number().int().min(1, 'must be at least 1').max(1000, 'must be at most 1000').default(200),
  after: uuid.optional(),
})

/**
 * A page of an environment's secrets without their values, which are not even fetched; by key, or newest change first. No audit row is left:
 * names are no secrets, `revealSecrets` and reads of values record themselves. In end-to-end apps key and comment are ciphertext, so the server
 * neither searches nor sorts by key: there the order is that of their making.
 */
export async function listSecretEntries(input: unknown, context: Context): Promise<Page<SecretEntry>> {
  authoriseInApps(context, 'Secrets', 'read')
  const { environmentId, search, path, tags, type, orderBy, first, after } = parse(listInput, input)
  const environment = await heldEnvironment({ environmentId }, context.stores, context)
  if (search && !environment.serverEncryption) throw cannotSearch()
  const filter: EntryFilter = { path, tags, type }
  const stored = await context.stores.secrets.listEntries(environment.id, filter, holderOf(context.actor))
  const opener = environment.serverEncryption ? openerOf(environment, context) : undefined
  const isByKey = orderBy === 'key' && opener !== undefined
  const keys = opener && (isByKey || search) ? await paced(stored, (entry) => opener(entry, entry.key)) : undefined
  const named = stored.map((entry, index) => ({ entry, key: keys?.[index] }))
  const wanted = search ? named.filter(({ key }) => key?.toLowerCase().includes(search.toLowerCase())) : named
  if (isByKey) wanted.sort((left, right) => byKey(left.key ?? '', right.key ?? '') || byKey(left.entry.path, right.entry.path))
  if (orderBy === 'updated_at') wanted.sort((left, right) => right.entry.updatedAt.getTime() - left.entry.updatedAt.getTime())
  const start = after === undefined ? 0 : placeAfter(wanted, after)
  const rows = wanted.slice(start, start + first).map(({ entry, key }) => {
    return { ...shownEntry(entry, key, opener), valueLength: shownLength(entry, context.actor) }
  })
  return {
    rows,
    values: rows.map(() => null),
    order: { field: orderBy, descending: orderBy === 'updated_at' },
    hasNextPage: start + first < wanted.length,
    hasPreviousPage: start > 0,
    totalCount: wanted.length,
  }
}

type Opener = (entry: Pick<StoredEntry, 'id' | 'path'>, ciphertext: string) => string

function openerOf(environment: FoundEnvironment, context: Context): Opener {
  const owner = openEnvironment(openServerCopy(environment, context).seed)
  return (entry, ciphertext) => openOf(entry, ciphertext, owner)
}

function shownEntry({ key, comment, ...entry }: StoredEntry, openedKey: string | undefined, opener: Opener | undefined): SecretEntry {
  if (!opener) return { ...entry, encrypted: true, key: null, comment: null, encryptedKey: key, encryptedComment: comment }
  const opened = { key: openedKey ?? opener(entry, key), comment: opener(entry, comment) }
  return { ...entry, ...opened, encrypted: false, encryptedKey: null, encryptedComment: null }
}

function placeAfter(entries: readonly { entry: StoredEntry }[], id: string): number {
  const index = entries.findIndex(({ entry }) => entry.id === id)
  if (index >= 0) return index + 1
  const message = 'names something that is no longer in this list'
  throw new DomainError('malformed_request', `/after: ${message}`, { fields: [{ pointer: '/after', message }] })
}

const byKey = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

function cannotSearch(): DomainError {
  const message = 'keys of an end-to-end app are searched by the client: the server cannot read them'
  return new DomainError('malformed_request', `/filter/search: ${message}`, { fields: [{ pointer: '/filter/search', message }] })
}
