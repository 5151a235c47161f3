import * as z from 'zod'
import { type Context, requireSignedIn, type SignedInContext } from '../context.ts'
import { DomainError, type FieldProblem } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { type EditedSecret, requireUnchanged } from './conflicts.ts'
import { changedPlainSecret, newPlainSecret } from './plain-input.ts'
import type { Secret } from './secret.ts'
import { removeStored, type WritableEnvironment, writing } from './write.ts'
import { sealerOf, storeChangedPlain, storeNewPlain } from './write-plain.ts'

/** As many as a large environment has. */
export const maxChanges = 5000

const version = z.number().int().min(1)

/** The three lists of a deploy. Every change names the version that it began from. */
export const changesInput = <New extends z.ZodType, Change extends z.ZodRawShape>(created: New, changed: z.ZodObject<Change>) =>
  z.object({
    environmentId: uuid,
    create: z.array(created).max(maxChanges, `must be at most ${maxChanges}`).default([]),
    update: z.array(changed.extend({ version })).max(maxChanges, `must be at most ${maxChanges}`).default([]),
    delete: z
      .array(z.object({ id: uuid, version }))
      .max(maxChanges, `must be at most ${maxChanges}`)
      .default([]),
  })

const changeInput = changesInput(newPlainSecret, changedPlainSecret)

/** A secret as a deploy left it. */
export type Changed = Pick<Secret, 'id' | 'version'>

/** Each in the order of the request. */
export interface ChangedSecrets {
  created: Changed[]
  updated: Changed[]
  deletedIds: string[]
}

/**
 * Deploys an edit of a server-encrypted environment: what is made, changed and deleted, in one transaction, all of it or nothing. Takes the
 * rights that its parts take. Fails with `SecretsChanged` when somebody else was faster.
 */
export async function changeSecrets(input: unknown, context: Context): Promise<ChangedSecrets> {
  requireSignedIn(context)
  const wanted = parse(changeInput, input)
  return changing(wanted, context, (open) => {
    const sealer = sealerOf(open, context)
    return {
      updated: () => storeChangedPlain(wanted.update, sealer, open, context, '/update'),
      created: () => storeNewPlain(wanted.create, sealer, open, context, '/create'),
    }
  })
}

interface Changes {
  environmentId: string
  create: readonly unknown[]
  update: readonly (EditedSecret & { value?: string })[]
  delete: readonly EditedSecret[]
}

interface Writers {
  updated(): Promise<Secret[]>
  created(): Promise<Secret[]>
}

/** What every deploy does, however its values are encrypted. Deletes first, then changes: so the keys that they give up can be made anew. */
export async function changing(
  wanted: Changes,
  context: SignedInContext,
  writersOf: (open: WritableEnvironment) => Writers,
): Promise<ChangedSecrets> {
  if (wanted.create.length > 0) authoriseInApps(context, 'Secrets', 'create')
  if (wanted.update.length > 0) authoriseInApps(context, 'Secrets', 'update')
  if (wanted.delete.length > 0) authoriseInApps(context, 'Secrets', 'delete')
  requireSomething(wanted)
  return writing({ environmentId: wanted.environmentId }, context, async (open) => {
    const { update } = wanted
    const pointerOf = (index: number) => (index < update.length ? `/update/${index}` : `/delete/${index - update.length}`)
    const current = await requireUnchanged([...update, ...wanted.delete], pointerOf, open)
    requireValuesOpen(update, current)
    const writers = writersOf(open)
    const gone = current.slice(update.length)
    if (gone.length > 0) await removeStored(gone, open, context)
    const updated = update.length > 0 ? await writers.updated() : []
    const created = wanted.create.length > 0 ? await writers.created() : []
    return { created: created.map(changedOf), updated: updated.map(changedOf), deletedIds: gone.map(({ id }) => id) }
  })
}

export const changedOf = ({ id, version }: Secret): Changed => ({ id, version })

function requireSomething({ create, update, delete: gone }: Changes): void {
  const count = create.length + update.length + gone.length
  if (count === 0) throw new DomainError('malformed_request', 'There is nothing to deploy: name secrets to create, update or delete.')
  if (count > maxChanges) throw new DomainError('malformed_request', `At most ${maxChanges} changes at once; these are ${count}.`)
}

/** Other doors pass over a new value of a sealed secret, as existing clients expect; whoever deploys an edit is told. */
function requireValuesOpen(update: Changes['update'], current: readonly Secret[]): void {
  const fields = update.flatMap(({ value }, index): FieldProblem[] =>
    value !== undefined && current[index]?.type === 'sealed'
      ? [{ pointer: `/update/${index}/value`, message: 'The value of a sealed secret cannot be changed: delete it and create another.' }]
      : [],
  )
  if (fields[0]) throw new DomainError('sealed_secret', fields[0].message, { fields })
}
