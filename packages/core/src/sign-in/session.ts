/** A signed-in browser or script, as the database keeps it: never its token. */
export interface Session {
  id: string
  memberId: string
  ip: string
  userAgent: string
  createdAt: Date
  lastSeenAt: Date
  /** The absolute end; without a request for `sessionLimits.idleSeconds` it ends sooner. */
  expiresAt: Date
  revokedAt: Date | null
}

/** How long a session lives, by the clock of the database. */
export const sessionLimits = { absoluteSeconds: 7 * 86_400, idleSeconds: 86_400 } as const
