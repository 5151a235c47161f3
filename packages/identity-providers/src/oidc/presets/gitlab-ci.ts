import { httpsIssuer, numeric, pins, shaped } from './answers.ts'
import { definePreset } from './preset.ts'
import { refFields } from './refs.ts'

// What started a pipeline, where it was somebody of the project. Merge requests, and children of their pipelines, run what their author wrote.
const sources = ['push', 'web', 'schedule', 'api', 'trigger', 'pipeline']

export const gitlabCi = definePreset({
  id: 'gitlab-ci',
  name: 'GitLab CI/CD',
  description: 'Jobs of one project, at GitLab.com or a GitLab of your own.',
  icon: 'gitlab',
  fields: [
    {
      name: 'instance',
      label: 'Address of GitLab',
      help: 'Without a slash at its end. Empty: https://gitlab.com',
      placeholder: 'https://gitlab.com',
      required: false,
      control: 'text',
      problem: (answer) => (answer.endsWith('/') ? 'must have no slash at its end' : httpsIssuer(answer)),
    },
    {
      name: 'project',
      label: 'Project',
      help: 'Its whole path, groups before it.',
      placeholder: 'acme/platform/shop',
      required: true,
      control: 'text',
      problem: shaped(
        /^(?=.{3,150}$)[A-Za-z0-9_][\w-]*(\.[\w-]+)*(\/[A-Za-z0-9_][\w-]*(\.[\w-]+)*)+$/,
        'must be the path of one project, such as acme/shop',
      ),
    },
    {
      name: 'projectId',
      label: 'Number of the project',
      help: 'On the page of the project, behind its menu. Stays the same when the path changes hands.',
      placeholder: '12345678',
      required: false,
      control: 'text',
      problem: numeric,
    },
    {
      name: 'namespaceId',
      label: 'Number of the group',
      help: 'That of the group or person the project lies in.',
      placeholder: '7654321',
      required: false,
      control: 'text',
      problem: numeric,
    },
    ...refFields,
    {
      name: 'protection',
      label: 'Protected branches and tags',
      help: 'GitLab lets only some members push to a protected branch; everybody who may push to another can put anything into it.',
      required: true,
      control: 'select',
      options: [
        { value: 'protected', label: 'Protected ones alone' },
        { value: 'all', label: 'All of them' },
      ],
    },
  ],
  teaches: [
    'The job asks for its token with id_tokens, and the aud there decides whom it is for.',
    'A path can be given up and taken by somebody else: with the number of the project, only the project of today is trusted.',
    'Pipelines of merge requests are not let in; the rule for pipeline_source says what is.',
    'A job logs in once with a token; one that logs in twice asks for two tokens under two names.',
    'Any branch or tag means names with at most one slash: a * never reaches across one.',
    'A project whose sub is made of other parts needs its subject written by hand.',
  ],
  draft(answer) {
    const [project, projectId, kind, name] = [answer('project'), answer('projectId'), answer('restrictTo'), answer('ref')]
    const refs = kind === 'any' ? ['branch', 'tag'].flatMap((type) => [refOf(type, '*'), refOf(type, '*/*')]) : [refOf(kind, name)]
    const projects = [`project_path:${project}`, ...(projectId === '' ? [] : [`project_id:${projectId}`])]
    return {
      issuer: answer('instance') || 'https://gitlab.com',
      subjects: projects.flatMap((one) => refs.map((ref) => `${one}:${ref}`)),
      claims: [
        ...pins(['project_id', projectId], ['namespace_id', answer('namespaceId')]),
        ...(answer('protection') === 'protected' ? ['ref_protected = true'] : []),
        `pipeline_source in ${sources.join(', ')}`,
      ],
      algorithms: ['RS256'],
      singleUse: 'jti',
    }
  },
})

const refOf = (type: string, name: string): string => `ref_type:${type}:ref:${name}`
