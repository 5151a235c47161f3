import type { CredentialAccess, CredentialKind } from '@bonafide/core'
import type { AwsKeys } from './keys.ts'

/** One way to sign in to AWS: a kind of credential, and what turns one into keys. Fails with a `DestinationFailure`. */
export interface AwsWay<Config = unknown> {
  kind: Omit<CredentialKind<Config>, 'check'>
  /** What tells sessions of one credential apart; those that share it share one session. */
  sessionOf(access: CredentialAccess<Config>): string
  signIn(access: CredentialAccess<Config>): Promise<AwsKeys>
  /** Whether the same would be let in without what protects it; null where nothing does. */
  isUnprotected(access: CredentialAccess<Config>): Promise<boolean | null>
}

/** Lets ways of different configurations stand in one table: each is only ever given what its own schema has read. */
export const anyWay = <Config>(way: AwsWay<Config>): AwsWay => way as unknown as AwsWay
