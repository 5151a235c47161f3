import { deviceOf } from '../../../frame/device.ts'

const proofs: Record<string, string> = {
  session: 'session',
  personal_access_token: 'personal access token',
  service_account_token: 'service account token',
  invite: 'invite link',
  set_up_code: 'set-up link',
}

/** By what means it was asked for: "session, Firefox on Linux". */
export function sourceOf({ actor: { via }, userAgent }: { actor: { via: string | null }; userAgent: string }): string {
  const [kind = ''] = (via ?? '').split(':')
  const proof = proofs[kind] ?? kind.replaceAll('_', ' ')
  const device = userAgent === '' ? '' : deviceOf(userAgent)
  return [proof, device].filter(Boolean).join(', ')
}
