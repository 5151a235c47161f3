import type { PublicSigningKey } from '@bonafide/crypto'

/** A key with which this server signs tokens of its own, from before its first signature until after its last is forgotten. */
export interface IssuerKey {
  id: string
  publicKey: PublicSigningKey
  /** `bf:v1:…` with the place `issuer_key:<id>`; null once nothing is signed with it any more. */
  serverWrappedPrivateKey: string | null
  /** It is published before: verifiers that keep what they fetched know it when its first token comes. */
  signsFrom: Date
  /** When its successor takes over; null while there is none. */
  signsUntil: Date | null
  createdAt: Date
}

/** Where a key's private half is bound to: moved to another row it does not open. */
export const issuerKeyPlace = (id: string): string => `issuer_key:${id}`

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** A token is for one call that follows at once. */
export const tokenLifetimeSeconds = 300

/** How long verifiers may keep the keys that they fetched: a key is published so long before its first signature, and after its last token has ended. */
export const keysKeptForMs = dayMs

/** A key signs for so long before another one does. */
export const signsForMs = 30 * dayMs

/** Nodes may disagree by so much about what time it is. */
const clockToleranceMs = 5 * minuteMs

/** Nothing is signed with it any more, on any node: its private half is of no use. */
export const isSpent = ({ signsUntil }: IssuerKey, now: number): boolean =>
  signsUntil !== null && signsUntil.getTime() + clockToleranceMs <= now

/** The last token that it signed has ended, and nobody who kept the keys will ask for it. */
export const isForgotten = ({ signsUntil }: IssuerKey, now: number): boolean =>
  signsUntil !== null && signsUntil.getTime() + clockToleranceMs + tokenLifetimeSeconds * 1000 + keysKeptForMs <= now

/** The key to sign with: of those whose time has come, the latest. */
export const signingKeyOf = (keys: readonly IssuerKey[], now: number): IssuerKey | undefined =>
  keys
    .filter(({ signsFrom, serverWrappedPrivateKey }) => signsFrom.getTime() <= now && serverWrappedPrivateKey !== null)
    .sort((left, right) => right.signsFrom.getTime() - left.signsFrom.getTime() || (left.id < right.id ? 1 : -1))[0]

/** Whether there is something to do: no key yet, none that follows in time, a private half that is spent, or a key that is forgotten. */
export function isDue(keys: readonly IssuerKey[], now: number): boolean {
  const last = keys.find(({ signsUntil }) => signsUntil === null)
  if (!last || signingKeyOf(keys, now) === undefined) return true
  if (last.signsFrom.getTime() + signsForMs - keysKeptForMs <= now) return true
  return keys.some((key) => isForgotten(key, now) || (isSpent(key, now) && key.serverWrappedPrivateKey !== null))
}
