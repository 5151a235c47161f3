import { expect, test } from 'vitest'
import { generic } from './generic.ts'
import { audience, compiled, outcomeFor, times } from './testing.ts'

const answers = {
  issuer: 'https://tokens.example.test',
  subject: 'job:acme/shop:*',
  claims: 'project_id = 123\n\n  ref in refs/heads/main, refs/heads/next  ',
}
const token = {
  ...times,
  iss: 'https://tokens.example.test',
  aud: audience,
  sub: 'job:acme/shop:deploy',
  project_id: 123,
  ref: 'refs/heads/next',
}

const outcome = (changes: object) => outcomeFor(compiled(generic, answers), { ...token, ...changes })

test('accepts what the subject and every rule fit', () => {
  expect(outcome({})).toBe('accepted')
})

test.each([
  ['another subject', { sub: 'job:acme/shop2:deploy' }, 'subject_not_trusted'],
  ['a subject with more parts', { sub: 'job:acme/shop:deploy:x' }, 'subject_not_trusted'],
  ['JWT-45 another number', { project_id: 124 }, 'claim_mismatch'],
  ['another ref', { ref: 'refs/heads/main2' }, 'claim_mismatch'],
  ['another issuer', { iss: 'https://tokens.example.test/' }, 'issuer_not_allowed'],
])('%s is refused', (_, changes, reason) => {
  expect(outcome(changes)).toBe(reason)
})

test.each([
  [{ issuer: 'http://tokens.example.test' }, 'issuer'],
  [{ issuer: 'https://tokens.example.test/?x' }, 'issuer'],
  [{ issuer: 'https://login.microsoftonline.com/acme/v2.0' }, 'issuer'],
  [{ subject: '*' }, 'subject'],
  [{ subject: '*:acme' }, 'subject'],
  [{ subject: 'repo:*/shop:ref:refs/heads/main' }, 'subject'],
  [{ subject: 'job:acme*' }, 'subject'],
  [{ subject: ' ' }, 'subject'],
  [{ claims: ' \n' }, 'claims'],
  [{ claims: 'project_id = 123\nproject_id' }, 'claims'],
  [{ claims: 'ref like *' }, 'claims'],
])('%j is refused at its field', (wrong, field) => {
  expect(generic.compile({ ...answers, ...wrong }, { audience }).problems).toMatchObject([{ field }])
})
