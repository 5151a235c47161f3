import { describe, expect, it } from 'vitest'
import { accountOfArn, configInput, emptyDraft, missingFields, refusals } from './draft.ts'
import type { CredentialFormPartsFragment } from './operations.generated.ts'

const field = (name: string) => ({ name, label: name.toUpperCase(), help: '', placeholder: null })

const keys: CredentialFormPartsFragment = {
  id: 'AWS_ACCESS_KEYS',
  name: 'Access Keys',
  description: '',
  secretLabel: 'SecretAccessKey',
  takesExternalId: false,
  fields: [field('accessKeyId'), field('region')],
}
const draft = {
  ...emptyDraft,
  name: 'production',
  values: { accessKeyId: ' AKIA1 ', region: 'eu-central-1', roleArn: 'left from another tab' },
}

describe('what the API is sent', () => {
  it('is of one kind, without what was typed for another', () => {
    expect(configInput.AWS_ACCESS_KEYS({ ...draft, secret: 's' })).toEqual({
      awsAccessKeys: { accessKeyId: 'AKIA1', region: 'eu-central-1', secretAccessKey: 's' },
    })
  })

  it('leaves a secret and an external id alone that were not entered', () => {
    expect(configInput.AWS_ACCESS_KEYS(draft).awsAccessKeys?.secretAccessKey).toBeNull()
    expect(configInput.AWS_ASSUME_ROLE({ ...draft, externalId: '  ' }).awsAssumeRole?.externalId).toBeNull()
  })
})

describe('what is missing', () => {
  it('is each empty field by its label, the name and the secret', () => {
    expect(Object.keys(missingFields(keys, emptyDraft))).toEqual(['name', 'accessKeyId', 'region', 'secretAccessKey'])
    expect(missingFields(keys, emptyDraft).region).toBe('REGION is needed.')
  })

  it('is not a secret that is stored', () => {
    expect(missingFields(keys, draft, true)).toEqual({})
    expect(missingFields(keys, draft)).toEqual({ secretAccessKey: 'SecretAccessKey is needed.' })
  })
})

it('puts each refusal at its field, and the rest above the form', () => {
  const error = (path: string[] | null, message: string) => ({ field: path, code: 'malformed_request', message, hint: null })
  const known = ['name', 'accessKeyId', 'secretAccessKey']
  const told = refusals(
    [
      error(['config', 'awsAccessKeys', 'accessKeyId'], 'must begin with AKIA'),
      error(['secret'], 'must have 40 characters'),
      error(['name'], 'is taken'),
      error(null, 'Nothing was stored.'),
    ],
    known,
  )
  expect(told).toEqual({
    accessKeyId: 'must begin with AKIA',
    secretAccessKey: 'must have 40 characters',
    name: 'is taken',
    '': 'Nothing was stored.',
  })
})

it('tells the account of a role, of any partition', () => {
  expect(accountOfArn(' arn:aws:iam::123456789012:role/sync')).toBe('123456789012')
  expect(accountOfArn('arn:aws-cn:iam::123456789012:role/team/sync')).toBe('123456789012')
  expect(accountOfArn('arn:aws:iam::12345678901:role/sync')).toBeUndefined()
})
