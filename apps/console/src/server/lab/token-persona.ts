import type { LoginTarget, PersonaLogin } from '@bonafide/core'
import type { OidcIssuer } from '@bonafide/stand-ins'
import type { PersonaRow } from './platform.ts'

/** Somebody whom an issuer of tokens signs for. */
export interface TokenPersona extends PersonaRow {
  /** What its token says otherwise than that of the trusted workload; `undefined` leaves a claim out. */
  claims?: Record<string, unknown>
  /** How long ago its token was issued. */
  issuedSecondsAgo?: number
}

interface Issuance {
  issuer: OidcIssuer
  /** What a token of the platform says, beside who it is of. */
  claims: Record<string, unknown>
  lifetimeSeconds: number
  /** Milliseconds since the epoch. */
  now: number
}

/** The login of a persona with a token of its issuer. */
export function tokenLogin(persona: TokenPersona, { serviceAccountId }: LoginTarget, issuance: Issuance): PersonaLogin {
  const { issuer, lifetimeSeconds, now } = issuance
  const issuedAt = Math.floor(now / 1000) - (persona.issuedSecondsAgo ?? 0)
  const expiresAt = issuedAt + lifetimeSeconds
  const times = { iat: issuedAt, nbf: issuedAt, exp: expiresAt }
  const token = issuer.issue({ claims: { ...times, ...issuance.claims, ...persona.claims } })
  const jwt = Buffer.from(token, 'utf8').toString('base64')
  return {
    bodies: [{ account: { type: 'service', id: serviceAccountId }, oidc: { jwt } }],
    validUntil: expiresAt * 1000,
    // A workload is given its token by its platform; there is none here.
    command: null,
  }
}
