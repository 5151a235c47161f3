import * as z from 'zod'
import { heldEnvironments } from '../apps/environments.ts'
import type { FoundEnvironment } from '../apps/store.ts'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { alignSecrets } from './align.ts'
import type { ShownKey } from './entry.ts'
import { filterFields } from './read.ts'
import { isEverywhereTheSame, twinsOf } from './twins.ts'

const compareInput = z.object({ leftId: uuid, rightId: uuid, path: filterFields.path })

export interface ComparedSecret {
  key: string
  path: string
  left: ShownKey | null
  right: ShownKey | null
  /** `sealed`: both have it, and the values are not compared for whoever asks. */
  state: 'only_left' | 'only_right' | 'different' | 'same' | 'sealed'
}

/**
 * What two server-encrypted environments have in common, by key. Values are compared on the server and never answered, so this leaves no audit
 * row; sealed ones are compared only for those who may read them.
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
    compared.push({ key: row.key, path: row.path, left, right, state: stateOf(left, right, isEverywhereTheSame(row, twins)) })
  }
  return compared
}

function stateOf(left: ShownKey | null, right: ShownKey | null, isSame: boolean): ComparedSecret['state'] {
  if (right === null) return 'only_left'
  if (left === null) return 'only_right'
  if (left.valueLength === null || right.valueLength === null) return 'sealed'
  return isSame ? 'same' : 'different'
}
