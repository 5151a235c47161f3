import type { Command } from 'commander'
import * as z from 'zod'
import { Failure, usage } from '../failure.ts'
import { findIdentity, type Identity } from '../identities.ts'
import { invocationOf } from '../invocation.ts'
import { change } from '../mutation.ts'
import { printable, printJson } from '../output.ts'
import { openSession } from '../session.ts'

export function registerIdentityDelete(identities: Command): void {
  identities
    .command('delete')
    .alias('rm')
    .description('trust its workloads no more, and revoke the tokens that they got')
    .argument('<identity>', 'its id or its name')
    .addHelpText(
      'after',
      '\nAsks first at a terminal; elsewhere --yes is needed.\n\nExamples:\n  $ bonafide identities delete prod-ec2\n  $ bonafide identities delete prod-ec2 --yes --json=revokedTokens',
    )
    .action(async (wanted: string, _: unknown, command: Command) => {
      const invocation = invocationOf(command)
      const { terminal, flags } = invocation
      if (!flags.yes && !terminal.interactive) throw usage('Deleting needs a confirmation, and nobody can be asked here.', 'Add --yes')
      const { api } = await openSession(invocation)
      const identity = await findIdentity(api, wanted)
      if (!flags.yes && !(await terminal.confirm(questionOf(identity))))
        throw new Failure('interrupted', 'Nothing was deleted.', { code: 'interrupted' })
      const { deletedId, revokedTokens } = await change(api, {
        name: 'deleteExtIdentity',
        input: { id: identity.id },
        selection: 'deletedId revokedTokens',
        shape: { deletedId: z.string(), revokedTokens: z.number() },
      })
      if (flags.json) printJson(terminal, { deletedId, name: identity.name, revokedTokens }, flags)
      else terminal.notice(`Deleted ${printable(identity.name)}; ${counted(revokedTokens, 'token')} revoked.`)
    })
}

function questionOf({ name, boundAccountCount, liveTokenCount }: Identity): string {
  const accounts = boundAccountCount === null ? 'an unknown number of accounts' : counted(boundAccountCount, 'account')
  const tokens = liveTokenCount === null ? 'Its live tokens are' : `${counted(liveTokenCount, 'live token')} of it will be`
  return `Delete ${printable(name)}, which is bound to ${accounts}? ${tokens} revoked.`
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
