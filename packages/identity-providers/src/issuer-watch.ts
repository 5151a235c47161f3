import { createHash } from 'node:crypto'
import { firstFailure, type IssuerAnswer, type IssuerObservation, type Step } from '@bonafide/core'
import type { Fetched } from './fetch-keys.ts'
import { instantOf, type Jwt } from './jwt.ts'

const maxIdentities = 10_000

/** What logins show of issuers, gathered in memory until somebody writes it down. Of an identity the latest answer and the youngest token count. */
export class IssuerWatch {
  readonly #seen = new Map<string, IssuerObservation>()

  asked(identityId: string, answer: IssuerAnswer): void {
    this.#note({ ...this.#seen.get(identityId), identityId, answer })
  }

  /** A proof was accepted: `offsetMs` is its `iat` minus the time of its arrival. */
  accepted(identityId: string, offsetMs: number): void {
    const before = this.#seen.get(identityId)
    this.#note({ ...before, identityId, tokenOffsetMs: Math.max(offsetMs, before?.tokenOffsetMs ?? offsetMs) })
  }

  /** Everything since the last time. */
  drain(): IssuerObservation[] {
    const observations = [...this.#seen.values()]
    this.#seen.clear()
    return observations
  }

  #note(observation: IssuerObservation): void {
    if (this.#seen.size < maxIdentities || this.#seen.has(observation.identityId)) this.#seen.set(observation.identityId, observation)
  }
}

/** Notes how old a token was that identities accept. */
export function noteAccepted(
  { claims }: Jwt,
  identities: readonly { id: string }[],
  outcomes: readonly { steps: Step[] }[],
  receivedAt: number,
  watch: IssuerWatch,
): void {
  const issuedAt = instantOf(claims, 'iat')
  if (issuedAt === undefined) return
  for (const [index, { id }] of identities.entries()) {
    const steps = outcomes[index]?.steps ?? []
    if (steps.length > 0 && !firstFailure(steps)) watch.accepted(id, issuedAt - receivedAt)
  }
}

/** A fetch of keys as the health of their issuer. */
export function answerOf(
  place: string,
  { keys, problem, unusable = 0, weak = 0, seen }: Fetched,
  askedAt: number,
  endedAt: number,
): IssuerAnswer {
  return {
    askedAt,
    place,
    milliseconds: Math.max(0, endedAt - askedAt),
    answered: keys !== undefined,
    problem: problem ?? null,
    keys: keys
      ? {
          usable: keys.length,
          unusable,
          weak,
          algorithms: [...new Set(keys.flatMap(({ algorithms }) => algorithms))].toSorted(),
          fingerprint: fingerprintOf(keys),
        }
      : null,
    certificateEndsAt: seen?.certificateEndsAt ?? null,
    serverOffsetMs: seen?.serverOffsetMs ?? null,
  }
}

/** By what the keys are, and what they are called: an issuer that makes new keys under old names has rotated them too. */
function fingerprintOf(keys: NonNullable<Fetched['keys']>): string {
  const members = keys.map((key) => `${key.keyId ?? ''} ${key.thumbprint()}`).toSorted()
  return createHash('sha256').update(members.join('\n')).digest('base64url')
}
