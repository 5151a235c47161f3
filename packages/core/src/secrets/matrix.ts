import * as z from 'zod'
import { serverEncryptionRequired } from '../apps/environment-keys.ts'
import { reachedApp } from '../apps/manage.ts'
import { holderOf } from '../apps/reach.ts'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import type { Page } from '../page.ts'
import { parse, text, uuid } from '../parse.ts'
import { type AlignedSecret, alignSecrets } from './align.ts'
import { filterFields } from './read.ts'
import { isEverywhereTheSame, type Twins, twinsOf } from './twins.ts'

const matrixInput = z.object({
  appId: uuid,
  search: text(256).optional(),
  path: filterFields.path,
  onlyDifferences: z.boolean().default(false),
  first: z.number().int().min(1, 'must be at least 1').max(200, 'must be at most 200').default(50),
  after: uuid.optional(),
})

export interface MatrixCell {
  environmentId: string
  /** Null where the key is missing. */
  secretId: string | null
  state: 'set' | 'missing' | 'sealed'
  /** Bytes of the value in UTF-8; null where it is sealed, and not for whoever asks. */
  valueLength: number | null
  /** The first environment before this one that has the same value. */
  sameAs: string | null
}

export interface MatrixRow {
  /** The id of its first secret. */
  id: string
  key: string
  path: string
  /** In the order of the app's environments, of those that the caller holds. */
  cells: MatrixCell[]
}

/**
 * A server-encrypted app's keys by environment, a page of them by key. Values are compared on the server and never answered; sealed ones are
 * compared only for those who may read them, and are differences for all others.
 */
export async function readSecretMatrix(input: unknown, context: Context): Promise<Page<MatrixRow>> {
  authoriseInApps(context, 'Secrets', 'read')
  const { appId, search, path, onlyDifferences, first, after } = parse(matrixInput, input)
  const { actor, stores } = context
  const app = await reachedApp(appId, stores, context)
  if (!app.serverEncryption) throw serverEncryptionRequired()
  const environments = await stores.apps.listEnvironments(actor.organisationId, { appIds: [appId] }, holderOf(actor))
  const aligned = await alignSecrets(
    environments.filter(({ held }) => held),
    path,
    stores,
    context,
  )
  const wanted = search ? aligned.rows.filter(({ key }) => key.toLowerCase().includes(search.toLowerCase())) : aligned.rows
  const start = after === undefined ? 0 : placeAfter(wanted, after)
  const rest = wanted.slice(start)
  const rows: MatrixRow[] = []
  for await (const { row, twins } of twinsOf(onlyDifferences ? rest : rest.slice(0, first + 1), aligned, stores, context)) {
    if (onlyDifferences && isEverywhereTheSame(row, twins)) continue
    rows.push(rowOf(row, twins, aligned.environmentIds))
    if (rows.length > first) break
  }
  const shown = rows.slice(0, first)
  return {
    rows: shown,
    values: shown.map(() => null),
    order: { field: 'key', descending: false },
    hasNextPage: rows.length > first,
    hasPreviousPage: start > 0,
    totalCount: onlyDifferences ? null : wanted.length,
  }
}

function rowOf({ key, path, cells }: AlignedSecret, twins: Twins, environmentIds: readonly string[]): MatrixRow {
  return {
    id: cells.find((secret) => secret !== undefined)?.id ?? '',
    key,
    path,
    cells: environmentIds.map((environmentId, at): MatrixCell => {
      const twin = twins[at]
      const secret = cells[at]
      const state = secret === undefined ? 'missing' : secret.valueLength === null ? 'sealed' : 'set'
      const { id: secretId = null, valueLength = null } = secret ?? {}
      return { environmentId, secretId, state, valueLength, sameAs: twin === undefined ? null : (environmentIds[twin] ?? null) }
    }),
  }
}

function placeAfter(rows: readonly AlignedSecret[], id: string): number {
  const index = rows.findIndex(({ cells }) => cells.some((secret) => secret?.id === id))
  if (index >= 0) return index + 1
  const message = 'names something that is no longer in this list'
  throw new DomainError('malformed_request', `/after: ${message}`, { fields: [{ pointer: '/after', message }] })
}
