import { handAccount, makeAccount, wrapAccount } from './accounts.ts'
import { handEnvironments, makeEnvironments, wrapEnvironments } from './environments.ts'
import type { Lent } from './operation.ts'
import { decryptSecrets, encryptChangedSecrets, encryptNewSecrets } from './secrets.ts'
import { draftPersonalToken, draftServiceToken } from './tokens.ts'

/** Everything that can be asked of an unlocked vault, by name. */
export const operations = {
  decryptSecrets,
  encryptNewSecrets,
  encryptChangedSecrets,
  makeEnvironments,
  wrapEnvironments,
  handEnvironments,
  makeAccount,
  handAccount,
  wrapAccount,
  draftPersonalToken,
  draftServiceToken,
} as const satisfies Record<string, (input: never, lent: Lent) => unknown>

export type OperationName = keyof typeof operations
export type InputOf<Name extends OperationName> = Parameters<(typeof operations)[Name]>[0]
export type ResultOf<Name extends OperationName> = Awaited<ReturnType<(typeof operations)[Name]>>
