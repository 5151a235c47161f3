import type { Command } from 'commander'
import { registerCredentialChanges } from './credentials-change.ts'
import { registerCredentialCreate } from './credentials-create.ts'
import { registerCredentialList } from './credentials-list.ts'
import { registerCredentialSetup } from './credentials-setup.ts'
import { registerCredentialTest } from './credentials-test.ts'

/** `credentials`: how the server signs in to clouds of the organisation, for syncs. */
export function registerCredentials(program: Command): void {
  const credentials = program.command('credentials').description('how syncs sign in to a cloud; their secrets are never shown again')
  registerCredentialList(credentials)
  registerCredentialCreate(credentials)
  registerCredentialChanges(credentials)
  registerCredentialTest(credentials)
  registerCredentialSetup(credentials)
}
