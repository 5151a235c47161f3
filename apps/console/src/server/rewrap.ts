import { renewKeyCheck, type Services } from '@bonafide/core'
import type { WrappedValues } from '@bonafide/database'

const batchSize = 200

/**
 * Wraps every value that is not under the current key again; answers how many. What is done is seen from the values themselves, so a run that
 * was interrupted goes on where it stopped. A value that somebody changes meanwhile is left alone and found by the next batch.
 */
export async function rewrapAll(values: WrappedValues, services: Pick<Services, 'stores' | 'keyring' | 'runtime'>): Promise<number> {
  const { keyring, runtime } = services
  let count = 0
  for (;;) {
    const batch = await values.notUnder(keyring.currentKeyId, batchSize)
    if (batch.length === 0) break
    for (const value of batch) {
      const plaintext = keyring.unwrap(value.wrapped, value.associatedData)
      if (await values.replace(value, keyring.wrap(plaintext, value.associatedData, runtime.randomBytes))) count++
    }
  }
  // Last: until here the old key is still needed, and a start without it must fail.
  await renewKeyCheck(services)
  return count
}
