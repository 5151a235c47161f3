import { expect, it } from 'vitest'
import { emptyOptions, optionsOf, regionOfKey, suggestedName } from './draft.ts'

it('suggests a name that AWS takes', () => {
  expect(suggestedName('Shop', 'Development')).toBe('shop/development')
  expect(suggestedName('Büro & Söhne!', 'Prod (EU)')).toBe('buro-sohne/prod-eu')
  expect(suggestedName('東京', 'Staging')).toBe('staging')
})

it('leaves out a key and tags that were not filled in', () => {
  const tags = [
    { id: 1, key: ' team ', value: 'payments' },
    { id: 2, key: '', value: '' },
  ]
  expect(optionsOf({ ...emptyOptions, secretName: ' shop ', tags })).toEqual({
    awsSecretsManager: { secretName: 'shop', kmsKeyArn: null, tags: [{ key: 'team', value: 'payments' }] },
  })
})

it('reads the region of a key from its ARN', () => {
  expect(regionOfKey('arn:aws:kms:eu-central-1:123456789012:key/1234')).toBe('eu-central-1')
  expect(regionOfKey('arn:aws-cn:kms:cn-north-1:123456789012:alias/x')).toBe('cn-north-1')
  expect(regionOfKey('alias/mine')).toBeUndefined()
})
