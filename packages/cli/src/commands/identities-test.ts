import { decodeJwt } from '@bonafide/identity-providers/forms'
import type { Command } from 'commander'
import * as z from 'zod'
import { exchangeStepSchema, stepFields } from '../exchanges.ts'
import { exitCodes, Failure, usage } from '../failure.ts'
import { findIdentity, type Identity, requireProviderName } from '../identities.ts'
import { type ProviderName, providerOf } from '../identity-providers.ts'
import { type Invocation, invocationOf } from '../invocation.ts'
import { change } from '../mutation.ts'
import { printable, printJson } from '../output.ts'
import { proofFor } from '../proof.ts'
import { openSession, requireHost } from '../session.ts'
import { readText } from '../text-input.ts'
import { printStep } from './print-exchange.ts'

interface TestFlags {
  tokenFile?: string
  aws?: boolean
  all?: boolean
  serviceAccount?: string
}

const attemptSchema = z.object({
  identityId: z.string(),
  identityName: z.string(),
  accepted: z.boolean(),
  reported: z.boolean(),
  steps: z.array(exchangeStepSchema),
})
type Attempt = z.output<typeof attemptSchema>

const payloadShape = {
  principal: z.object({ name: z.string(), claims: z.array(z.object({ name: z.string(), value: z.string() })) }).nullable(),
  attempts: z.array(attemptSchema),
}
const selection = `principal { name claims { name value } } attempts { identityId identityName accepted reported steps { ${stepFields} } }`

export function registerIdentityTest(identities: Command): void {
  identities
    .command('test')
    .description('would an identity accept this proof, and why not, check by check; mints nothing')
    .argument('<identity>', 'its id or its name')
    .option('--token-file <file>', 'the JWT of a workload, or - for stdin (azure, oidc)')
    .option('--aws', 'a signed request, made here with the AWS credentials of this environment (aws-iam)')
    .option('--service-account <uuid>', 'with --aws: the account that the signed server binding names (default: the first bound one)')
    .option('--all', 'try every identity of the same platform, not this one alone')
    .addHelpText(
      'after',
      '\nEnds with 0 when the proof is accepted and with 5 when it is refused. The proof is never printed.\n\nExamples:\n  $ bonafide identities test shop-main --token-file token.jwt\n  $ issue-token | bonafide identities test shop-main --token-file - --all --json\n  $ bonafide identities test prod-ec2 --aws',
    )
    .action(test)
}

async function test(wanted: string, flags: TestFlags, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  if ((flags.tokenFile === undefined) === (flags.aws !== true))
    throw usage('Which proof should be tried?', 'Add either --token-file <file> or --aws')
  const { api } = await openSession(invocation)
  const identity = await findIdentity(api, wanted)
  const provider = requireProviderName(identity)
  const { proof, serviceAccountId } = await proofBy(flags, identity, provider, invocation)
  const { attempts, principal } = await change(api, {
    name: 'testExtIdentity',
    input: { identityId: flags.all ? undefined : identity.id, serviceAccountId, proof: { [providerOf(provider).envelope]: proof } },
    selection,
    shape: payloadShape,
  })
  const accepted = attempts.some((attempt) => attempt.accepted)
  if (invocation.flags.json) printJson(invocation.terminal, { accepted, principal, attempts }, invocation.flags)
  else {
    invocation.terminal.result(`Principal  ${printable(principal?.name ?? 'nobody that the platform vouched for')}\n`)
    for (const attempt of attempts) printAttempt(attempt, invocation)
  }
  if (!accepted) process.exitCode = exitCodes.refused
}

function printAttempt({ identityName, identityId, accepted, reported, steps }: Attempt, { terminal }: Invocation): void {
  const code = steps.find(({ status }) => status === 'FAILED')?.code
  const outcome = reported ? 'would be let through by report-only' : accepted ? 'accepted' : `refused${code ? `: ${code}` : ''}`
  terminal.result(`\n${printable(`${identityName} (${identityId})  ${outcome}`)}\n`)
  for (const step of steps) printStep(step, terminal)
}

interface Tried {
  proof: unknown
  serviceAccountId?: string
}

async function proofBy(flags: TestFlags, identity: Identity, provider: ProviderName, invocation: Invocation): Promise<Tried> {
  const aws = provider === 'aws-iam'
  if (aws !== (flags.aws === true))
    throw usage(`"${identity.name}" is an identity of ${provider}.`, `Try it with ${aws ? '--aws' : '--token-file <file>'}`)
  if (!aws) return { proof: { jwt: await readJwt(flags.tokenFile ?? '-', invocation) } }
  // Nobody in particular where no account is bound: only a signed server binding depends on it.
  const serviceAccountId = flags.serviceAccount ?? identity.serviceAccounts?.[0]?.id ?? '00000000-0000-0000-0000-000000000000'
  const { proof } = await proofFor('aws-iam', { host: await requireHost(invocation), serviceAccountId }, invocation)
  return { proof, serviceAccountId }
}

/** The token in base64. What is no signed JWT is not sent at all: it may be a secret of another kind. */
async function readJwt(source: string, { terminal }: Invocation): Promise<string> {
  const token = (await readText(source, terminal)).trim()
  if (decodeJwt(token)) return Buffer.from(token, 'utf8').toString('base64')
  throw new Failure('invalid', `${source === '-' ? 'The input' : source} is not a signed JWT.`, {
    why: 'A token looks like three parts of letters and digits with dots between them. It was not sent.',
    code: 'malformed_token',
  })
}
