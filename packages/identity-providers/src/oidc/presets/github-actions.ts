import { gitName, host, numeric, pins, refsOf, shaped } from './answers.ts'
import { definePreset } from './preset.ts'

// Events that run what somebody with write access wrote. Those of pull requests, comments and other workflows can be set off by strangers.
const events = ['push', 'workflow_dispatch', 'schedule', 'release', 'repository_dispatch']

// Environments may be named with more; GitHub then encodes some of it, and such a name is better copied from a token.
const environmentName = shaped(/^\w[\w.-]{0,99}$/, 'must be letters, digits, dashes, dots and underscores; copy other names from a token')

export const githubActions = definePreset({
  id: 'github-actions',
  name: 'GitHub Actions',
  description: 'Workflows of one repository, at GitHub.com or a GitHub Enterprise of your own.',
  icon: 'github',
  fields: [
    {
      name: 'owner',
      label: 'Owner',
      help: 'The organisation or person that the repository belongs to, with its capital letters.',
      placeholder: 'acme',
      required: true,
      control: 'text',
      problem: shaped(/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/, 'must be the name of an owner: letters, digits and dashes'),
    },
    {
      name: 'repository',
      label: 'Repository',
      help: 'Its name alone, with its capital letters.',
      placeholder: 'shop',
      required: true,
      control: 'text',
      problem: shaped(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/, 'must be the name of a repository, without its owner'),
    },
    {
      name: 'repositoryId',
      label: 'Number of the repository',
      help: 'Stays the same when the name changes hands: gh api repos/acme/shop --jq .id',
      placeholder: '123456789',
      required: false,
      control: 'text',
      problem: numeric,
    },
    {
      name: 'ownerId',
      label: 'Number of the owner',
      help: 'gh api repos/acme/shop --jq .owner.id',
      placeholder: '9876543',
      required: false,
      control: 'text',
      problem: numeric,
    },
    {
      name: 'restrictTo',
      label: 'Restrict to',
      help: 'An environment with protection rules is best: its job ran only after its reviewers said yes.',
      required: true,
      control: 'select',
      options: [
        { value: 'branch', label: 'A branch' },
        { value: 'tag', label: 'A tag' },
        { value: 'environment', label: 'An environment' },
        { value: 'any', label: 'Any branch, tag or environment' },
      ],
    },
    {
      name: 'ref',
      label: 'Name of the branch or tag',
      help: 'To the letter, and one only.',
      placeholder: 'main',
      required: true,
      control: 'text',
      askedWhen: { field: 'restrictTo', is: ['branch', 'tag'] },
      problem: gitName,
    },
    {
      name: 'environment',
      label: 'Name of the environment',
      help: 'As the job names it under environment.',
      placeholder: 'production',
      required: true,
      control: 'text',
      askedWhen: { field: 'restrictTo', is: ['environment'] },
      problem: environmentName,
    },
    {
      name: 'workflow',
      label: 'Workflow',
      help: 'The file of the only workflow that may log in. Empty: every workflow of the repository.',
      placeholder: 'deploy.yml',
      required: false,
      control: 'text',
      problem: shaped(/^[\w-][\w.-]{0,80}\.ya?ml$/, 'must be a file in .github/workflows, such as deploy.yml'),
    },
    {
      name: 'host',
      label: 'GitHub Enterprise host',
      help: 'Where GitHub is at an address of your own. Empty: GitHub.com.',
      placeholder: 'github.example.com',
      required: false,
      control: 'text',
      problem: host,
    },
    {
      name: 'enterprise',
      label: 'Enterprise with an issuer of its own',
      help: 'Only where an enterprise at GitHub.com has put its name into the issuer.',
      placeholder: 'acme-group',
      required: false,
      control: 'text',
      problem: shaped(/^[a-z0-9][a-z0-9-]{0,59}$/, 'must be the short name of an enterprise, in small letters'),
    },
  ],
  teaches: [
    'The job needs the permission id-token: write; without it there is no token.',
    'Names of owners and repositories can be given up and taken by somebody else: with both numbers, only the repository of today is trusted.',
    'Repositories made, renamed or moved since 15 July 2026 have their numbers in the subject, and are trusted only when both numbers are given.',
    'Workflows of pull requests are not let in, nor are events that strangers can set off; the rule for event_name says which are.',
    'A job with an environment has the environment in its subject and not the branch.',
    'Any branch or tag means names with at most one slash: a * never reaches across one.',
    'A repository with a customised subject needs its subject written by hand.',
  ],
  draft(answer) {
    const [owner, repository, ownerId, repositoryId] = [answer('owner'), answer('repository'), answer('ownerId'), answer('repositoryId')]
    const [enterpriseHost, enterprise] = [answer('host'), answer('enterprise')]
    if (enterpriseHost !== '' && enterprise !== '')
      return [{ field: 'enterprise', message: 'must be empty where GitHub is at an address of your own' }]
    const names = [`${owner}/${repository}`]
    if (enterpriseHost === '' && ownerId !== '' && repositoryId !== '') names.push(`${owner}@${ownerId}/${repository}@${repositoryId}`)
    const contexts = contextsOf(answer('restrictTo'), answer('ref'), answer('environment'))
    return {
      issuer: issuerOf(enterpriseHost, enterprise),
      subjects: names.flatMap((name) => contexts.map((context) => `repo:${name}:${context}`)),
      claims: [
        ...pins(['repository_id', repositoryId], ['repository_owner_id', ownerId]),
        `event_name in ${events.join(', ')}`,
        ...workflowRule(`${owner}/${repository}`, answer('workflow'), answer('restrictTo'), answer('ref')),
      ],
      algorithms: ['RS256'],
      singleUse: 'jti',
    }
  },
})

function issuerOf(enterpriseHost: string, enterprise: string): string {
  if (enterpriseHost.endsWith('.ghe.com')) return `https://token.actions.${enterpriseHost}`
  if (enterpriseHost !== '') return `https://${enterpriseHost}/_services/token`
  return `https://token.actions.githubusercontent.com${enterprise === '' ? '' : `/${enterprise}`}`
}

function contextsOf(restrictTo: string, ref: string, environment: string): string[] {
  if (restrictTo === 'environment') return [`environment:${environment}`]
  const refs = refsOf(restrictTo, ref).map((one) => `ref:${one}`)
  return restrictTo === 'any' ? [...refs, 'environment:*'] : refs
}

// The file of a workflow is read from the ref that the run is for; with an environment that may be any branch or tag.
function workflowRule(repository: string, workflow: string, restrictTo: string, ref: string): string[] {
  if (workflow === '') return []
  const file = `${repository}/.github/workflows/${workflow}`
  const [first = '', ...others] = refsOf(restrictTo, ref)
  return others.length === 0 ? [`workflow_ref = ${file}@${first}`] : [`workflow_ref like ${file}@refs/*/*`]
}
