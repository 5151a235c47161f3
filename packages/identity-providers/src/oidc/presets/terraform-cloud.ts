import { host, pins, shaped } from './answers.ts'
import { definePreset } from './preset.ts'

const id = (prefix: string) => shaped(new RegExp(`^${prefix}-[A-Za-z0-9]{4,40}$`), `must be an id that begins with ${prefix}-`)

export const terraformCloud = definePreset({
  id: 'terraform-cloud',
  name: 'HCP Terraform',
  description: 'Runs of one workspace of HCP Terraform (Terraform Cloud) or Terraform Enterprise.',
  icon: 'terraform',
  fields: [
    {
      name: 'organization',
      label: 'Organization',
      help: 'Its name.',
      placeholder: 'acme',
      required: true,
      control: 'text',
      problem: shaped(/^[A-Za-z0-9][\w-]{0,39}$/, 'must be the name of one organization'),
    },
    {
      name: 'project',
      label: 'Project',
      help: 'Its name, with its blanks.',
      placeholder: 'Default Project',
      required: true,
      control: 'text',
      problem: shaped(/^(?=.{1,40}$)[\w-]+( [\w-]+)*$/, 'must be the name of one project'),
    },
    {
      name: 'workspace',
      label: 'Workspace',
      help: 'Its name.',
      placeholder: 'shop-production',
      required: true,
      control: 'text',
      problem: shaped(/^[A-Za-z0-9][\w-]{0,89}$/, 'must be the name of one workspace'),
    },
    {
      name: 'runPhase',
      label: 'Run phase',
      help: 'Plans also run for changes that nobody has reviewed; applies run after somebody said yes, or by auto-apply.',
      required: true,
      control: 'select',
      options: [
        { value: 'apply', label: 'Apply alone' },
        { value: 'plan', label: 'Plan alone' },
        { value: 'both', label: 'Plan and apply' },
      ],
    },
    {
      name: 'organizationId',
      label: 'Id of the organization',
      help: 'Stays the same when the name changes hands; in the settings of the organization.',
      placeholder: 'org-AbCdEf0123456789',
      required: false,
      control: 'text',
      problem: id('org'),
    },
    {
      name: 'workspaceId',
      label: 'Id of the workspace',
      help: 'On the page of the workspace.',
      placeholder: 'ws-AbCdEf0123456789',
      required: false,
      control: 'text',
      problem: id('ws'),
    },
    {
      name: 'host',
      label: 'Terraform Enterprise host',
      help: 'Empty: app.terraform.io',
      placeholder: 'app.terraform.io',
      required: false,
      control: 'text',
      problem: host,
    },
  ],
  teaches: [
    'A workspace has a token made for this server when the variable TFC_WORKLOAD_IDENTITY_AUDIENCE names it.',
    'Plan and apply get tokens of their own; speculative plans run on branches that nobody has reviewed.',
    'Names of organizations can be given up and taken by somebody else: with the ids, only the workspace of today is trusted.',
    'Terraform starts a provider several times in one phase with the same token, so a token may be used more than once.',
  ],
  draft(answer) {
    const workspace = `organization:${answer('organization')}:project:${answer('project')}:workspace:${answer('workspace')}`
    const phases = answer('runPhase') === 'both' ? ['plan', 'apply'] : [answer('runPhase')]
    return {
      issuer: `https://${answer('host') || 'app.terraform.io'}`,
      subjects: phases.map((phase) => `${workspace}:run_phase:${phase}`),
      claims: pins(['terraform_organization_id', answer('organizationId')], ['terraform_workspace_id', answer('workspaceId')]),
      algorithms: ['RS256'],
      singleUse: 'off',
    }
  },
})
