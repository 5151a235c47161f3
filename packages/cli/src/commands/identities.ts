import type { Command } from 'commander'
import { registerIdentityBindings } from './identities-bind.ts'
import { registerIdentityCreate } from './identities-create.ts'
import { registerIdentityDelete } from './identities-delete.ts'
import { registerIdentityLint } from './identities-lint.ts'
import { registerIdentityList } from './identities-list.ts'
import { registerIdentitySnippet } from './identities-snippet.ts'
import { registerIdentityTail } from './identities-tail.ts'
import { registerIdentityTest } from './identities-test.ts'
import { registerIdentityUpdate } from './identities-update.ts'

/** `identities`: for administrators, which platforms are trusted and whom their workloads may become. */
export function registerIdentities(program: Command): void {
  const identities = program
    .command('identities')
    .alias('ids')
    .description('external identities: which workloads of which platform are trusted; for administrators')
  registerIdentityList(identities)
  registerIdentityCreate(identities)
  registerIdentityUpdate(identities)
  registerIdentityDelete(identities)
  registerIdentityBindings(identities)
  registerIdentityTest(identities)
  registerIdentityLint(identities)
  registerIdentityTail(identities)
  registerIdentitySnippet(identities)
}
