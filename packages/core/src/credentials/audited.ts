import type { Context } from '../context.ts'
import type { CloudCredential } from './credential.ts'

/**
 * A credential as the audit log may tell of it, for readers who may not see credentials: no external id, and of what has a secret no more than
 * tells it from another.
 */
export function auditedCredential(credential: CloudCredential, { credentialKinds }: Pick<Context, 'credentialKinds'>) {
  const { kind, config, externalId, externalIdIssued, lastFour, fingerprint, account, principal, isUnprotected, simulated } = credential
  const { secret, configSchema, regionOf } = credentialKinds[kind]
  const read = configSchema.safeParse(config)
  return {
    kind,
    config: secret && read.success ? { region: regionOf(read.data), lastFour, fingerprint } : config,
    externalIdIs: externalId === null ? 'none' : externalIdIssued ? 'issued' : 'of an existing role',
    account,
    principal,
    isUnprotected,
    ...(simulated ? { simulated } : {}),
  }
}
