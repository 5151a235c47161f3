import { pins, refsOf, shaped, uuid } from './answers.ts'
import { definePreset } from './preset.ts'
import { refFields } from './refs.ts'

const slug = (what: string) => shaped(/^[a-z0-9][a-z0-9-]{0,59}$/, `must be the short name of one ${what}, as in its address`)

export const buildkite = definePreset({
  id: 'buildkite',
  name: 'Buildkite',
  description: 'Jobs of one pipeline of an organization at Buildkite.',
  icon: 'buildkite',
  fields: [
    {
      name: 'organization',
      label: 'Organization',
      help: 'Its short name, as in its address.',
      placeholder: 'acme-inc',
      required: true,
      control: 'text',
      problem: slug('organization'),
    },
    {
      name: 'pipeline',
      label: 'Pipeline',
      help: 'Its short name, as in its address.',
      placeholder: 'shop',
      required: true,
      control: 'text',
      problem: slug('pipeline'),
    },
    ...refFields,
    {
      name: 'organizationId',
      label: 'Id of the organization',
      help: 'Stays the same when the name changes hands. The job must ask for the claim.',
      placeholder: '0192c5a1-7a3b-4000-8000-000000000001',
      required: false,
      control: 'text',
      problem: uuid,
    },
    {
      name: 'pipelineId',
      label: 'Id of the pipeline',
      help: 'In the settings of the pipeline. The job must ask for the claim.',
      placeholder: '0192c5a1-7a3b-4000-8000-000000000002',
      required: false,
      control: 'text',
      problem: uuid,
    },
  ],
  teaches: [
    'All organizations share one issuer: the subject is what tells yours from the others.',
    'Short names can be given up and taken by somebody else: the ids do not, but tokens have them only when the job asks with --claim.',
    'Builds of forks carry the name of their branch: do not build them, or have Buildkite put the fork before the name.',
    'Any branch or tag means names with at most one slash: a * never reaches across one.',
  ],
  draft(answer) {
    const pipeline = `organization:${answer('organization')}:pipeline:${answer('pipeline')}`
    // A step without a key leaves the last part empty, which a * does not stand for.
    const steps = ['step:*', 'step:']
    return {
      issuer: 'https://agent.buildkite.com',
      subjects: refsOf(answer('restrictTo'), answer('ref')).flatMap((ref) =>
        steps.map((step) => `${pipeline}:ref:${ref}:commit:*:${step}`),
      ),
      claims: pins(['organization_id', answer('organizationId')], ['pipeline_id', answer('pipelineId')]),
      algorithms: ['RS256'],
      singleUse: 'jti',
    }
  },
})
