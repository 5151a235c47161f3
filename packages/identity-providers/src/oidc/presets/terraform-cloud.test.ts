import { expect, test } from 'vitest'
import { terraformCloud } from './terraform-cloud.ts'
import { audience, compiled, outcomeFor, times } from './testing.ts'

const answers = {
  organization: 'acme',
  project: 'Default Project',
  workspace: 'shop-production',
  runPhase: 'apply',
  organizationId: 'org-AbCdEf0123456789',
  workspaceId: 'ws-AbCdEf0123456789',
}

/** As HashiCorp documents it. */
const token = {
  ...times,
  jti: '0192c5a1-7a3b-4000-8000-0000000000aa',
  iss: 'https://app.terraform.io',
  aud: audience,
  sub: 'organization:acme:project:Default Project:workspace:shop-production:run_phase:apply',
  terraform_organization_id: 'org-AbCdEf0123456789',
  terraform_organization_name: 'acme',
  terraform_project_id: 'prj-AbCdEf0123456789',
  terraform_project_name: 'Default Project',
  terraform_workspace_id: 'ws-AbCdEf0123456789',
  terraform_workspace_name: 'shop-production',
  terraform_full_workspace: 'organization:acme:project:Default Project:workspace:shop-production',
  terraform_run_id: 'run-AbCdEf0123456789',
  terraform_run_phase: 'apply',
}

const outcome = (changes: object, more: object = {}) =>
  outcomeFor(compiled(terraformCloud, { ...answers, ...more }), { ...token, ...changes })
const plan = { sub: token.sub.replace('run_phase:apply', 'run_phase:plan'), terraform_run_phase: 'plan' }

test('accepts an apply; plans only where they were chosen', () => {
  expect(outcome({})).toBe('accepted')
  expect(outcome(plan, { runPhase: 'plan' })).toBe('accepted')
  expect(outcome(plan, { runPhase: 'both' })).toBe('accepted')
  expect(compiled(terraformCloud, { ...answers, runPhase: '' }).subjects).toEqual([token.sub])
})

test.each([
  ['JWT-51 a plan', plan, 'subject_not_trusted'],
  ['JWT-51 a phase that does not exist', { sub: token.sub.replace('apply', 'test') }, 'subject_not_trusted'],
  ['JWT-45 an organization of the same name made anew', { terraform_organization_id: 'org-AbCdEf0123456780' }, 'claim_mismatch'],
  ['JWT-45 a workspace of the same name made anew', { terraform_workspace_id: 'ws-AbCdEf0123456780' }, 'claim_mismatch'],
  ['an organization that begins alike', { sub: token.sub.replace('acme', 'acme-evil') }, 'subject_not_trusted'],
  ['a neighbour workspace', { sub: token.sub.replace('shop-production', 'shop-staging') }, 'subject_not_trusted'],
  ['another project', { sub: token.sub.replace('Default Project', 'Default') }, 'subject_not_trusted'],
  ['a Terraform Enterprise', { iss: 'https://terraform.example.com' }, 'issuer_not_allowed'],
  ['another audience', { aud: 'aws.workload.identity' }, 'audience_mismatch'],
])('%s is refused', (_, changes, reason) => {
  expect(outcome(changes)).toBe(reason)
})

test('JWT-51 a phase cannot be a pattern', () => {
  expect(terraformCloud.compile({ ...answers, runPhase: '*' }, { audience }).problems).toMatchObject([{ field: 'runPhase' }])
})
