import { expect, test } from 'vitest'
import { readProof } from './read-proof.ts'

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const token = `${encoded({ alg: 'RS256', kid: 'k1' })}.${encoded({ iss: 'https://sts.windows.net/t/', oid: 'o', exp: 1_800_000_000 })}.c2lnbmF0dXJl`
const base64 = (text: string) => Buffer.from(text).toString('base64')
const accountId = '0192c5a1-7a3b-7000-8000-000000000001'
const headers = {
  Authorization:
    'AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/eu-central-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=SIGNATURE0',
  'X-Amz-Date': '20260101T000000Z',
  'X-Amz-Security-Token': 'SESSIONTOKEN0',
}
const awsIam = {
  httpRequestMethod: 'POST',
  httpRequestUrl: base64('https://sts.eu-central-1.amazonaws.com'),
  httpRequestHeaders: base64(JSON.stringify(headers)),
  httpRequestBody: base64('Action=GetCallerIdentity&Version=2011-06-15'),
}

test.each([
  ['a token', token],
  ['what az prints', JSON.stringify({ accessToken: token })],
  ['what a machine’s endpoint answers', JSON.stringify({ access_token: token })],
  ['the proof of a login', JSON.stringify({ jwt: base64(token) })],
  ['the body of a login', JSON.stringify({ account: { id: accountId }, azureEntra: { jwt: base64(token) } })],
])('%s is a token of Entra', (_, pasted) => {
  expect(readProof(`\n${pasted} `).proof).toMatchObject({ provider: 'azure_entra', input: { azureEntra: { jwt: base64(token) } } })
})

const github = `${encoded({ alg: 'RS256' })}.${encoded({ iss: 'https://token.actions.githubusercontent.com', sub: 'repo:a/b:c' })}.c2ln`

test.each([
  ['a token', github],
  ['what GitHub answers', JSON.stringify({ value: github })],
  ['the proof of a login', JSON.stringify({ jwt: base64(github) })],
  ['the body of a login', JSON.stringify({ account: { id: accountId }, oidc: { jwt: base64(github) } })],
])('%s of any other issuer is one of OIDC', (_, pasted) => {
  expect(readProof(pasted).proof).toMatchObject({ provider: 'oidc', input: { oidc: { jwt: base64(github) } } })
})

test.each([
  ['an Entra token sent as OIDC', { oidc: { jwt: base64(token) } }, 'oidc'],
  ['a GitHub token sent as Azure', { azureEntra: { jwt: base64(github) } }, 'azure_entra'],
])('%s is tested as what it was sent as', (_, body, provider) => {
  expect(readProof(JSON.stringify(body)).proof?.provider).toBe(provider)
})

test('a token that names no issuer, or no text as one, is not taken for Azure’s', () => {
  for (const iss of [undefined, 7, 'https://sts.windows.net.example.org/t/', 'sts.windows.net'])
    expect(readProof(`${encoded({ alg: 'RS256' })}.${encoded({ iss })}.c2ln`).proof?.provider, String(iss)).toBe('oidc')
})

test('the claims are told, times as times', () => {
  expect(readProof(token).proof?.facts).toContainEqual({ label: 'exp', value: '2027-01-15T08:00:00.000Z' })
})

test('the body of an AWS login is taken apart, account and all, without its secrets', () => {
  const { proof } = readProof(JSON.stringify({ account: { type: 'service', id: accountId }, awsIam, tokenRequest: { ttl: 900 } }))
  expect(proof).toMatchObject({ provider: 'aws_iam', input: { awsIam }, serviceAccountId: accountId })
  const told = JSON.stringify(proof?.facts)
  expect(told).toContain('AKIAEXAMPLE')
  expect(told).not.toMatch(/SIGNATURE0|SESSIONTOKEN0/)
  expect(readProof(JSON.stringify(awsIam)).proof?.serviceAccountId).toBeUndefined()
})

test.each([
  ['', 'neither a token'],
  ['hello', 'neither a token'],
  ['[]', 'neither a token'],
  ['{"account":{}}', 'neither a token'],
  ['{"azureEntra":{"jwt":"%%%"}}', 'not a signed token'],
  ['{"accessToken":"a.b"}', 'not a signed token'],
  ['{"oidc":{"jwt":7}}', 'not a signed token'],
  ['{"awsIam":{"httpRequestUrl":"e30="}}', 'httpRequestHeaders must be there'],
])('%s is no proof', (pasted, problem) => {
  expect(readProof(pasted).problem).toContain(problem)
})
