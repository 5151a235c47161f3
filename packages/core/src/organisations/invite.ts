/** A place kept for somebody; its code is known to the inviter and the invited alone. */
export interface Invite {
  id: string
  organisationId: string
  roleId: string
  email: string
  invitedByMemberId: string | null
  expiresAt: Date
  acceptedAt: Date | null
  createdAt: Date
}

export const inviteLifetimeSeconds = 14 * 86_400
