import { encodeHex, keyDigest } from '@bonafide/crypto'
import type { Context } from '../context.ts'
import type { Stores } from '../stores.ts'
import type { AlignedEnvironments, AlignedSecret } from './align.ts'
import type { ShownKey } from './entry.ts'
import { paced } from './pace.ts'

const maxBatchRows = 500
const maxBatchBytes = 4_194_304

/** For each cell the first cell before it that holds the same value, if any. */
export type Twins = (number | undefined)[]

/**
 * Finds equal values in each row, batch by batch, so that whoever has seen enough can stop. Only values of equal length are opened, each once,
 * and none whose length is not shown; they are compared by digests under a key that lives as long as the question, and never leave this file.
 */
export async function* twinsOf(
  rows: readonly AlignedSecret[],
  { environmentIds, open }: AlignedEnvironments,
  stores: Stores,
  context: Context,
): AsyncGenerator<{ row: AlignedSecret; twins: Twins }> {
  const fingerprintKey = encodeHex(context.runtime.randomBytes(32))
  for (const batch of batchesOf(rows)) {
    const rivals = new Map(batch.flatMap(rivalsOf).map((secret) => [secret.id, secret]))
    const values = rivals.size === 0 ? [] : await stores.secrets.listValues(environmentIds, [...rivals.keys()])
    const fingerprints = await paced(values, ({ id, value }) => keyDigest(open(rivals.get(id) as ShownKey, value), fingerprintKey))
    const fingerprintOf = new Map(values.map(({ id }, index) => [id, fingerprints[index]]))
    for (const row of batch) {
      const seen = row.cells.map((secret) => secret && fingerprintOf.get(secret.id))
      yield {
        row,
        twins: seen.map((fingerprint, at) => {
          const first = fingerprint === undefined ? at : seen.indexOf(fingerprint)
          return first < at ? first : undefined
        }),
      }
    }
  }
}

/** True when every environment has the key, with one value. */
export const isEverywhereTheSame = ({ cells }: AlignedSecret, twins: Twins): boolean =>
  cells.every((secret, at) => secret !== undefined && (at === 0 || twins[at] === 0))

/** The secrets of a row whose values could be equal, and may be compared: those of equal length. */
function rivalsOf({ cells }: AlignedSecret): ShownKey[] {
  const present = cells.filter((secret) => secret !== undefined).filter(({ valueLength }) => valueLength !== null)
  return present.filter(({ id, valueLength }) => present.some((other) => other.id !== id && other.valueLength === valueLength))
}

function* batchesOf(rows: readonly AlignedSecret[]): Generator<AlignedSecret[]> {
  let batch: AlignedSecret[] = []
  let bytes = 0
  for (const row of rows) {
    batch.push(row)
    bytes += rivalsOf(row).reduce((sum, { valueLength }) => sum + (valueLength ?? 0), 0)
    if (batch.length < maxBatchRows && bytes < maxBatchBytes) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}
