import { expect, test } from 'vitest'
import { azureDevops } from './azure-devops.ts'
import { audience, compiled, outcomeFor, times } from './testing.ts'

const issuer = 'https://vstoken.dev.azure.com/0192c5a1-7a3b-4000-8000-000000000001'
const answers = { issuer, subject: 'sc://acme/Web shop/production' }

/** The token of a service connection. */
const token = {
  ...times,
  jti: '0192c5a1-7a3b-4000-8000-0000000000aa',
  iss: issuer,
  aud: 'api://AzureADTokenExchange',
  sub: 'sc://acme/Web shop/production',
}

const outcome = (changes: object) => outcomeFor(compiled(azureDevops, answers), { ...token, ...changes })

test('accepts the service connection', () => {
  expect(outcome({})).toBe('accepted')
})

test.each([
  ['another connection', { sub: 'sc://acme/Web shop/production-eu' }, 'subject_not_trusted'],
  ['another project', { sub: 'sc://acme/Other/production' }, 'subject_not_trusted'],
  [
    'another organisation of the same name',
    { iss: 'https://vstoken.dev.azure.com/0192c5a1-7a3b-4000-8000-000000000002' },
    'issuer_not_allowed',
  ],
  ['a pipeline of the same name', { sub: 'p://acme/Web shop/production' }, 'subject_not_trusted'],
  [
    'a token of Microsoft Entra',
    { iss: 'https://login.microsoftonline.com/0192c5a1-7a3b-4000-8000-000000000001/v2.0' },
    'issuer_not_allowed',
  ],
  ['another audience', { aud: 'fb60f99c-7a34-4190-8149-302f77469936' }, 'audience_mismatch'],
])('%s is refused', (_, changes, reason) => {
  expect(outcome(changes)).toBe(reason)
})

test('a pipeline without a connection, pinned to the id of its project', () => {
  const config = compiled(azureDevops, { issuer, subject: 'p://acme/shop/deploy', projectId: '0192c5a1-7a3b-4000-8000-000000000002' })
  const pipeline = { ...token, sub: 'p://acme/shop/deploy', prj_id: '0192c5a1-7a3b-4000-8000-000000000002', def_id: '1' }
  expect(outcomeFor(config, pipeline)).toBe('accepted')
  expect(outcomeFor(config, { ...pipeline, prj_id: '0192c5a1-7a3b-4000-8000-000000000003' })).toBe('claim_mismatch')
})

test.each([
  [{ issuer: 'https://login.microsoftonline.com/0192c5a1-7a3b-4000-8000-000000000001/v2.0' }, 'issuer'],
  [{ issuer: 'https://vstoken.dev.azure.com/acme' }, 'issuer'],
  [{ subject: 'sc://acme/shop' }, 'subject'],
  [{ subject: 'sc://acme/shop/a/b' }, 'subject'],
  [{ subject: 'sc://acme/*/production' }, 'subject'],
  [{ subject: 'sc://acme/../production' }, 'subject'],
  [{ subject: 'sc://acme/sh\u200bop/production' }, 'subject'],
  [{ projectId: '0192c5a1-7a3b-4000-8000-000000000002' }, 'projectId'],
])('%j is refused at its field', (wrong, field) => {
  expect(azureDevops.compile({ ...answers, ...wrong }, { audience }).problems).toMatchObject([{ field }])
})
