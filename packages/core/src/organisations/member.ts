import type { Role } from './role.ts'

/** A person of an organisation, as the others see it: without anything that is sealed by the password. */
export interface Member {
  id: string
  organisationId: string
  roleId: string
  role: Role
  /** Lower case. */
  email: string
  fullName: string
  /** Ed25519 public key, 64 hex digits: what environment keys are wrapped for. */
  identityKey: string
  createdAt: Date
  updatedAt: Date
}

/** A member with what only its own browser ever gets back, and what its sign-ins are checked against. */
export interface NewMember {
  id: string
  organisationId: string
  roleId: string
  email: string
  fullName: string
  /** SHA-256 (32 bytes) of the auth hash. */
  authVerifier: Uint8Array
  identityKey: string
  wrappedKeyring: string
  wrappedRecovery: string
}
