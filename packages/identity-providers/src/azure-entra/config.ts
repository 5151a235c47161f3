import type { ProviderForm } from '@bonafide/core'
import type { AzureEntraConfig } from './schema.ts'

/** What the console, the API and the command line show of Azure. */
export const azureEntraForm: ProviderForm = {
  id: 'azure_entra',
  name: 'Azure',
  description:
    'Virtual machines, containers and functions with a managed identity, and service principals: a token of Microsoft Entra proves which.',
  icon: 'azure',
  defaultTokenName: 'azure-entra',
  fields: [
    {
      name: 'tenantId',
      label: 'Tenant ID',
      help: 'The directory the identities live in: az account show --query tenantId -o tsv',
      placeholder: '00000000-0000-0000-0000-000000000000',
      control: 'text',
    },
    {
      name: 'resource',
      label: 'Resource / Audience',
      help: 'What the token was asked for. Empty: the management audience of the cloud. A dedicated one such as api://bonafide is safer.',
      placeholder: 'https://management.azure.com/',
      control: 'text',
    },
    {
      name: 'allowedServicePrincipalIds',
      label: 'Allowed Service Principal IDs',
      help: 'Object ids of the service principals, not application ids: az ad sp show --id <appId> --query id -o tsv',
      placeholder: '00000000-0000-0000-0000-000000000000',
      control: 'list',
    },
    {
      name: 'cloud',
      label: 'Cloud',
      help: 'The national cloud of the tenant.',
      control: 'select',
      options: [
        { value: 'public', label: 'Azure (public)' },
        { value: 'usgov', label: 'Azure Government' },
        { value: 'china', label: 'Azure China' },
      ],
      advanced: true,
    },
    {
      name: 'maxProofAgeSeconds',
      label: 'Maximum age of a token',
      help: 'Managed identities get the same token for up to a day. Empty: until the token expires.',
      placeholder: '1h',
      control: 'duration',
      advanced: true,
    },
    {
      name: 'singleUse',
      label: 'Accept each token once',
      help: 'Safer, but a machine that asks Azure again may be handed the same cached token.',
      control: 'switch',
      advanced: true,
    },
    {
      name: 'allowUserTokens',
      label: 'Allow tokens of people',
      help: 'Accept what az login gives a person, if the object id of that person is in the list.',
      control: 'switch',
      advanced: true,
    },
  ],
}

/** One line for lists: "2 service principals of tenant 7f0c…". */
export function summaryOfAzureEntra({ allowedServicePrincipalIds, tenantId }: AzureEntraConfig): string {
  const [first, ...others] = allowedServicePrincipalIds
  const who = others.length === 0 ? `service principal ${first}` : `${allowedServicePrincipalIds.length} service principals`
  return `${who} of tenant ${tenantId}`
}
