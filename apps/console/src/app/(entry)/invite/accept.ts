import { makeAccountKeys } from '../../../keys/derive.ts'
import { postJson } from '../../../keys/post.ts'

/** What an invite says to whoever holds its code. */
export interface InviteView {
  email: string
  organisation: { id: string; name: string }
  roleName: string
  /** ISO 8601. */
  expiresAt: string
}

type Outcome<Result> = ({ ok: true } & Result) | { ok: false; problem: string }

export async function openInvite(code: string): Promise<Outcome<{ invite: InviteView }>> {
  const answer = await postJson('/api/auth/invite', { code })
  return answer.ok ? { ok: true, invite: answer.body as InviteView } : answer
}

/** Makes the new member's keys here, and the member there. */
export async function acceptInvite(
  code: string,
  { email, fullName, password }: { email: string; fullName: string; password: string },
): Promise<Outcome<{ recoveryCode: string }>> {
  try {
    const { sealed, recoveryCode } = await makeAccountKeys(email, password)
    const answer = await postJson('/api/auth/accept-invite', { code, fullName, ...sealed })
    return answer.ok ? { ok: true, recoveryCode } : answer
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : 'The keys could not be made.' }
  }
}
