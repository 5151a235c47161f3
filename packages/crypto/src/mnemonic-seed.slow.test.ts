import { describe, expect, it } from 'vitest'
import { accountSeedFromMnemonic, mnemonicCost } from './passphrase.ts'
import { vectors } from './vectors/wire-vectors.json' with { type: 'json' }

// 1 GiB and some twenty seconds of one core each, by the standard's design: one at a time, in a file of their own.
describe('recovery words', () => {
  it.each(vectors.account_mnemonic_seed)(
    'account_mnemonic_seed: $organisation_id gets this account seed',
    async (vector) => {
      expect(mnemonicCost).toMatchObject({ passes: vector.opslimit, memoryKiB: vector.memlimit / 1024 })
      expect(await accountSeedFromMnemonic(vector.mnemonic, vector.organisation_id)).toBe(vector.account_seed)
    },
    180_000,
  )
})
