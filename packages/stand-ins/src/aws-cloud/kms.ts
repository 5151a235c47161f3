import type { Call } from './call.ts'
import { evaluate } from './policy.ts'
import { AwsRefusal } from './refusal.ts'
import type { StoredSecret } from './secret.ts'

/**
 * Uses a secret's customer managed key on the caller's behalf: it must be there, enabled, and the caller allowed to use it through Secrets
 * Manager. Secrets under `aws/secretsmanager` need none of it.
 */
export function useKey({ account, caller, region }: Call, { kmsKeyId }: StoredSecret, action: 'kms:Decrypt' | 'kms:GenerateDataKey'): void {
  if (!kmsKeyId || kmsKeyId.endsWith('alias/aws/secretsmanager')) return
  const key = [...account.keys.values()].find(({ arn }) => [arn, arn.split('/').at(-1)].includes(kmsKeyId))
  const context = { 'kms:viaservice': `secretsmanager.${region}.amazonaws.com` }
  const question = { action, resource: key?.arn ?? kmsKeyId, context }
  const permitted = [caller.policies, ...(caller.sessionPolicy ? [[caller.sessionPolicy]] : [])]
  if (!key || key.arn.split(':')[3] !== region || !permitted.every((policies) => evaluate(policies, question) === 'allowed')) {
    throw new AwsRefusal('AccessDeniedException', 'Access to KMS is not allowed')
  }
  if (key.state === 'Enabled') return
  const [code, verb] = action === 'kms:Decrypt' ? ['DecryptionFailure', 'decrypt'] : ['EncryptionFailure', 'encrypt']
  throw new AwsRefusal(
    code ?? '',
    `Secrets Manager can't ${verb} the protected secret text using the provided KMS key. Check that the KMS key is available, enabled, and not in an invalid state.`,
  )
}
