import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCallerArn, readTrustedPrincipal, trusts } from './arn.ts'

const account = '111122223333'

function isTrusted(trusted: string, caller: string): boolean {
  const { principal, problem } = readTrustedPrincipal(trusted)
  const arn = readCallerArn(caller)
  if (!principal) throw new Error(problem)
  return arn !== undefined && trusts(principal, arn)
}

const session = (role: string, name = 'i-0abc', partition = 'aws') => `arn:${partition}:sts::${account}:assumed-role/${role}/${name}`

describe('a trusted principal', () => {
  test('AWS-65 a role means every session of it', () => {
    expect(isTrusted(`arn:aws:iam::${account}:role/app`, session('app'))).toBe(true)
    expect(isTrusted(`arn:aws:iam::${account}:role/app`, session('app', 'other@example'))).toBe(true)
  })

  test('AWS-66 a role with a path matches knowingly, without its path', () => {
    expect(isTrusted(`arn:aws:iam::${account}:role/team/app`, session('app'))).toBe(true)
    expect(isTrusted(`arn:aws:iam::${account}:role/team/app`, session('team'))).toBe(false)
  })

  test.each([
    `arn:aws:iam::${account}:user/app`,
    `arn:aws:sts::${account}:federated-user/app`,
    `arn:aws:iam::${account}:root`,
    session('App', 'x'),
    session('apps', 'x'),
    session('ap', 'p'),
    `arn:aws:sts::444455556666:assumed-role/app/x`,
  ])('AWS-67 a role is not %s', (caller) => {
    expect(isTrusted(`arn:aws:iam::${account}:role/app`, caller)).toBe(false)
  })

  test('AWS-68 no wildcard in the role segment of a session', () => {
    expect(readTrustedPrincipal(`arn:aws:sts::${account}:assumed-role/*/deploy`).problem).toBeDefined()
    expect(readTrustedPrincipal(`arn:aws:sts::${account}:assumed-role/low*/deploy`).problem).toBeDefined()
    expect(isTrusted(`arn:aws:sts::${account}:assumed-role/low/*`, session('low', 'deploy'))).toBe(true)
  })

  test('AWS-69 * never crosses a slash or a colon', () => {
    expect(isTrusted(`arn:aws:iam::${account}:user/app-*`, `arn:aws:iam::${account}:user/app-x`)).toBe(true)
    expect(isTrusted(`arn:aws:iam::${account}:user/app-*`, `arn:aws:iam::${account}:user/app-x/evil`)).toBe(false)
    expect(isTrusted(`arn:aws:iam::${account}:role/app-*`, `arn:aws:iam::${account}:role/app-x/evil`)).toBe(false)
    expect(isTrusted(`arn:aws:iam::${account}:role/app-*`, session('evil', 'app-x'))).toBe(false)
    expect(isTrusted(`arn:aws:iam::${account}:role/app-*`, `arn:aws:sts::${account}:assumed-role/app-:x/y`)).toBe(false)
    expect(isTrusted(`arn:aws:iam::${account}:role/app-*`, session('app-x', 'evil'))).toBe(true)
  })

  test.each([
    'arn:aws:iam::*:role/deploy',
    'arn:aws:iam::1111*:role/x',
    'arn:aws:iam::11112222333:role/x',
    'arn:*',
    '*',
    '**',
    '?',
    '[0-9]',
    '{a,b}',
    '!(x)',
    '',
    `arn:*:iam::${account}:role/x`,
    `arn:aws:*::${account}:role/x`,
    `arn:aws:iam::${account}:*`,
    `arn:aws:iam::${account}:*/x`,
    `arn:aws:iam::${account}:role/`,
    `arn:aws:iam::${account}:role//x`,
    `arn:aws:iam::${account}:role/**`,
    `arn:aws:iam::${account}:role/a?`,
    `arn:aws:iam::${account}:role/[ab]`,
    `arn:aws:iam::${account}:role/{a,b}`,
    `arn:aws:iam::${account}:role/*/x`,
    `arn:aws:iam::${account}:role/a b`,
    `arn:aws:iam::${account}:role/a\n`,
    `arn:aws:iam::${account}:group/x`,
    `arn:aws:sts::${account}:role/x`,
    `arn:aws:iam::${account}:assumed-role/x/y`,
    `arn:aws:sts::${account}:assumed-role/x`,
    `arn:aws:sts::${account}:assumed-role/x/y/z`,
    `arn:aws:iam:us-east-1:${account}:role/x`,
    `arn:evil:iam::${account}:role/x`,
    `arn:aws:iam::${account}:root/x`,
  ])('AWS-70 %j cannot be trusted', (text) => {
    expect(readTrustedPrincipal(text).problem).toBeTypeOf('string')
  })

  test.each([
    ['aws', 'aws-cn'],
    ['aws', 'aws-us-gov'],
    ['aws', 'aws-iso'],
    ['aws-cn', 'aws'],
    ['aws-us-gov', 'aws'],
  ])('AWS-72 a role in %s is nobody in %s', (trusted, caller) => {
    expect(isTrusted(`arn:${trusted}:iam::${account}:role/app`, session('app', 'x', trusted))).toBe(true)
    expect(isTrusted(`arn:${trusted}:iam::${account}:role/app`, session('app', 'x', caller))).toBe(false)
  })

  test('a user keeps its path, root is only root, a federated user is itself', () => {
    expect(isTrusted(`arn:aws:iam::${account}:user/team/ada`, `arn:aws:iam::${account}:user/team/ada`)).toBe(true)
    expect(isTrusted(`arn:aws:iam::${account}:user/ada`, `arn:aws:iam::${account}:user/team/ada`)).toBe(false)
    expect(isTrusted(`arn:aws:iam::${account}:root`, `arn:aws:iam::${account}:root`)).toBe(true)
    expect(isTrusted(`arn:aws:iam::${account}:root`, session('app'))).toBe(false)
    expect(isTrusted(`arn:aws:sts::${account}:federated-user/ada`, `arn:aws:sts::${account}:federated-user/ada`)).toBe(true)
  })

  test('a wildcard agrees with the same pattern written as a regular expression', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 12 })
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*'), minLength: 1, maxLength: 8 }).filter((text) => !text.includes('**'))
    fc.assert(
      fc.property(glob, name, (pattern, role) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '[^:/]*')}$`).test(role)
        expect(isTrusted(`arn:aws:iam::${account}:role/${pattern}`, session(role))).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })
})
