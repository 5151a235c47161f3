import type { AwsAccount, Caller } from './account.ts'
import { evaluate } from './policy.ts'
import { AwsRefusal, accessDenied } from './refusal.ts'
import type { StoredSecret } from './secret.ts'

/** One call, with whom it is made by and where. */
export interface Call {
  account: AwsAccount
  caller: Caller
  region: string
  now: Date
  input: Record<string, unknown>
}

export function found(call: Call, action: string, context: Record<string, string> = {}): StoredSecret {
  const wanted = textOf(call, 'SecretId') ?? ''
  const secret = [...secretsIn(call).values()].find(({ name, arn }) => [name, arn, arn.slice(0, -7)].includes(wanted))
  const resource = secret?.arn ?? (wanted.startsWith('arn:') ? wanted : arnOf(call, wanted, '??????'))
  authorise(call, action, resource, { ...context, ...resourceTags(secret) })
  if (!secret) throw new AwsRefusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  return secret
}

export function usable(secret: StoredSecret): StoredSecret {
  if (!secret.deletedAt) return secret
  throw new AwsRefusal('InvalidRequestException', "You can't perform this operation on the secret because it was marked for deletion.")
}

export function authorise({ caller, region }: Call, action: string, resource: string, context: Record<string, string> = {}): void {
  const question = { action: `secretsmanager:${action}`, resource, context: { 'aws:requestedregion': region, ...context } }
  const permitted = [caller.policies, ...(caller.sessionPolicy ? [[caller.sessionPolicy]] : [])]
  if (permitted.every((policies) => evaluate(policies, question) === 'allowed')) return
  throw accessDenied('AccessDeniedException', caller.arn, question.action, resource)
}

export const secretsIn = ({ account, region }: Call): Map<string, StoredSecret> => {
  const secrets = account.secrets.get(region) ?? new Map<string, StoredSecret>()
  account.secrets.set(region, secrets)
  return secrets
}

export const arnOf = ({ account, region }: Call, name: string, suffix: string): string =>
  `arn:aws:secretsmanager:${region}:${account.id}:secret:${name}-${suffix}`

export const textOf = ({ input }: Call, name: string): string | undefined => {
  const value = input[name]
  return typeof value === 'string' ? value : undefined
}

export const tagsOf = ({ input }: Call): [string, string][] =>
  ((input.Tags as { Key: string; Value: string }[] | undefined) ?? []).map(({ Key, Value }) => [Key, Value])

export const requestTags = (call: Call): Record<string, string> =>
  Object.fromEntries(tagsOf(call).map(([key, value]) => [`aws:requesttag/${key}`.toLowerCase(), value]))

const resourceTags = (secret: StoredSecret | undefined): Record<string, string> =>
  Object.fromEntries(
    [...(secret?.tags ?? [])].flatMap(([key, value]) =>
      ['aws:resourcetag', 'secretsmanager:resourcetag'].map((prefix) => [`${prefix}/${key}`.toLowerCase(), value]),
    ),
  )
