import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { awsRegion } from './aws-region.ts'
import { Failure } from './failure.ts'
import type { Invocation } from './invocation.ts'
import type { MachineMode, OidcMode } from './machine-modes.ts'
import { type Lent, type OidcFlags, proveOidc } from './oidc-proof.ts'

/** Where an Azure token can come from, in the order in which the sources are tried. Named here too, so that `--help` need not load the clouds' libraries. */
export const azureSources = [
  'workload-identity',
  'service-principal',
  'managed-identity',
  'az',
] as const satisfies readonly Proofs['azureSources'][number][]
export type AzureSource = (typeof azureSources)[number]

export interface ProofRequest extends OidcFlags {
  /** Address of the server: an AWS proof is good for no other one. */
  host: string
  serviceAccountId: string
  azureResource?: string
  azureSource?: AzureSource
}

export interface Proven {
  /** What the exchange request carries under the provider's name. */
  proof: unknown
  /** What was proved with, for the doctor's report. */
  description: string
}

type Proofs = typeof import('@bonafide/identity-providers/proofs')

type Prover = (request: ProofRequest, invocation: Invocation, proofs: Proofs) => Promise<Proven>

const oidc =
  (mode: OidcMode): Prover =>
  (request, invocation, proofs) =>
    proveOidc(mode, request, { ...lentBy(invocation), readFile: (path) => readFileOrStdin(path, invocation) }, proofs)

const provers: Record<MachineMode, Prover> = {
  'aws-iam': proveAws,
  azure: proveAzure,
  oidc: oidc('oidc'),
  github: oidc('github'),
  gitlab: oidc('gitlab'),
  gcp: oidc('gcp'),
  kubernetes: oidc('kubernetes'),
  spiffe: oidc('spiffe'),
}

/** Proves to the server who this machine is, with what its cloud gives it. The cloud's own secrets stay here. */
export async function proofFor(mode: MachineMode, request: ProofRequest, invocation: Invocation): Promise<Proven> {
  // The clouds' libraries are large; only these commands pay for loading them.
  const proofs = await import('@bonafide/identity-providers/proofs')
  try {
    return await provers[mode](request, invocation, proofs)
  } catch (error) {
    if (!(error instanceof proofs.ProofError)) throw error
    const why = error.cause instanceof Error ? error.cause.message : undefined
    throw new Failure('notSignedIn', error.message, {
      why,
      fix: `Run bonafide doctor --mode ${mode} --service-account-id ${request.serviceAccountId}${mode === 'oidc' ? ' with the same --oidc flags' : ''}`,
      code: 'no_credentials',
      cause: error,
    })
  }
}

async function proveAws(
  { host, serviceAccountId }: ProofRequest,
  { environment, runtime }: Invocation,
  { proveAwsIam }: Proofs,
): Promise<Proven> {
  const region = (await awsRegion(environment)) ?? 'us-east-1'
  const proof = await proveAwsIam({
    region,
    serverHost: new URL(host).host,
    serviceAccountId,
    now: runtime.now,
    randomBytes: runtime.randomBytes,
  })
  return { proof, description: `AWS credentials ${keyIdIn(proof)}, signing for ${region}` }
}

/** The access key's id, which is no secret, out of the signed headers. */
function keyIdIn(proof: { httpRequestHeaders: string }): string {
  return /Credential=(\w+)\//.exec(Buffer.from(proof.httpRequestHeaders, 'base64').toString('utf8'))?.[1] ?? '(id unknown)'
}

const run = promisify(execFile)

/** What is lent to code that looks for a platform's token. */
const lentBy = ({ environment, platformFetch }: Invocation): Lent => ({
  environment: environment.all,
  fetch: platformFetch,
  run: async (program, words) => (await run(program, [...words], { timeout: 30_000, encoding: 'utf8' })).stdout,
  readFile: (path) => readFile(path, 'utf8'),
})

async function readFileOrStdin(path: string, { terminal }: Invocation): Promise<string> {
  return path === '-' ? Buffer.from(await terminal.readStdin()).toString('utf8') : readFile(path, 'utf8')
}

async function proveAzure({ azureResource, azureSource }: ProofRequest, invocation: Invocation, proofs: Proofs): Promise<Proven> {
  const proof = await proofs.proveAzure({
    resource: azureResource,
    source: azureSource,
    ...lentBy(invocation),
  })
  return { proof, description: `Azure token${subjectIn(proof.jwt)}` }
}

/** Tenant and object id, as the token itself says. The server does not take our word for it. */
function subjectIn(jwt: string): string {
  const payload = Buffer.from(jwt, 'base64').toString('utf8').split('.')[1] ?? ''
  const text = Buffer.from(payload, 'base64url').toString('utf8')
  const claim = (name: string) => new RegExp(`"${name}"\\s*:\\s*"([\\w-]+)"`).exec(text)?.[1]
  return claim('oid') ? ` of object ${claim('oid')} in tenant ${claim('tid') ?? 'unknown'}` : ''
}
