import { expect, test } from 'vitest'
import { changesBetween, type Draft, draftOf, emptyDraft, merged, prefilled } from './draft.ts'
import { readDraft, requiredFields, sameInput } from './read-draft.ts'

const role = 'arn:aws:iam::111122223333:role/team/web-prod'
const tenantId = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'

function aws(change: Partial<Draft> = {}, config: Draft['config'] = {}): Draft {
  const draft = { ...emptyDraft('aws_iam'), name: 'prod-ec2', ...change }
  return { ...draft, config: { ...draft.config, principals: [role], ...config } }
}
const problemsOf = (draft: Draft) => readDraft('aws_iam', draft).problems

test('a filled form becomes the input of the mutation, lifetimes in seconds and defaults written out', () => {
  expect(readDraft('aws_iam', aws({ defaultTtl: '1h30m', maxTtl: '7d' }, { signatureExpirySeconds: '45' })).input).toEqual({
    name: 'prod-ec2',
    description: '',
    tokenName: 'aws-iam',
    defaultTtl: 5400,
    maxTtl: 604_800,
    config: {
      principals: [role],
      signatureExpirySeconds: 45,
      stsEndpoint: null,
      allowReuse: false,
      requireServerBinding: false,
    },
  })
})

test('enums are in capitals for GraphQL and in small letters in the form', () => {
  const draft = emptyDraft('azure_entra')
  const filled = { ...draft, name: 'vms', config: { ...draft.config, tenantId, allowedServicePrincipalIds: [tenantId], cloud: 'usgov' } }
  const { input } = readDraft('azure_entra', filled)
  expect(input?.config).toMatchObject({ cloud: 'USGOV', resource: 'https://management.usgovcloudapi.net/' })
  expect(draftOf('azure_entra', { ...filled, defaultTtl: 3600, maxTtl: 86_400, config: input?.config ?? null }).config.cloud).toBe('usgov')
})

test('an id that was pasted with its path is the id', () => {
  const draft = emptyDraft('azure_entra')
  const config = { ...draft.config, tenantId: ` /tenants/${tenantId}`, allowedServicePrincipalIds: [`servicePrincipals/${tenantId}`] }
  const { input } = readDraft('azure_entra', { ...draft, name: 'vms', config })
  expect(input?.config).toMatchObject({ tenantId, allowedServicePrincipalIds: [tenantId] })
})

test.each(['90', '60s', '10m', '2h', '7d', '1h30m'])('%s is a lifetime', (text) => {
  expect(problemsOf(aws({ defaultTtl: '60', maxTtl: text })).maxTtl).toBeUndefined()
})

test.each([
  ['', 'must be a duration'],
  ['abc', 'must be a duration'],
  ['-1h', 'must be a duration'],
  ['1w', 'must be a duration'],
  ['59', 'at least 60 seconds'],
  ['91d', 'at most 90 days'],
])('R-049 "%s" is no lifetime', (text, message) => {
  expect(problemsOf(aws({ maxTtl: text })).maxTtl).toContain(message)
  expect(readDraft('aws_iam', aws({ maxTtl: text })).input).toBeUndefined()
})

test('the default is not above the maximum', () => {
  expect(problemsOf(aws({ defaultTtl: '2h', maxTtl: '1h' })).defaultTtl).toBe('Token Default TTL must not be above the maximum TTL.')
})

test('R-040 without a name nothing is saved', () => {
  expect(problemsOf(aws({ name: '  ' })).name).toBe('Identity Name must not be empty.')
})

test('each bad entry is told at its own place, and the good ones are explained all the same', () => {
  const { problems, findings } = readDraft('aws_iam', aws({}, { principals: ['arn:aws:sts::*:assumed-role/web/x', role] }))
  expect(Object.keys(problems)).toEqual(['config.principals.0'])
  expect(problems['config.principals.0']).toMatch(/^Must name one account/)
  expect(findings.map(({ code, pointer }) => `${pointer} ${code}`)).toEqual([
    '/principals/1 any_session',
    '/principals/1 role_path_dropped',
  ])
})

test('an STS endpoint that is not on the list is refused here as it is on the server', () => {
  expect(problemsOf(aws({}, { stsEndpoint: 'https://sts.example.org' }))['config.stsEndpoint']).toContain('one of the STS endpoints of AWS')
})

test('what cannot be left empty is known from the schema', () => {
  expect([...requiredFields('aws_iam')]).toEqual(['principals'])
  expect([...requiredFields('azure_entra')]).toEqual(['tenantId', 'allowedServicePrincipalIds'])
})

test('R-098 another spelling of the same lifetime is no change', () => {
  expect(sameInput('aws_iam', aws({ defaultTtl: '1h' }), aws({ defaultTtl: '60m' }))).toBe(true)
  expect(sameInput('aws_iam', aws(), aws({}, { allowReuse: true }))).toBe(false)
})

test('a link adds to lists, replaces texts, and knows no other fields', () => {
  const wanted = { principals: `${role},arn:aws:iam::111122223333:user/ada`, allowReuse: 'true', enabled: 'true', toString: 'x' }
  const draft = prefilled('aws_iam', aws(), wanted)
  expect(changesBetween('aws_iam', aws(), draft)).toEqual([
    { path: 'config.principals', label: 'Trusted principal ARNs', removed: [], added: ['arn:aws:iam::111122223333:user/ada'] },
  ])
})

test('after a conflict my edits stand on top of what somebody else saved', () => {
  const base = aws()
  const theirs = aws({ description: 'theirs', tokenName: 'theirs' }, { allowReuse: true })
  const mine = aws({ tokenName: 'mine' }, { principals: [] })
  expect(merged('aws_iam', base, theirs, mine)).toMatchObject({
    description: 'theirs',
    tokenName: 'mine',
    config: { allowReuse: true, principals: [] },
  })
})
