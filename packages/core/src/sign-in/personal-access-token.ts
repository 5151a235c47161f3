/** A member's token for the command line, as the database keeps it: never its value. */
export interface PersonalAccessToken {
  id: string
  memberId: string
  name: string
  /** X25519 public key of the member, 64 hex digits. */
  identityKey: string
  /** False: it manages everything its member may, but reads only apps with server-side encryption. */
  hasKeyShare: boolean
  /** Null only on tokens made as "never". */
  expiresAt: Date | null
  lastUsedAt: Date | null
  lastUsedIp: string | null
  revokedAt: Date | null
  createdAt: Date
}
