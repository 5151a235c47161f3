import { pins, refsOf, shaped, uuid } from './answers.ts'
import { definePreset } from './preset.ts'
import { refFields } from './refs.ts'

const claim = (name: string) => `/oidc.circleci.com~1${name}`

export const circleci = definePreset({
  id: 'circleci',
  name: 'CircleCI',
  description: 'Jobs of one project of an organization at CircleCI.',
  icon: 'circleci',
  fields: [
    {
      name: 'organizationId',
      label: 'Id of the organization',
      help: 'Organization Settings, Overview.',
      placeholder: '0192c5a1-7a3b-4000-8000-000000000001',
      required: true,
      control: 'text',
      problem: uuid,
    },
    {
      name: 'projectId',
      label: 'Id of the project',
      help: 'Project Settings, Overview.',
      placeholder: '0192c5a1-7a3b-4000-8000-000000000002',
      required: true,
      control: 'text',
      problem: uuid,
    },
    {
      name: 'repository',
      label: 'Repository',
      help: 'Host, owner and name, as tokens write it. A build of a fork has another one, and stays out.',
      placeholder: 'github.com/acme/shop',
      required: true,
      control: 'text',
      problem: shaped(
        /^(?=.{5,100}$)[a-z0-9][a-z0-9.-]*(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+){2}$/,
        'must be host, owner and name of one repository: github.com/acme/shop',
      ),
    },
    ...refFields,
  ],
  teaches: [
    'Tokens in CIRCLE_OIDC_TOKEN are made for your organization and everybody it logs in to: ask for one with this server as its audience.',
    'Organization and project are UUIDs, which nobody else can take.',
    'Builds of forks get tokens only where secrets are passed to them, and are refused here by their repository.',
    'Jobs that somebody has started again with SSH are refused: a person sits in them.',
    'Pipelines of custom webhooks name no repository and are refused.',
  ],
  draft(answer) {
    const [organization, repository, kind] = [answer('organizationId'), answer('repository'), answer('restrictTo')]
    const refs = refsOf(kind, answer('ref'))
    const user = `org/${organization}/project/${answer('projectId')}/user/*`
    return {
      issuer: `https://oidc.circleci.com/org/${organization}`,
      // The second form is that of CIRCLE_OIDC_TOKEN_V2.
      subjects: [user, ...refs.map((ref) => `${user}/vcs-origin/${repository}/vcs-ref/${ref}`)],
      claims: [
        ...pins([claim('project-id'), answer('projectId')], [claim('vcs-origin'), repository]),
        ...(kind === 'any' ? [] : pins([claim('vcs-ref'), refs[0] ?? ''])),
        `${claim('ssh-rerun')} = false`,
      ],
      algorithms: ['RS256'],
      // Its tokens have no id.
      singleUse: 'proof',
    }
  },
})
