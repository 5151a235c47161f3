import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { describePrincipal, providerForms } from './forms.ts'

const { aws_iam: aws, azure_entra: azure } = providerForms
const lifetimes = { defaultTtlSeconds: 3600, maxTtlSeconds: 86_400 }
const account = '111122223333'
const awsFindings = (config: object) =>
  aws.lint(aws.configSchema.parse(config), lifetimes).map(({ code, severity }) => `${severity} ${code}`)
const tenantId = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'
const azureFindings = (config: object) =>
  azure.lint(azure.configSchema.parse({ tenantId, allowedServicePrincipalIds: [tenantId], ...config }), lifetimes).map(({ code }) => code)

describe('what is worth a second look', () => {
  test.each([
    ['role/app', ['info any_session']],
    ['role/team/app', ['info any_session', 'info role_path_dropped']],
    ['role/*', ['info any_session', 'danger wildcard_role']],
    ['role/app-*', ['info any_session', 'warning wildcard_role']],
    ['user/*', ['danger wildcard_user']],
    ['user/ada', []],
    ['root', ['warning root_user_only']],
  ])('AWS-66 %s', (resource, expected) => {
    expect(awsFindings({ principals: [`arn:aws:iam::${account}:${resource}`] })).toEqual(expected)
  })

  test('sessions, long signatures, reuse and long-lived tokens', () => {
    const session = `arn:aws:sts::${account}:assumed-role/app/deploy`
    expect(awsFindings({ principals: [session], signatureExpirySeconds: 900, allowReuse: true })).toEqual([
      'info session_name_chosen_by_caller',
      'warning long_signature_expiry',
      'warning reuse_allowed',
    ])
    const config = aws.configSchema.parse({ principals: [`arn:aws:iam::${account}:user/ada`] })
    expect(aws.lint(config, { ...lifetimes, maxTtlSeconds: 2 * 86_400 })).toMatchObject([
      { severity: 'warning', code: 'long_lived_tokens' },
    ])
    expect(aws.lint(config, { ...lifetimes, maxTtlSeconds: 90 * 86_400 })).toMatchObject([{ severity: 'danger' }])
  })

  test('Azure: the shared audience, that of another cloud, and people', () => {
    expect(azureFindings({})).toEqual(['shared_audience'])
    expect(azureFindings({ resource: 'https://management.azure.com' })).toEqual(['shared_audience'])
    expect(azureFindings({ cloud: 'usgov' })).toEqual(['shared_audience'])
    expect(azureFindings({ cloud: 'usgov', resource: 'https://management.azure.com/' })).toEqual(['resource_of_other_cloud'])
    expect(azureFindings({ resource: 'api://broker', allowUserTokens: true })).toEqual(['user_tokens_allowed'])
  })
})

test('one line for lists', () => {
  const role = `arn:aws:iam::${account}:role/team/web-prod`
  expect(aws.summary(aws.configSchema.parse({ principals: [role] }))).toBe(`role web-prod in ${account}`)
  expect(aws.summary(aws.configSchema.parse({ principals: [role, `arn:aws:iam::${account}:root`] }))).toBe(
    `role web-prod in ${account} and 1 more`,
  )
  expect(describePrincipal(`arn:aws:sts::${account}:assumed-role/app/*`)).toBe(`session * of role app in ${account}`)
  expect(azure.summary(azure.configSchema.parse({ tenantId, allowedServicePrincipalIds: [tenantId] }))).toBe(
    `service principal ${tenantId} of tenant ${tenantId}`,
  )
})

test('the forms carry no Node, no network and no cryptography into the browser', () => {
  const seen = new Set<string>()
  const packages = new Set<string>()
  const visit = (file: URL) => {
    if (seen.has(file.href)) return
    seen.add(file.href)
    const source = readFileSync(file, 'utf8')
    for (const [, clause = '', from = ''] of source.matchAll(/^(?:import|export) ([^;]*?) from '([^']+)'/gms)) {
      if (clause.startsWith('type ')) continue
      if (from.startsWith('.')) visit(new URL(from, file))
      else packages.add(from)
    }
  }
  visit(new URL('./forms.ts', import.meta.url))
  expect(seen.size).toBeGreaterThan(8)
  expect([...packages]).toEqual(['zod'])
})
