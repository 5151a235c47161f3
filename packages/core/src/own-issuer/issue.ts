import { signJwt } from '@bonafide/crypto'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { newId } from '../runtime.ts'
import { issuerProblem } from './issuer.ts'
import { issuerKeyPlace, signingKeyOf, tokenLifetimeSeconds } from './key.ts'
import { currentIssuerKeys, type IssuerServices } from './rotate.ts'

/** What a token of ours is for; its subject says so. */
export type TokenPurpose =
  | { kind: 'credential'; credentialId: string }
  | { kind: 'sync'; appId: string; environmentId: string; syncId: string }

/** `organisation:<id>:app:<id>:environment:<id>:sync:<id>`, or `organisation:<id>:credential:<id>`: what a trust policy pins. */
export function subjectOf(organisationId: string, purpose: TokenPurpose): string {
  if (purpose.kind === 'credential') return `organisation:${organisationId}:credential:${purpose.credentialId}`
  return `organisation:${organisationId}:app:${purpose.appId}:environment:${purpose.environmentId}:sync:${purpose.syncId}`
}

/**
 * A token of this server as an issuer, for another platform that trusts it: RS256, good for five minutes. Fails with `unavailable` where nobody
 * outside could fetch the keys. OpenID Connect Core 1.0, section 2.
 */
export async function issueOwnToken(
  audience: string,
  organisationId: string,
  purpose: TokenPurpose,
  { settings, ...services }: IssuerServices & Pick<Context, 'settings'>,
): Promise<string> {
  const problem = issuerProblem(settings)
  if (problem !== null) throw new DomainError('unavailable', problem)
  const { runtime, keyring } = services
  const key = signingKeyOf(await currentIssuerKeys(services), runtime.now())
  if (!key?.serverWrappedPrivateKey) throw new DomainError('unavailable', 'There is no key to sign with yet. Try again.')
  const iat = Math.floor(runtime.now() / 1000)
  const claims = {
    iss: settings.publicUrl,
    sub: subjectOf(organisationId, purpose),
    aud: audience,
    iat,
    nbf: iat,
    exp: iat + tokenLifetimeSeconds,
    jti: newId(runtime),
    organisation: organisationId,
    ...namesOf(purpose),
  }
  return signJwt(claims, key.publicKey.kid, keyring.unwrap(key.serverWrappedPrivateKey, issuerKeyPlace(key.id)))
}

/** The subject in pieces, for those who read claims one by one. */
const namesOf = (purpose: TokenPurpose): Record<string, string> =>
  purpose.kind === 'credential'
    ? { credential: purpose.credentialId }
    : { app: purpose.appId, environment: purpose.environmentId, sync: purpose.syncId }
