import { randomBytes } from 'node:crypto'
import { authHash, deviceKey, newMemberKeyring, sealKeyring, sealRecovery } from '@bonafide/crypto'
import type { BrowserContext } from '@playwright/test'
import type { Ask } from './console.ts'

interface Permission {
  resource: string
  actions: string[]
}

/** Somebody with exactly these permissions takes the owner's place in the browser. */
export async function lookAs(context: BrowserContext, ask: Ask, baseURL: string, permissions: readonly Permission[]): Promise<void> {
  const { createRole } = await ask<{ createRole: { role: { id: string } } }>(
    'mutation($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }',
    { input: { name: `role-${randomBytes(6).toString('hex')}`, permissions: { organisation: permissions } } },
  )
  const value = await join(ask, baseURL, createRole.role.id)
  await context.clearCookies()
  await context.addCookies([{ name: 'bonafide', value, url: baseURL, httpOnly: true, sameSite: 'Lax' }])
}

/** Invites somebody, who joins; answers the token of the session. */
async function join(ask: Ask, baseURL: string, roleId: string): Promise<string> {
  const email = `invited-${randomBytes(6).toString('hex')}@example.org`
  const password = randomBytes(12).toString('base64url')
  const { inviteMember } = await ask<{ inviteMember: { code: string } }>(
    'mutation($input: InviteMemberInput!) { inviteMember(input: $input) { code } }',
    { input: { email, roleId } },
  )
  const random = (length: number) => new Uint8Array(randomBytes(length))
  const [hash, key] = [await authHash(password, email), await deviceKey(password, email)]
  const { keyring, recoveryCode } = newMemberKeyring(random)
  const answer = await fetch(`${baseURL}/api/auth/accept-invite`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      code: inviteMember.code,
      fullName: 'Grace',
      authHash: hash,
      identityKey: keyring.publicKey,
      wrappedKeyring: sealKeyring(keyring, key, random),
      wrappedRecovery: sealRecovery(recoveryCode, key, random),
    }),
  })
  if (!answer.ok) throw new Error(`The invite was answered with ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { sessionToken: string }).sessionToken
}
