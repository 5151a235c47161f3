import type { ParsedIdentity } from '@bonafide/core'
import { type AwsPrincipal, type SignedRequest, type SignOptions, signGetCallerIdentity, toEnvelope } from '@bonafide/stand-ins'
import { identity, outcomeOf, type World } from '../testing.ts'
import { createAwsIamProvider } from './provider.ts'
import { type AwsIamConfig, awsIamConfigSchema } from './schema.ts'

/** A provider that does not wait between retries. */
export const provider = createAwsIamProvider({ delay: async () => {} })

export const account = '111122223333'
/** The role that identities trust unless told otherwise. */
export const roleArn = `arn:aws:iam::${account}:role/app`

export const trusting = (config: Partial<AwsIamConfig> = {}) => identity(awsIamConfigSchema, { principals: [roleArn], ...config })

export const withRole = (world: World, roleName = 'app', roleId?: string) =>
  world.sts.addRoleSession({ account, roleName, sessionName: 'i-0abc', roleId })

export const proofOf = (world: World, credentials: AwsPrincipal, options: Partial<SignOptions> = {}) =>
  signGetCallerIdentity({ credentials, region: 'eu-central-1', now: new Date(world.runtime.now()), ...options })

export const parsed = (signed: SignedRequest) => provider.proofSchema.parse(toEnvelope(signed, 'unused').awsIam)

export const verify = (world: World, signed: SignedRequest, identities: ParsedIdentity<AwsIamConfig>[] = [trusting()]) =>
  provider.verify(parsed(signed), identities, world.runtime)

/** Why a request is refused by one identity, or `accepted`. */
export async function outcome(world: World, signed: SignedRequest, config: Partial<AwsIamConfig> = {}) {
  return outcomeOf(await verify(world, signed, [trusting(config)]))
}
