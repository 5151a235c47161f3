import { expect, test } from 'vitest'
import { decodeJwt, providerForms } from './forms.ts'

const { aws_iam: aws, azure_entra: azure } = providerForms
const role = 'arn:aws:iam::111122223333:role/team/web-prod'
const session = 'arn:aws:sts::111122223333:assumed-role/web-prod/i-0abc'
const stranger = 'arn:aws:sts::999988887777:assumed-role/web-prod/i-0abc'
const printed = (arn: string, userId = 'AROAEXAMPLEID1234567:i-0abc') =>
  JSON.stringify({ UserId: userId, Account: '111122223333', Arn: arn })
const tenantId = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'
const objectId = '6fa459ea-ee8a-4ca4-894e-db77e160355e'

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const token = (claims: object) => `${encoded({ alg: 'RS256' })}.${encoded(claims)}.c2ln`

test('the output of get-caller-identity is found by the entry that means it', () => {
  expect(aws.check({ principals: ['arn:aws:iam::111122223333:user/ada', role] }, printed(session))).toEqual({
    rows: [{ label: 'Trusted principal ARNs, entry 2', passed: true, expected: role, received: session }],
    suggestions: [],
  })
})

test('somebody in another account is not trusted, and may be added as a role or alone', () => {
  const { rows, suggestions } = aws.check({ principals: [role] }, printed(stranger))
  expect(rows?.[0]).toMatchObject({ passed: false, expected: role, received: stranger })
  expect(suggestions?.map(({ value }) => value)).toEqual(['arn:aws:iam::999988887777:role/web-prod', stranger])
})

test('an entry that is not valid yet trusts nobody', () => {
  expect(aws.check({ principals: ['arn:aws:iam::*:role/web-prod', 'arn:aws'] }, session).rows?.[0]?.passed).toBe(false)
})

test('a role made again under the same name is a stranger where unique ids are pinned', () => {
  const values = { principals: [role], principalIds: ['AROAEXAMPLEID1234567'] }
  expect(aws.check(values, printed(session)).rows?.map(({ passed }) => passed)).toEqual([true, true])
  expect(aws.check(values, printed(session, 'AROAOTHEROTHEROTHER1:i-0abc')).rows?.map(({ passed }) => passed)).toEqual([true, false])
})

test.each([
  [role, 'This is a role'],
  ['hello', 'Paste an ARN'],
  ['arn:aws:s3:::bucket', 'Paste an ARN'],
])('%s is no caller', (text, problem) => {
  expect(aws.check({ principals: [role] }, text).problem).toContain(problem)
})

test('a token of Entra is compared claim by claim', () => {
  const values = { tenantId, resource: '', allowedServicePrincipalIds: [objectId], cloud: 'public' }
  const good = { tid: tenantId, aud: 'https://management.azure.com', oid: objectId.toUpperCase() }
  const passed = (claims: object) => azure.check(values, token(claims)).rows?.map((row) => row.passed)
  expect(passed(good)).toEqual([true, true, true])
  expect(passed({ ...good, tid: objectId })).toEqual([false, true, true])
  expect(passed({ ...good, aud: 'https://vault.azure.net' })).toEqual([true, false, true])
  expect(passed({ ...good, oid: tenantId })).toEqual([true, true, false])
  expect(passed({ ...good, aud: ['https://management.azure.com'] })).toEqual([true, false, true])
})

test('what a token names can be filled in', () => {
  const printedToken = JSON.stringify({ accessToken: token({ tid: tenantId, oid: objectId }) })
  expect(azure.check({}, printedToken).suggestions).toEqual([
    { field: 'tenantId', value: tenantId, label: 'Use this tenant' },
    { field: 'allowedServicePrincipalIds', value: objectId, label: 'Add this id' },
  ])
})

test('what is no token is not taken apart', () => {
  for (const text of ['', 'a.b', 'a.b.c', `${encoded({})}.%%%.c2ln`, `${encoded({})}.${encoded([])}.c2ln`])
    expect(decodeJwt(text)).toBeUndefined()
  expect(decodeJwt(token({ name: 'Zoë' }))?.claims).toEqual({ name: 'Zoë' })
})

test('in words', () => {
  const config = aws.configSchema.parse({ principals: [role, 'arn:aws-cn:iam::111122223333:user/ci/bot'] })
  expect(aws.inWords(config)).toEqual([
    'Any session of role web-prod in account 111122223333',
    'IAM user ci/bot in account 111122223333 (aws-cn)',
    'Signed for any STS endpoint of aws, aws-cn',
    'Signed at most 60 seconds ago, accepted once',
  ])
  expect(azure.inWords(azure.configSchema.parse({ tenantId, allowedServicePrincipalIds: [objectId] }))).toEqual([
    `Service principal ${objectId}`,
    `Of tenant ${tenantId}, and of no other`,
    'Tokens for https://management.azure.com/',
    'Tokens of applications and managed identities, not of people',
    'A token may be used again until it expires',
  ])
})
