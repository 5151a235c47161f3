import { randomBytes } from 'node:crypto'
import { authHash, deviceKey, newMemberKeyring, sealKeyring, sealRecovery } from '@bonafide/crypto'
import { roleId } from './account-data.ts'
import type { Ask } from './console.ts'

/** Invites somebody, who joins and signs in; answers the session's token. */
export const signInAs = async (ask: Ask, baseURL: string, managedRole: string): Promise<string> =>
  signInWithRole(ask, baseURL, await roleId(ask, managedRole))

/** The same with a role of the organisation's own making. */
export async function signInWithRole(ask: Ask, baseURL: string, role: string): Promise<string> {
  const email = `person-${randomBytes(6).toString('hex')}@example.org`
  const password = randomBytes(12).toString('base64url')
  const { inviteMember } = await ask<{ inviteMember: { code: string } }>(
    'mutation($input: InviteMemberInput!) { inviteMember(input: $input) { code } }',
    { input: { email, roleId: role } },
  )
  const random = (length: number) => new Uint8Array(randomBytes(length))
  const [hash, key] = [await authHash(password, email), await deviceKey(password, email)]
  const { keyring, recoveryCode } = newMemberKeyring(random)
  await post(`${baseURL}/api/auth/accept-invite`, {
    code: inviteMember.code,
    fullName: 'Somebody Else',
    authHash: hash,
    identityKey: keyring.publicKey,
    wrappedKeyring: sealKeyring(keyring, key, random),
    wrappedRecovery: sealRecovery(recoveryCode, key, random),
  })
  const { sessionToken } = await post(`${baseURL}/api/auth/sign-in`, { email, authHash: hash })
  return sessionToken
}

async function post(url: string, body: unknown): Promise<{ sessionToken: string }> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as { sessionToken: string }
}
