import { type Command, Option } from 'commander'
import {
  type CredentialKind,
  checkFields,
  checkSchema,
  credentialFields,
  credentialKindNames,
  credentialSchema,
  pendingExternalId,
} from '../credentials.ts'
import { Failure } from '../failure.ts'
import { invocationOf } from '../invocation.ts'
import { change, type Mutation } from '../mutation.ts'
import { printable, printJson } from '../output.ts'
import { openSession } from '../session.ts'
import type { Terminal } from '../terminal.ts'
import { type CredentialFlags, configOf, credentialFlag, credentialOptions, requireAll, requireFitting } from './credential-options.ts'
import { failureOfCheck, printCheck } from './print-credential.ts'

interface CreateFlags extends CredentialFlags {
  kind: CredentialKind
  name: string
}

export function registerCredentialCreate(credentials: Command): void {
  const create = credentials
    .command('create')
    .description('add a credential; it is tried first, and stored only if it signs in')
    .addOption(new Option('--kind <kind>', 'how the server signs in').choices(credentialKindNames).makeOptionMandatory())
    .requiredOption('--name <name>', 'its name')
  credentialOptions(create)
    .addHelpText(
      'after',
      '\nThe secret access key comes from stdin, a file, a variable or a prompt, and never from an argument.\n\nExamples:\n  $ bonafide credentials create --kind assume-role --name aws-prod --role-arn arn:aws:iam::111122223333:role/bonafide-sync --region eu-central-1\n  $ bonafide credentials create --kind access-keys --name aws-keys --access-key-id AKIAIOSFODNN7EXAMPLE --secret-key-file - --region eu-central-1 < key.txt\n  $ bonafide credentials create --kind web-identity --name aws-oidc --role-arn arn:aws:iam::111122223333:role/bonafide-sync --region eu-central-1',
    )
    .action(createCredential)
}

const required: Record<CredentialKind, (flags: CredentialFlags) => Record<string, string | undefined>> = {
  'assume-role': ({ roleArn, region }) => ({ '--role-arn': roleArn, '--region': region }),
  'access-keys': ({ accessKeyId, region }) => ({ '--access-key-id': accessKeyId, '--region': region }),
  'web-identity': ({ roleArn, region }) => ({ '--role-arn': roleArn, '--region': region }),
}

async function createCredential(flags: CreateFlags, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { terminal } = invocation
  const { kind, name, force = false } = flags
  requireFitting(kind, flags)
  requireAll(`A credential of the kind ${kind}`, required[kind](flags))
  const { api } = await openSession(invocation)
  const config = await configOf(kind, flags, null, { invocation, externalId: () => pendingExternalId(api) })
  const { credential, check } = await change(api, {
    name: 'createCredential',
    input: { name, config, force },
    ...checkedPayload(terminal, `"${name}" was not stored, because it does not sign in.`),
  })
  if (check) printCheck(check, terminal, (text) => terminal.notice(text.trimEnd()))
  if (invocation.flags.json) return printJson(terminal, credential, invocation.flags)
  terminal.result(`Created ${kind} credential ${printable(credential.name)} (${credential.id}).\n`)
}

const checkedShape = { credential: credentialSchema.nullable(), check: checkSchema.nullable() }
type CheckedMutation = Omit<Mutation<{ credential: typeof credentialSchema; check: typeof checkedShape.check }>, 'name' | 'input'>

/** The answer to a change of a credential: it was tried, and where it could not be used, that says more than the refusal. */
export function checkedPayload(terminal: Terminal, refusal: string): CheckedMutation {
  return {
    selection: `credential { ${credentialFields} } check { ${checkFields} }`,
    shape: { credential: credentialSchema, check: checkedShape.check },
    flagOf: credentialFlag,
    onRefused(payload) {
      const { check } = (payload ?? {}) as { check?: unknown }
      const { data } = checkSchema.safeParse(check)
      if (!data || data.passed) return
      printCheck(data, terminal, (text) => terminal.notice(text.trimEnd()))
      const failure = failureOfCheck(data, refusal)
      throw new Failure(failure.exit, failure.message, { ...failure.details, hint: 'With --force it is stored all the same' })
    },
  }
}
