import { gitName, pins, shaped } from './answers.ts'
import { definePreset } from './preset.ts'

// Bitbucket writes its UUIDs in braces, in settings and tokens alike.
const braced = shaped(
  /^\{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}$/,
  'must be a UUID in braces and small letters: {0192c5a1-7a3b-4000-8000-000000000001}',
)

export const bitbucket = definePreset({
  id: 'bitbucket',
  name: 'Bitbucket Pipelines',
  description: 'Steps of one repository in Bitbucket Cloud.',
  icon: 'bitbucket',
  fields: [
    {
      name: 'workspace',
      label: 'Workspace',
      help: 'Its short name, as in its address.',
      placeholder: 'acme',
      required: true,
      control: 'text',
      problem: shaped(/^[a-z0-9_][a-z0-9_-]{0,61}$/, 'must be the short name of one workspace'),
    },
    {
      name: 'repositoryUuid',
      label: 'UUID of the repository',
      help: 'Repository settings, OpenID Connect, with its braces.',
      placeholder: '{0192c5a1-7a3b-4000-8000-000000000001}',
      required: true,
      control: 'text',
      problem: braced,
    },
    {
      name: 'workspaceUuid',
      label: 'UUID of the workspace',
      help: 'On the same page; stays the same when the short name changes hands.',
      placeholder: '{0192c5a1-7a3b-4000-8000-000000000002}',
      required: false,
      control: 'text',
      problem: braced,
    },
    {
      name: 'environmentUuid',
      label: 'UUID of the deployment environment',
      help: 'On the same page. Empty: every environment, and steps without one.',
      placeholder: '{0192c5a1-7a3b-4000-8000-000000000003}',
      required: false,
      control: 'text',
      problem: braced,
    },
    {
      name: 'branch',
      label: 'Branch',
      help: 'Empty: every branch, those of pull requests among them.',
      placeholder: 'main',
      required: false,
      control: 'text',
      problem: gitName,
    },
  ],
  teaches: [
    'The step asks with oidc and names this server among its audiences.',
    'The repository is a UUID, which nobody else can take.',
    'The subject ends in the UUID of the step, new each time, and so the rules say what may run.',
    'A pipeline of a pull request carries the name of its source branch: protect the branch that you name, or name an environment that only some may deploy to.',
    'The issuer exists once a pipeline with oidc has run in the workspace.',
  ],
  draft(answer) {
    const repository = answer('repositoryUuid')
    return {
      issuer: `https://api.bitbucket.org/2.0/workspaces/${answer('workspace')}/pipelines-config/identity/oidc`,
      // With a deployment environment, the subject has its UUID in the middle.
      subjects: [`${repository}:*`, `${repository}:*:*`],
      claims: pins(
        ['repositoryUuid', repository],
        ['workspaceUuid', answer('workspaceUuid')],
        ['deploymentEnvironmentUuid', answer('environmentUuid')],
        ['branchName', answer('branch')],
      ),
      algorithms: ['RS256'],
      // Its tokens have no id.
      singleUse: 'proof',
    }
  },
})
