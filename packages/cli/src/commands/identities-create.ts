import type { Command } from 'commander'
import { Failure, usage } from '../failure.ts'
import { findAccountId, identityFields, identitySchema } from '../identities.ts'
import { configInput, missingFields, type ProviderName, providerNames } from '../identity-providers.ts'
import { invocationOf } from '../invocation.ts'
import { change } from '../mutation.ts'
import { printable, printJson } from '../output.ts'
import { openSession } from '../session.ts'
import { readText } from '../text-input.ts'
import { bindAccounts } from './identities-bind.ts'
import { configBy } from './identity-config.ts'
import { createOptions, flagsOf } from './identity-flags.ts'
import { fieldsBy, flagFor, type IdentityFlags, identityOptions } from './identity-options.ts'
import { repeated } from './options.ts'
import { warnOf } from './print-identity.ts'

const examples: Record<ProviderName, string> = {
  'aws-iam':
    '$ bonafide identities create aws-iam --name prod-ec2 --principal arn:aws:iam::111122223333:role/web-prod --service-account web\n  $ bonafide identities create aws-iam --name ci --principal arn:aws:iam::111122223333:role/ci --require-server-binding --ttl 15m',
  azure:
    '$ bonafide identities create azure --name build-vm --tenant 7f0c… --principal 9b1e… --resource api://bonafide\n  $ bonafide identities create azure --name build-vm --config azure.json',
  oidc: "$ bonafide identities create oidc --name shop-main --issuer https://token.actions.githubusercontent.com \\\n      --audience https://bonafide.example --subject repo:acme/shop:ref:refs/heads/main --claim 'repository_id = 123456'\n  $ bonafide identities create oidc --name cluster --issuer https://cluster.example --audience https://bonafide.example \\\n      --subject system:serviceaccount:shop:web --keys upload --jwks keys.json",
}

interface CreateFlags extends IdentityFlags {
  name: string
  serviceAccount?: string[]
}

export function registerIdentityCreate(identities: Command): void {
  const create = identities.command('create').description('trust workloads of a platform')
  for (const provider of providerNames) {
    const command = create
      .command(provider)
      .description(`make an external identity of ${provider}`)
      .requiredOption('--name <name>', 'its name')
    for (const option of createOptions(provider)) command.addOption(option)
    identityOptions(command)
      .option('--service-account <account>', 'bind it at once to this account, by id or name (repeatable)', repeated)
      .addHelpText('after', `\nExamples:\n  ${examples[provider]}`)
      .action((flags: CreateFlags, action: Command) => createIdentity(provider, flags, action))
  }
}

async function createIdentity(provider: ProviderName, flags: CreateFlags, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { terminal } = invocation
  const config = await configBy(flags, provider, {}, (source) => readText(source, terminal))
  requireWhole(provider, config)
  const fields = fieldsBy(flags)
  const { api } = await openSession(invocation)
  // Found before anything is made, so that a wrong name leaves nothing behind.
  const accountIds: string[] = []
  for (const account of flags.serviceAccount ?? []) accountIds.push(await findAccountId(api, account))
  const made = await change(api, {
    name: 'createExtIdentity',
    input: { ...fields, config: configInput(config, provider) },
    selection: `externalIdentity { ${identityFields} }`,
    shape: { externalIdentity: identitySchema },
    flagOf: flagFor(provider, flags),
  })
  const { id, name, lint } = made.externalIdentity
  const accounts = await bindAccounts(api, id, accountIds).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error
    throw new Failure('partial', `"${name}" (${id}) was made, but not bound to every account: ${error.message}`, {
      ...error.details,
      fix: `bonafide identities bind ${id} --service-account <account>`,
    })
  })
  warnOf(lint, terminal)
  if (invocation.flags.json) {
    const bound = { serviceAccounts: accounts, boundAccountCount: accounts.length }
    return printJson(terminal, { ...made.externalIdentity, ...bound }, invocation.flags)
  }
  const to = accounts.length > 0 ? `, bound to ${accounts.map((account) => account.name).join(', ')}` : ''
  terminal.result(`Created ${provider} identity ${printable(name)} (${id})${printable(to)}.\n`)
  if (accounts.length === 0)
    terminal.notice(`Nobody can log in by it before it is bound: bonafide identities bind ${id} --service-account <account>`)
}

/** Says all at once what a configuration lacks. */
function requireWhole(provider: ProviderName, config: Record<string, unknown>): void {
  const missing = missingFields(provider, config)
  const flags = flagsOf(provider).filter(({ field }) => missing.includes(field.name))
  if (flags.length === 0) return
  const names = flags.map(({ flag }) => `--${flag}`)
  throw usage(`An identity of ${provider} needs ${names.join(', ')}.`, `bonafide identities create ${provider} --help`)
}
