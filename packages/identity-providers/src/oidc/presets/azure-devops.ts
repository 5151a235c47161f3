import { isEntraIssuer } from '../../azure-entra/clouds.ts'
import { pins, shaped, uuid } from './answers.ts'
import { definePreset } from './preset.ts'

// Names of projects, pipelines and connections may have blanks in them.
const subjectForm = /^(sc|p):\/\/[A-Za-z0-9][A-Za-z0-9-]{0,49}(\/(?!\.{1,2}(\/|$))[^\s/:*"]([^/:*"]{0,90}[^\s/:*"])?){2}$/u

export const azureDevops = definePreset({
  id: 'azure-devops',
  name: 'Azure DevOps',
  description: 'Pipelines by a service connection, or one pipeline by its name.',
  icon: 'azure-devops',
  fields: [
    {
      name: 'issuer',
      label: 'Issuer',
      help: 'As the service connection shows it, or Terraform: workload_identity_federation_issuer. It names your organisation by its id.',
      placeholder: 'https://vstoken.dev.azure.com/0192c5a1-7a3b-4000-8000-000000000001',
      required: true,
      control: 'text',
      problem: (answer) => {
        if (isEntraIssuer(answer))
          return 'must be an issuer of Azure DevOps: the tokens of this connection come from Microsoft Entra; log in with the Azure token that it gives the pipeline, by an Azure identity'
        const id = answer.replace(/^https:\/\/vstoken\.dev\.azure\.com\//, '')
        return id !== answer && uuid(id) === undefined ? undefined : 'must be https://vstoken.dev.azure.com/ and the id of the organisation'
      },
    },
    {
      name: 'subject',
      label: 'Subject',
      help: 'As the service connection shows it, or Terraform: workload_identity_federation_subject. A pipeline without a connection is p://organisation/project/pipeline.',
      placeholder: 'sc://acme/shop/production',
      required: true,
      control: 'text',
      problem: shaped(
        subjectForm,
        'must be the subject of one service connection, sc://organisation/project/connection, or of one pipeline, p://organisation/project/pipeline',
      ),
    },
    {
      name: 'projectId',
      label: 'Id of the project',
      help: 'Only for pipelines without a connection, whose tokens say it: az devops project show --project shop --query id',
      placeholder: '0192c5a1-7a3b-4000-8000-000000000002',
      required: false,
      control: 'text',
      problem: uuid,
    },
  ],
  teaches: [
    'Azure DevOps makes every token for api://AzureADTokenExchange: no other audience can be asked for, and whoever receives one could show it here.',
    'The issuer names the organisation by its id, so its name cannot be taken by somebody else; those of projects and connections can, inside the organisation.',
    'A service connection says nothing of the branch: give it approvals and checks, and let only the pipelines use it that need it.',
    'Connections whose issuer is Microsoft Entra are not for this preset: make an Azure identity.',
  ],
  draft(answer) {
    const [subject, projectId] = [answer('subject'), answer('projectId')]
    if (projectId !== '' && subject.startsWith('sc://'))
      return [{ field: 'projectId', message: 'must be empty: the token of a service connection does not say its project' }]
    return {
      issuer: answer('issuer'),
      audiences: ['api://AzureADTokenExchange'],
      subjects: [subject],
      claims: pins(['prj_id', projectId]),
      algorithms: ['RS256'],
      singleUse: 'jti',
    }
  },
})
