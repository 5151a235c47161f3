import { expect, it } from 'vitest'
import { statementFor } from './policy-statement.ts'

const place = { region: 'eu-central-1', account: '123456789012', secretName: 'shop/production' }
const resourceOf = (policy: string | null) => policy && JSON.parse(policy).Statement[0].Resource

it('allows the missing action on the one secret, and on nothing else', () => {
  const policy = statementFor('secretsmanager:PutSecretValue', place)
  expect(JSON.parse(policy ?? '')).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'secretsmanager:PutSecretValue',
        Resource: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/production-??????',
      },
    ],
  })
})

it('names the partition of the region', () => {
  expect(resourceOf(statementFor('secretsmanager:GetSecretValue', { ...place, region: 'cn-north-1' }))).toMatch(/^arn:aws-cn:/)
  expect(resourceOf(statementFor('secretsmanager:GetSecretValue', { ...place, region: 'us-gov-west-1' }))).toMatch(/^arn:aws-us-gov:/)
})

it('lists everything, since listing cannot be narrowed', () => {
  expect(resourceOf(statementFor('secretsmanager:ListSecrets', { ...place, account: null }))).toBe('*')
})

it('names the key for what KMS refuses', () => {
  const kmsKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/1'
  expect(resourceOf(statementFor('kms:Decrypt', { ...place, kmsKeyArn }))).toBe(kmsKeyArn)
})

it('offers nothing where a policy would not help, or would have to guess', () => {
  expect(statementFor('sts:AssumeRole', place)).toBeNull()
  expect(statementFor('kms:Decrypt', place)).toBeNull()
  expect(statementFor('secretsmanager:GetSecretValue', { ...place, account: null })).toBeNull()
})
