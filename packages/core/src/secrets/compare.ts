import * as z from 'zod'
import { heldEnvironments } from '../apps/environments.ts'
import type { FoundEnvironment } from '../apps/store.ts'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { alignSecrets } from './align.ts'
import type { StoredKey } from './entry.ts'
import { filterFields } from './read.ts'
import { isEverywhereTheSame, twinsOf } from './twins.ts'

const compareInput = z.object({ leftId: uuid, rightId: uuid, path: filterFields.path })

export interface ComparedSecret {
  key: string
  path: string
  left: StoredKey | null
  right: StoredKey | null
  state: 'only_left' | 'only_right' | 'different' | 'same'
}

/**
 * What two server-encrypted environments have in common, by key. Values are compared on the server, sealed ones too, and never answered; so this
 * leaves no audit row.
 */
export async function compareEnvironments(input: unknown, context: Context): Promise<ComparedSecret[]> {
  authoriseInApps(context, 'Secrets', 'read')
  const { leftId, rightId, path } = parse(compareInput, input)
  if (leftId === rightId) throw new DomainError('malformed_request', '/rightId: must be another environment than leftId')
  const found = new Map((await heldEnvironments([leftId, rightId], context.stores, context)).map((one) => [one.id, one]))
  const environments = [leftId, rightId].map((id) => found.get(id) as FoundEnvironment)
  const aligned = await alignSecrets(environments, path, context.stores, context)
  const compared: ComparedSecret[] = []
  for await (const { row, twins } of twinsOf(aligned.rows, aligned, context.stores, context)) {
    const [left = null, right = null] = row.cells
    const state = right === null ? 'only_left' : left === null ? 'only_right' : isEverywhereTheSame(row, twins) ? 'same' : 'different'
    compared.push({ key: row.key, path: row.path, left, right, state })
  }
  return compared
}
