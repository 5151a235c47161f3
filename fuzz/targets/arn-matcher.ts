import fc from 'fast-check'
import { readCallerArn, readTrustedPrincipal, trusts } from '../../packages/identity-providers/src/aws-iam/arn.ts'
import { mutated } from '../fragments.ts'
import type { Target } from '../run.ts'

const trusted = fc
  .constantFrom(
    'arn:aws:iam::111122223333:role/web-*',
    'arn:aws:iam::111122223333:role/team/web-prod',
    'arn:aws:sts::111122223333:assumed-role/web-prod/i-*',
    'arn:aws-cn:iam::111122223333:user/ci/*',
    'arn:aws:iam::111122223333:root',
  )
  .chain(mutated)
const callers = fc
  .constantFrom(
    'arn:aws:sts::111122223333:assumed-role/web-prod/i-0abc',
    'arn:aws-cn:iam::111122223333:user/ci/runner',
    'arn:aws:iam::111122223333:root',
    'arn:aws:sts::444455556666:assumed-role/web-prod/i-0abc',
  )
  .chain(mutated)

/** Nobody is trusted of another partition or account, nor by a wildcard outside of the last part. */
export const arnMatcher: Target = (tried) =>
  fc.property(fc.tuple(trusted, callers), ([pattern, text]) => {
    tried()
    const { principal } = readTrustedPrincipal(pattern)
    const caller = readCallerArn(text)
    if (!principal || !caller || !trusts(principal, caller)) return
    const [, partition, , , account] = pattern.split(':')
    const [, callersPartition, , , callersAccount] = text.split(':')
    if (partition !== callersPartition || account !== callersAccount) throw new Error('somebody of another account is trusted')
    if (pattern.slice(0, pattern.lastIndexOf('/')).includes('*')) throw new Error('a wildcard stands where it must not')
  })
