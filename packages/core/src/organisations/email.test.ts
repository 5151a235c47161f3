import { expect, it } from 'vitest'
import { email } from './email.ts'

it.each([
  [' Ada@Example.ORG ', 'ada@example.org'],
  ['a+b@x.test', 'a+b@x.test'],
  // WEB-37: lowering other scripts would merge people.
  ['İ@x.test', 'İ@x.test'],
  ['\u212a@x.test', '\u212a@x.test'],
])('%j is stored as %j', (typed, stored) => {
  expect(email.parse(typed)).toBe(stored)
})

it.each([
  '',
  'ada',
  '@x.test',
  'ada@',
  'a@b@c',
  'a b@x.test',
  'ada@x.test\nbcc: eve@x.test',
  '<ada@x.test>',
  `${'x'.repeat(255)}@x.test`,
  'a\u0000@x.test',
  7,
])('%j is no e-mail address', (typed) => {
  expect(email.safeParse(typed).success).toBe(false)
})
